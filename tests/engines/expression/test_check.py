"""What the checker finds, and what it writes into the tree."""

from collections.abc import Iterable

import pytest

from dougong.engines.expression import constants
from dougong.engines.expression.check import Checked, check
from dougong.engines.expression.evaluate import Closure, compile_
from dougong.engines.expression.kinds import BOOLEAN, DATE, DATETIME, MONEY, NUMBER, TEXT, Kind, list_of
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import Functions, load_functions
from dougong.engines.expression.samples import SampleScope
from dougong.engines.expression.tree import Node, walk

FUNCTIONS = load_functions()
SCOPE = SampleScope(
    {
        "amount": "money", "stage": "text",
        "owner": {"fields": {"name": "text", "department": {"fields": {"name": "text"}}}},
        "account": {"fields": {"region": "text", "level": "text"}}, "due": "date", "created_at": "datetime",
        "done": "boolean", "tags": {"list": "text"}, "lines": {"rows": {"quantity": "number", "price": "money"}},
    }
)  # fmt: skip


def checked(text: str, want: Kind | None = None) -> Checked:
    return check(text, SCOPE, want, FUNCTIONS)


def codes(found: Checked) -> list[str]:
    return [finding.code for finding in found.findings]


def test_everything_wrong_is_told_at_once_in_the_order_it_stands() -> None:
    found = checked('IF(amonut > "x", ROUDN(amount), stage + 1) & account.regoin')
    assert codes(found) == ["unknown_name", "unknown_function", "wrong_operands", "unknown_name"]
    assert [finding.hint for finding in found.findings] == ["amount", "ROUND", "a & b", "account.region"]
    assert [finding.position for finding in found.findings] == [(3, 9), (17, 22), (32, 41), (45, 59)]
    for finding in found.findings:
        assert finding.message.zh
        assert finding.message.zh != finding.message.en


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("account.region", TEXT),
        ("owner.department.name", TEXT),
        ("lines.price", list_of(MONEY)),
        ("SUM(lines.price)", MONEY),
        ("lines.quantity * lines.price", list_of(MONEY)),
        ("due - due", NUMBER),
        ("created_at - created_at", Kind("duration")),
        ("amount > 3 AND done", BOOLEAN),
        ("IF(done, due)", DATE),
        ("OLD(due)", DATE),
        ("RELATED(account, level)", TEXT),
    ],
)
def test_the_kind_of_every_expression_is_inferred(text: str, kind: Kind) -> None:
    found = checked(text)
    assert found.ok, found.findings
    assert found.kind == kind


def test_dependencies_go_through_references_and_rows() -> None:
    found = checked('IF(account.level = "A", SUM(lines.quantity * lines.price), OLD(amount))')
    paths = {("account", "level"), ("lines", "quantity"), ("lines", "price"), ("amount",)}
    assert found.depends == paths
    assert found.old == {("amount",)}
    assert {"IF", "=", "SUM", "*", "OLD"} <= found.uses


def test_relative_dates_become_periods() -> None:
    assert print_(checked("due IN this_month").node) == 'WITHIN(due, "this_month")'
    assert print_(checked("due <> today").node) == 'NOT(WITHIN(due, "today"))'
    assert print_(checked("due < this_week").node) == 'due < PERIODSTART("this_week")'
    assert print_(checked("created_at > today").node) == 'created_at >= TIMESTAMP(PERIODEND("today") + 1)'


def test_a_date_beside_a_moment_is_the_moment_it_begins() -> None:
    assert print_(checked("created_at >= due").node) == "created_at >= TIMESTAMP(due)"
    assert print_(checked("due", DATETIME).node) == "TIMESTAMP(due)"


def test_a_text_beside_a_date_is_the_date_it_writes() -> None:
    found = checked('due >= "2026-01-31"')
    assert found.ok
    assert print_(found.node) == 'due >= "2026-01-31"'
    assert codes(checked('due >= "2026-02-31"')) == ["bad_date"]


def test_an_unknown_option_is_a_warning_with_the_nearest_one() -> None:
    class Stages:
        def resolve(self, parts: tuple[str, ...]) -> Kind | None:
            titles = (("赢单", "won"), ("Lost deal", "lost"))
            return Kind("option", options=("won", "lost"), titles=titles) if parts == ("stage",) else None

        def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
            return ["stage"]

    found = check('stage = "wonn" OR stage IN ["lost", "new"]', Stages(), BOOLEAN, FUNCTIONS)
    assert found.ok
    assert [(finding.severity, finding.hint) for finding in found.findings] == [("warning", "won"), ("warning", None)]
    found = check('SWITCH(stage, "won", 1, "lots", 2, 3)', Stages(), None, FUNCTIONS)
    assert [(one.code, one.hint) for one in found.findings] == [("unknown_option", "lost")]
    # what an option is called, also without quotes
    for text, hint in [('stage = "赢单"', "won"), ('stage = "lost deal"', "lost"), ("stage = 赢单", '"won"')]:
        assert [one.hint for one in check(text, Stages(), BOOLEAN, FUNCTIONS).findings] == [hint]


def test_a_chain_of_products_divides_once() -> None:
    assert print_(checked("amount / 3 * 3").node) == "amount * 3 / 3"
    assert print_(checked("amount / 3 / 7").node) == "amount / (3 * 7)"
    assert print_(checked("(amount / 3) * (amount / 7)").node) == "amount * amount / (3 * 7)"
    assert print_(checked("amount / (3 / 7)").node) == "amount / (3 / 7)"
    assert checked("amount / 3 * 3").kind == MONEY


def test_what_is_wanted_is_judged() -> None:
    assert codes(checked("amount", TEXT)) == ["wrong_result"]
    assert codes(checked("stage", BOOLEAN)) == ["wrong_result"]
    assert checked("blank", BOOLEAN).ok
    assert checked("amount", NUMBER).ok
    assert print_(checked("stage", list_of(TEXT)).node) == "[stage]"


def test_rows_of_two_tables_do_not_mix() -> None:
    scope = SampleScope({"a": {"rows": {"x": "number"}}, "b": {"rows": {"x": "number"}}})
    assert codes(check("SUM(a.x * b.x)", scope, None, FUNCTIONS)) == ["different_rows"]


def test_a_function_by_its_other_name_is_the_function() -> None:
    assert print_(checked("ISCHANGED(stage)").node) == "CHANGED(stage)"
    assert print_(checked("CONCATENATE(stage, amount)").node) == "CONCAT(stage, TEXT(amount))"


def test_nobody_reaches_attributes_of_the_host() -> None:
    for text in ("__class__", "stage.__class__", "owner.__dict__", "amount.real", "lines.append", "now.__globals__"):
        assert codes(checked(text)) == ["unknown_name"], text


def test_a_constant_part_is_computed_once_however_deep_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Node] = []

    def noted(node: Node, functions: Functions) -> Closure:
        compiled.append(node)
        return compile_(node, functions)

    monkeypatch.setattr(constants, "compile_", noted)
    deep = "SUM(" * 50 + "2 ^ 3" + ", 1)" * 50
    found = checked(f"amount + {deep} + ROUND(10 ^ 37 * 10, 2)")
    assert codes(found) == ["overflow"]
    assert len(compiled) == 53
    assert all(sum(1 for _ in walk(node)) <= 4 for node in compiled)
