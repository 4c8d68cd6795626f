"""What is hidden answers like what is not there: neither a form nor a field nor its type can be found by asking."""

import json
from typing import Any

import pytest

BASE = "/api/apps/shop/forms"
FORMULAS = (
    "{} > 1",
    '{} = "5"',
    "{} = true",
    "SUM({}) > 0",
    'CONTAINS({}, "x")',
    "{}",
    "{}.name = 1",
    "account.{} > 1 AND name",
    'LOOKUP("deal", "{}", "name", name) = 1',
)
TREES: tuple[dict[str, Any], ...] = (
    {"field": "{}", "op": "gt", "value": "much"},
    {"all": [{"field": "name", "op": "is", "value": "a"}, {"field": "{}", "op": "within", "value": "soon"}]},
    {"any_row": "lines", "when": {"field": "{}", "op": "gt", "value": 1}},
)


def _told(answer: Any, *words: str) -> tuple[int, str]:
    """The answer without its trace, and without the words that were asked for."""
    body = answer.json() | {"trace_id": "", "instance": ""}
    text = json.dumps(body, ensure_ascii=False)
    for word in words:
        text = text.replace(word, "…")
    return answer.status_code, text


def _ask(who: Any, form: str, body: object) -> Any:
    return who.call("POST", f"{BASE}/{form}/records/query", body)


def test_a_hidden_field_answers_like_an_unknown_one_whatever_is_asked_of_it(site: Any) -> None:
    def alike(body: dict[str, Any]) -> None:
        hidden, unknown = (json.loads(json.dumps(body).replace("{}", name)) for name in ("cost", "zqzq"))
        first, second = _ask(site.ann, "deal", hidden), _ask(site.ann, "deal", unknown)
        assert _told(first, "cost") == _told(second, "zqzq"), body
        assert first.status_code == 422, first.text

    for filter_ in (*FORMULAS, *TREES):
        alike({"filter": filter_})
    for part in ({"sort": ["{}"]}, {"fields": ["{}"]}, {"sums": ["{}"]}, {"sort": ["account.{}"], "filter": "nope"}):
        alike(part)


def test_no_hint_names_a_hidden_field(site: Any) -> None:
    for filter_ in ("costs > 1", "cst > 1", "SUM(lines.costs) > 1", "marginn > 1", {"field": "costs", "op": "blank"}):
        hints = [one.get("hint") for one in _ask(site.ann, "deal", {"filter": filter_}).json()["problems"]]
        assert not {"cost", "margin", "lines.cost"} & set(hints), filter_
        hints = [one.get("hint") for one in _ask(site.boss, "deal", {"filter": filter_}).json()["problems"]]
        assert {"cost", "margin", "lines.cost"} & set(hints), filter_


def test_a_form_one_has_no_right_on_answers_like_one_that_is_not_there(site: Any) -> None:
    bodies: tuple[dict[str, Any], ...] = (
        {"filter": "true"},
        {"filter": "amount > 1"},
        {"filter": 'amount = "5" OR nope'},
        {"filter": {"field": "amount", "op": "is", "value": "x"}},
        {"filter": {"nonsense": 1}},
        {"sort": ["nope"]},
        {"fields": ["amount"]},
        {"sums": ["amount"]},
        {"view": "nope"},
        {"cursor": "nope"},
    )
    for body in bodies:
        there, nowhere = _ask(site.ann, "payment", body), _ask(site.ann, "nowhere", body)
        assert _told(there) == _told(nowhere), body
        assert there.status_code == 404, body
    for path, body in (("exports", {"filter": "amount > 1"}), ("exports", {}), ("exports", {"fields": ["x"]})):
        there, nowhere = (site.ann.call("POST", f"{BASE}/{form}/{path}", body) for form in ("payment", "nowhere"))
        assert _told(there) == _told(nowhere), body


def test_a_function_that_names_a_form_tells_nothing_of_one_that_is_hidden(site: Any) -> None:
    for filter_ in (
        'COUNT_OWNED("{}") > 0',
        'LOOKUP("{}", "amount", "name", name) = 1',
        'LOOKUP("{}", "nope", "nope", name) = 1',
    ):
        there, nowhere = (_ask(site.ann, "deal", {"filter": filter_.replace("{}", f)}) for f in ("payment", "paymenx"))
        assert _told(there, "payment") == _told(nowhere, "paymenx"), filter_
        assert there.status_code == 422, filter_


@pytest.mark.parametrize("filter_", ["cost > 1", "SUM(lines.cost) > 0", 'LOOKUP("deal", "cost", "name", name) = 1'])
def test_whoever_sees_the_field_is_told_as_before(site: Any, filter_: str) -> None:
    answer = _ask(site.boss, "deal", {"filter": filter_})
    codes = {one["code"] for one in answer.json().get("problems", ())}
    assert answer.status_code == 200 or codes == {"not_in_sql"}, answer.text
