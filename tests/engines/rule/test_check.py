"""What is wrong with rules and decision tables is found before publish, at its place."""

from typing import Any

from dougong.engines.rule.check import check_rules, check_tables
from dougong.engines.rule.definition import RuleDef, TableDef
from dougong.kinds import load_kinds

KINDS = load_kinds()


class Shop:
    """Orders refer to buyers by ``buyer``; the stage of an order stands in ``stage``."""

    def form_at(self, form: str, path: str) -> str | None:
        return "buyer" if (form, path) == ("order", "buyer") else None

    def stage_fields(self, form: str, pipeline: str | None) -> frozenset[str]:
        return frozenset({"stage"}) if form == "order" else frozenset()


def found(*rules: dict[str, Any]) -> list[tuple[str, str, str]]:
    parsed = [RuleDef.model_validate(rule, context=KINDS) for rule in rules]
    findings = check_rules(parsed, Shop(), KINDS.actions, KINDS.triggers)
    return [(finding.pointer, finding.code, finding.severity) for finding in findings]


def rule(key: str, on: dict[str, Any], do: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "form": "order", "on": on, "do": [do], **more}


def test_a_sound_rule_has_no_findings() -> None:
    assert found(rule("a", {"type": "created"}, {"action": "update", "set": {"x": "1"}})) == []


def test_a_trigger_that_has_no_writer_cannot_stand_before_saving() -> None:
    assert found(rule("a", {"type": "idle", "after": "7d"}, {"action": "set", "set": {"x": 1}}, timing="before")) == [
        ("/rules/0/timing", "trigger_not_before", "error")
    ]


def test_actions_stand_on_their_side_of_the_write() -> None:
    assert found(rule("a", {"type": "created"}, {"action": "refuse", "message": "no"})) == [
        ("/rules/0/do/0/action", "action_not_after", "error")
    ]
    assert found(rule("a", {"type": "created"}, {"action": "delete"}, timing="before")) == [
        ("/rules/0/do/0/action", "action_not_before", "error")
    ]


def test_a_rule_about_records_needs_a_form_and_a_schedule_must_be_one() -> None:
    no_form = {"key": "a", "on": {"type": "created"}, "do": [{"action": "delete"}]}
    assert found(no_form) == [("/rules/0/form", "form_missing", "error")]
    assert found(rule("a", {"type": "cron", "cron": "0 25 * * *"}, {"action": "delete"})) == [
        ("/rules/0/on/cron", "bad_cron", "error")
    ]


def test_rules_that_set_each_others_trigger_are_refused_unless_a_condition_can_end_them() -> None:
    one = rule("a", {"type": "updated", "fields": ["x"]}, {"action": "update", "set": {"stage": '"won"'}})
    two = rule("b", {"type": "stage", "to": "won"}, {"action": "update", "set": {"x": 1}})
    assert found(one, two) == [("/rules/0", "rule_ring", "error")]
    assert found(one, {**two, "when": "y > 1"}) == [("/rules/0", "rule_ring", "warning")]
    assert found(one, {**two, "enabled": False}) == []


def test_a_write_through_a_reference_goes_to_the_other_form() -> None:
    one = rule("a", {"type": "updated"}, {"action": "update", "of": "buyer", "set": {"x": 1}})
    two = {**rule("b", {"type": "updated"}, {"action": "update", "set": {"y": 1}}), "form": "buyer"}
    assert found(one, two) == []
    back = {**two, "do": [{"action": "update", "form": "order", "through": "buyer", "set": {"y": 1}}]}
    assert found(one, back) == [("/rules/0", "rule_ring", "error")]


def tables(**more: Any) -> list[tuple[str, str]]:
    table = TableDef.model_validate({"key": "t", "inputs": ["a"], "outputs": ["b"], **more}, context=KINDS)
    return [(finding.pointer, finding.code) for finding in check_tables([table])]


def test_a_tables_cells_rows_and_policy_are_checked() -> None:
    assert tables(rows=[["> 1", 1], [None, 2]]) == []
    assert tables(rows=[["> 1"]]) == [("/tables/0/rows/0", "table_row_width")]
    assert tables(rows=[["> many", 1]]) == [("/tables/0/rows/0/0", "bad_test")]
    assert tables(rows=[["> 1", 1], ["> 2", 2]], policy="unique") == [("/tables/0/rows/1", "table_overlap")]
    assert tables(rows=[[None, 1], ["> 2", 2]]) == [("/tables/0/rows/1", "table_row_unreachable")]


def test_a_schedule_s_fault_is_told_in_both_languages() -> None:
    bad = rule("a", {"type": "cron", "cron": "99 * * * *"}, {"action": "delete"})
    (finding,) = check_rules([RuleDef.model_validate(bad, context=KINDS)], Shop(), KINDS.actions, KINDS.triggers)
    assert (finding.message.zh, finding.message.en) == ("定时表达式不对：分钟", "This is not a schedule: minute")
