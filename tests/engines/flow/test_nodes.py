"""What nodes other than approvals do: copies, actions, waits, subflows, and timers."""

import pytest
from support.flow_case import Case, approval, one

from dougong.engines.flow import events
from dougong.engines.flow.effects import RunActions, Tell


def test_a_copy_never_gates() -> None:
    nodes = [{"key": "tell", "type": "cc", "who": [{"by": "user", "users": ["fi"]}]}, approval("boss", "bo")]
    case = Case(nodes, ["start>tell", "tell>boss", "boss>end"]).start()
    assert case.asked == ["boss:bo"]
    copy = next(task for task in case.now_state.tasks.values() if task.kind == "cc")
    case.says("bo").apply(events.Read, by="fi", task=copy.id)
    assert case.now_state.tasks[copy.id].status == "read"


def test_actions_are_run_by_the_runtime_before_it_goes_on() -> None:
    nodes = [{"key": "book", "type": "action", "do": [{"action": "tag", "field": "t", "add": ["x"]}]}]
    case = Case(nodes, ["start>book", "book>end"]).start()
    run = next(effect for effect in case.effects if isinstance(effect, RunActions))
    assert case.apply(events.JobDone, job=run.job).result == "approved"


def test_failed_actions_are_an_incident_that_can_be_retried() -> None:
    nodes = [{"key": "book", "type": "action", "do": [{"action": "tag", "field": "t", "add": ["x"]}]}]
    case = Case(nodes, ["start>book", "book>end"]).start()
    run = next(effect for effect in case.effects if isinstance(effect, RunActions))
    case.apply(events.JobDone, job=run.job, error="no such form")
    assert [job.kind for job in case.now_state.jobs.values()] == ["incident"]
    case.apply(events.Retry, by="admin", admin=True)
    again = next(effect for effect in case.effects if isinstance(effect, RunActions))
    assert case.apply(events.JobDone, job=again.job).result == "approved"


def test_a_wait_goes_on_when_its_timer_fires() -> None:
    case = Case([{"key": "rest", "type": "wait", "for": "3d"}], ["start>rest", "rest>end"]).start()
    assert case.result is None
    assert case.apply(events.TimerFired, timer=min(case.now_state.timers)).result == "approved"


def test_a_rejected_subflow_is_a_rejection() -> None:
    case = Case([{"key": "sub", "type": "subflow", "flow": "g"}], ["start>sub", "sub>end"]).start()
    assert case.apply(events.ChildEnded, child=min(case.now_state.children), result="rejected").result == "rejected"


@pytest.mark.parametrize(
    ("do", "asked", "result"),
    [("remind", ["boss:bo"], None), ("escalate", ["boss:bo+1"], None), ("approve", [], "approved"),
     ("reject", [], "rejected"), ("return", ["start:ina"], None)],
)  # fmt: skip
def test_what_a_timer_does(do: str, asked: list[str], result: str | None) -> None:
    case = one("bo", timers=[{"after": "1h", "do": do}])
    case.apply(events.TimerFired, timer=min(case.now_state.timers))
    assert (case.asked, case.result) == (asked, result)


def test_time_does_not_approve_what_wants_input_but_escalates() -> None:
    case = one("bo", timers=[{"after": "1h", "do": "approve"}], fields={"amount": "require"})
    assert case.apply(events.TimerFired, timer=min(case.now_state.timers)).asked == ["boss:bo+1"]


def test_reminders_repeat_as_often_as_asked_and_a_late_one_changes_nothing() -> None:
    case = one("bo", timers=[{"after": "1h", "do": "remind", "every": "1h", "times": 2}])
    first = min(case.now_state.timers)
    case.apply(events.TimerFired, timer=first)
    assert any(isinstance(effect, Tell) and effect.what == "remind" for effect in case.effects)
    case.apply(events.TimerFired, timer=min(case.now_state.timers))
    assert not case.now_state.timers
    assert case.apply(events.TimerFired, timer=first).effects == []
