"""A member's filter that asks too much is refused at its place, in his language, and nobody else waits for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from support import publishing_app as apps
from support import serving

APP: dict[str, Any] = {
    "dougong": 1,
    "key": "shop",
    "name": "Shop",
    "roles": [{"key": "rep", "name": "Rep"}],
    "grants": [{"role": "rep", "form": "deal", "can": ["create", "read"]}],
    "forms": [
        {
            "key": "deal",
            "name": "Deal",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "lines", "type": "subtable", "fields": [{"key": "q", "type": "number"}]},
            ],
        }
    ],
}
RECORDS = "/api/apps/shop/forms/deal/records"


def _nested(times: int) -> str:
    """Rows that look through all rows that look through all rows."""
    found = "SUM(lines.q)"
    for _ in range(times):
        found = f"SUM(IF(lines.q > {found}, lines.q, 0))"
    return f"{found} = 1"


def _searched(times: int) -> str:
    """A part that differs from every place of a long text in its middle only."""
    sought = 'REPT("a", 40000) & "b" & REPT("a", 40000)'
    return " OR ".join(f'CONTAINS(REPT(name, {90_000 + at}) & "a", {sought})' for at in range(times))


def _doubling(times: int) -> str:
    """PostgreSQL is told the text and its length each time."""
    return "REPT(" * times + "name" + ", 2)" * times + ' = "x"'


def _refused(client: Any, asked: str, locale: str = "en") -> tuple[int, list[str], str]:
    answer = client.call("POST", f"{RECORDS}/query", {"filter": asked}, headers={"Accept-Language": locale})
    assert answer.status_code == 422, answer.text[:300]
    told = answer.json()["problems"][0]
    return answer.status_code, [told["pointer"], told["code"]], told["message"]


def test_a_hostile_filter_is_told_and_the_next_question_is_answered(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    with serving.running(new_database_url(dialect), tmp_path / "data", statement_seconds=0.4) as server:
        apps.publish(server.admin, APP)
        user, member = server.person("ann")
        apps.give_role(server.admin, "shop", "rep", user)
        lines = [{"values": {"q": "1"}}] * 300
        member.post(RECORDS, {"values": {"name": "a", "lines": lines}}, 201)

        slow = "按此条件查询耗时过长，已中止；请简化条件或缩小范围"
        long = _searched(12) if dialect == "postgresql" else _nested(3)
        assert _refused(member, long, "zh-CN") == (422, ["/filter", "too_slow"], slow)
        large = _doubling(30) if dialect == "postgresql" else _nested(20)
        words = "The filter is too complex for the database; make it simpler"
        assert _refused(member, large) == (422, ["/filter", "too_complex"], words)
        assert [one["values"]["name"] for one in member.get(f"{RECORDS}?filter=name%3D%22a%22")["items"]] == ["a"]


def test_the_longest_list_that_may_be_written_is_searched_and_nobody_is_asked_for_more(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    with serving.running(new_database_url(dialect), tmp_path / "data") as server:
        apps.publish(server.admin, APP)
        user, member = server.person("ann")
        apps.give_role(server.admin, "shop", "rep", user)
        member.post(RECORDS, {"values": {"name": "a", "lines": [{"values": {"q": "1"}}]}}, 201)
        names = [f"n{number}" for number in range(9_999)]
        asked: tuple[tuple[dict[str, Any], int], ...] = (
            ({"field": "name", "op": "in", "value": [*names, "a"]}, 1),
            ({"field": "name", "op": "not_in", "value": [*names, "a"]}, 0),
            ({"field": "owner", "op": "in", "value": [*names, user]}, 1),
            ({"any_row": "lines", "when": {"field": "q", "op": "in", "value": list(range(2, 10_002))}}, 0),
        )
        for filter_, count in asked:
            found = member.post(f"{RECORDS}/query", {"filter": filter_}, 200)
            assert len(found["items"]) == count, str(filter_)[:80]
        for part in ({"sort": ["name"] * 9}, {"fields": ["name"] * 1_001}, {"sums": ["name"] * 101}):
            refused = member.call("POST", f"{RECORDS}/query", part)
            told = [(one["pointer"], one["code"]) for one in refused.json()["problems"]]
            assert (refused.status_code, told) == (422, [(f"/{next(iter(part))}", "too_many")])
