"""Whatever call takes a moment takes RFC 3339 and nothing else, and says so in the caller's language."""

from typing import Any

import pytest

DOORS = [
    ("POST", "/api/apps/a/reports/r/run", lambda at: {"now": at}, "/now"),
    ("POST", "/api/apps/a/reports/r/drill", lambda at: {"now": at}, "/now"),
    ("POST", "/api/designer/apps/a/rules/r/backtest", lambda at: {"since": at, "until": at}, "/since"),
    ("POST", "/api/designer/apps/a/expression/evaluate", lambda at: {"expression": "1", "now": at}, "/now"),
    ("POST", "/api/apps/a/forms/f/records", lambda at: {"history": {"created_at": at}}, "/history/created_at"),
    ("PUT", "/api/me/absence", lambda at: {"until": at}, "/until"),
    ("POST", "/api/me/api-keys", lambda at: {"name": "k", "expires_at": at}, "/expires_at"),
]  # fmt: skip
NO_MOMENTS = (
    5,
    "5",
    1.5,
    True,
    [],
    "x",
    "2026-01-01",
    "2026-02-30T00:00:00Z",
    "2026-01-01T25:00:00Z",
    "２026-01-01T00:00:00Z",
)


@pytest.mark.parametrize(("method", "path", "body", "at"), DOORS)
def test_what_is_no_moment_is_refused_in_our_words(server: Any, method: str, path: str, body: Any, at: str) -> None:
    for raw in NO_MOMENTS:
        for locale, words in (("en", "This should be a "), ("zh-CN", "这里应当是")):
            answer = server.admin.call(method, path, body(raw), headers={"Accept-Language": locale})
            assert answer.status_code == 422, raw
            told = {one["pointer"]: one for one in answer.json()["problems"]}
            assert told[at]["code"] == "not_datetime"
            assert told[at]["message"].startswith(words)


def test_a_moment_without_its_zone_is_taken_only_where_an_app_has_one(server: Any) -> None:
    refused = server.admin.call("PUT", "/api/me/absence", {"until": "2026-01-01T00:00:00"})
    assert refused.json()["problems"][0]["code"] == "not_datetime"
    beyond = server.admin.call("POST", "/api/apps/a/reports/r/run", {"now": "9999-12-31T23:59:59Z"})
    assert beyond.json()["problems"][0]["code"] == "beyond_calendar"
    server.admin.post("/api/apps/a/reports/r/run", {"now": "2026-01-01T00:00:00+08:00"}, 404)
