"""Which rules an event calls for, and in which order."""

from typing import Any

import pytest

from dougong.engines.rule.definition import RuleDef
from dougong.engines.rule.event import Chain, Event
from dougong.engines.rule.match import concerned
from dougong.kinds import load_kinds

KINDS = load_kinds()
CHAIN = Chain("c1")


def rule(on: dict[str, Any], **more: Any) -> RuleDef:
    raw = {"key": "r", "form": "deal", "on": on, "do": [{"action": "delete"}], **more}
    return RuleDef.model_validate(raw, context=KINDS)


def event(type_: Any, **more: Any) -> Event:
    return Event(type_, "deal", "id1", CHAIN, **more)


@pytest.mark.parametrize(
    ("on", "happened", "called"),
    [
        ({"type": "created"}, event("created"), True),
        ({"type": "created"}, event("updated", new={"a": 1}), False),
        ({"type": "updated", "fields": ["a"]}, event("updated", new={"a": 1}), True),
        ({"type": "updated", "fields": ["a"]}, event("updated", new={"b": 1}), False),
        ({"type": "updated", "fields": ["a"], "to": "x"}, event("updated", old={"a": "y"}, new={"a": "x"}), True),
        ({"type": "updated", "fields": ["a"], "from": "z"}, event("updated", old={"a": "y"}, new={"a": "x"}), False),
        ({"type": "saved", "fields": ["a"]}, event("created"), True),
        ({"type": "stage", "to": ["won"]}, event("stage", facts={"from": "new", "to": "won"}), True),
        ({"type": "stage", "to": ["won"]}, event("stage", facts={"from": "new", "to": "lost"}), False),
        ({"type": "flow", "result": "approved"}, event("flow", facts={"flow": "f", "result": "approved"}), True),
        ({"type": "flow", "result": "approved"}, event("flow", facts={"flow": "f", "result": "rejected"}), False),
        ({"type": "flow"}, event("flow", facts={"flow": "f", "node": "boss", "result": "approved"}), False),
        ({"type": "button", "button": "go"}, event("button", facts={"button": "go"}), True),
        ({"type": "button", "button": "go"}, event("button", facts={"button": "stop"}), False),
        ({"type": "idle", "after": "7d"}, event("updated", new={"a": 1}), False),
    ],
)
def test_a_trigger_calls_for_its_own_events_only(on: dict[str, Any], happened: Event, called: bool) -> None:
    assert bool(concerned([rule(on)], happened, "after")) is called


def test_rules_come_by_priority_and_then_as_written() -> None:
    on = {"type": "created"}
    rules = [rule(on, key="b", priority=20), rule(on, key="a", priority=10), rule(on, key="c", priority=20)]
    assert [found.key for found in concerned(rules, event("created"), "after")] == ["a", "b", "c"]


def test_a_rule_that_ran_for_the_record_in_this_chain_is_not_called_again() -> None:
    chain = CHAIN.with_run("r", "id1")
    again = Event("created", "deal", "id1", chain)
    assert concerned([rule({"type": "created"})], again, "after") == []
    assert concerned([rule({"type": "created"})], Event("created", "deal", "id2", chain), "after")


def test_a_rule_of_another_timing_form_channel_or_switched_off_is_not_called() -> None:
    on = {"type": "created"}
    for other in ({"timing": "before"}, {"form": "lead"}, {"channels": ["import"]}, {"enabled": False}):
        assert concerned([rule(on, **other)], event("created"), "after") == []


def test_a_chain_survives_its_json() -> None:
    chain = CHAIN.with_run("r", "id1").with_run("s", "id2")
    assert Chain.from_json(chain.as_json()) == chain
