"""One person cannot keep the database busy with as many questions as he likes; nobody else is refused for it."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from runtime.records.test_hostile_filters import APP, RECORDS
from support import publishing_app as apps
from support import serving

from dougong.errors import TooMany
from dougong.platform.identity.questions import SLOW, Questions


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _refused(questions: Questions, who: str) -> bool:
    try:
        with questions.under_way(who):
            return False
    except TooMany:
        return True


def test_a_page_asks_many_at_once_and_no_more_than_its_share() -> None:
    watch = Watch()
    questions = Questions(16, watch)
    with ExitStack() as running:
        for _ in range(16):
            assert not _refused(questions, "ann")
            running.enter_context(questions.under_way("ann"))
        assert _refused(questions, "ann")
        assert not _refused(questions, "bob")
    assert not _refused(questions, "ann")


def test_a_few_that_take_long_are_all_one_may_have() -> None:
    watch = Watch()
    questions = Questions(16, watch)
    with ExitStack() as running:
        for _ in range(8):
            running.enter_context(questions.under_way("ann"))
            assert not _refused(questions, "ann")
        watch.now += SLOW
        assert _refused(questions, "ann")
        running.pop_all().close()
    with pytest.raises(KeyError), questions.under_way("ann"):
        raise KeyError
    assert not _refused(questions, "ann")


def test_whoever_asks_too_much_at_once_is_told_in_his_language_and_others_are_answered(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    with serving.running(new_database_url(dialect), tmp_path / "data", queries_at_once=4) as server:
        apps.publish(server.admin, APP)
        user, member = server.person("ann")
        other_user, other = server.person("bob")
        members = {"users": [user, other_user], "departments": []}
        server.admin.put("/api/admin/apps/shop/roles/rep/members", members)
        with ExitStack() as running:
            for _ in range(4):
                running.enter_context(server.services.questions.under_way(user))
            refused = member.call("POST", f"{RECORDS}/query", {}, headers={"Accept-Language": "zh-CN"})
            told = refused.json()
            assert (refused.status_code, told["type"]) == (429, "/problems/too_many_requests")
            assert told["detail"] == "您的查询还有很多正在进行，请等它们完成后再试"
            assert int(refused.headers["Retry-After"]) > 0
            assert member.call("GET", "/api/me").status_code == 200
            assert other.call("POST", f"{RECORDS}/query", {}).status_code == 200
        assert member.call("POST", f"{RECORDS}/query", {"filter": "nope"}).status_code == 422
        assert member.call("POST", f"{RECORDS}/query", {}).status_code == 200
