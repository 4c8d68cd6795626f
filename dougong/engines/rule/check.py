"""What can be wrong with rules and decision tables beyond their names and formulas, found before publish."""

from collections.abc import Mapping, Sequence

from dougong.engines.action.kind import AnyActionKind
from dougong.engines.document import in_both
from dougong.engines.finding import Finding, message, pointer
from dougong.engines.rule.definition import RuleDef, TableDef
from dougong.engines.rule.rings import Ring, rings
from dougong.engines.rule.schedule import BadCron, parse_cron
from dougong.engines.rule.table import BadTest, overlaps, parse_rows, parse_test, unreachable
from dougong.engines.rule.traffic import Forms, traffic_of
from dougong.engines.rule.trigger import Trigger
from dougong.engines.rule.triggers.cron import OnCron
from dougong.errors import Text

NO_FORM = message("form_missing", "这种触发方式需要选择表单", "This trigger needs a form")
NOT_BEFORE = message(
    "trigger_not_before",
    "“{trigger}”不能用于保存前规则，请改为保存后",
    "“{trigger}” cannot be used before saving; choose after",
)
ACTION_NOT_BEFORE = message(
    "action_not_before",
    "动作 {action} 不能在保存前执行，请改为保存后规则",
    "The action {action} cannot be done before saving; make it an after rule",
)
ACTION_NOT_AFTER = message(
    "action_not_after",
    "动作 {action} 只能在保存前执行，请改为保存前规则",
    "The action {action} can only be done before saving; make it a before rule",
)
BAD_CRON = message("bad_cron", "定时表达式不对：{field}", "This is not a schedule: {field}")
ENDLESS = message("rule_ring", "规则互相触发，永远不会停：{ring}", "These rules trigger each other for ever: {ring}")
RING = message(
    "rule_ring",
    "规则可能互相触发：{ring}；条件不再成立或到 16 层时停止",
    "These rules can trigger each other: {ring}; they stop when a condition fails or at depth 16",
    "warning",
)
WRONG_WIDTH = message(
    "table_row_width",
    "这一行有 {found} 格，应当有 {wanted} 格",
    "This row has {found} cells; {wanted} are needed",
)
BAD_TEST = message("bad_test", "“{cell}”不是可以判断的条件", "“{cell}” is not a test")
OVERLAP = message("table_overlap", "第 {one} 行和第 {other} 行会同时成立", "Rows {one} and {other} can hold together")
UNREACHABLE = message(
    "table_row_unreachable",
    "第 {row} 行永远轮不到，前面的行已经包含它",
    "Row {row} is never reached: an earlier row covers it",
    "warning",
)


_CRON_PARTS = {
    "minute": Text("分钟", "minute"),
    "hour": Text("小时", "hour"),
    "day": Text("日", "day"),
    "month": Text("月", "month"),
    "weekday": Text("星期", "weekday"),
    "five fields are needed": Text("需要五段", "five fields are needed"),
}


def check_rules(
    rules: Sequence[RuleDef], forms: Forms, actions: Mapping[str, AnyActionKind], triggers: Mapping[str, Trigger]
) -> list[Finding]:
    """``actions`` and ``triggers``: the kinds of them. Pointers begin with ``/rules``."""
    found: list[Finding] = []
    for index, rule in enumerate(rules):
        found += [finding.under(pointer("rules", index)) for finding in _check_rule(rule, actions, triggers)]
    traffic = [traffic_of(rule, forms, actions) for rule in rules if rule.enabled]
    places = {rule.key: index for index, rule in enumerate(rules)}
    names = {rule.key: in_both(rule.name, rule.key) for rule in rules}
    found += [_ring(ring, places, names) for ring in rings(traffic)]
    return found


def _check_rule(rule: RuleDef, actions: Mapping[str, AnyActionKind], triggers: Mapping[str, Trigger]) -> list[Finding]:
    found: list[Finding] = []
    trigger = triggers[rule.on.type]
    needs_form = trigger.record and not (isinstance(rule.on, OnCron) and rule.on.each == "batch")
    if needs_form and rule.form is None:
        found.append(NO_FORM.at("/form"))
    if rule.timing == "before" and not trigger.before:
        found.append(NOT_BEFORE.at("/timing", trigger=trigger.name))
    for index, action in enumerate(rule.do):
        if rule.timing not in actions[action.action].timing:
            wrong = ACTION_NOT_BEFORE if rule.timing == "before" else ACTION_NOT_AFTER
            found.append(wrong.at(pointer("do", index, "action"), action=action.action))
    if isinstance(rule.on, OnCron):
        try:
            parse_cron(rule.on.cron)
        except BadCron as bad:
            found.append(BAD_CRON.at("/on/cron", field=_CRON_PARTS.get(str(bad), str(bad))))
    return found


def _ring(ring: Ring, places: Mapping[str, int], names: Mapping[str, Text]) -> Finding:
    around = [names[key] for key in (*ring.rules, ring.rules[0])]
    shown = Text(" → ".join(name.zh for name in around), " → ".join(name.en for name in around))
    return (ENDLESS if ring.endless else RING).at(pointer("rules", places[ring.rules[0]]), ring=shown)


def check_tables(tables: Sequence[TableDef]) -> list[Finding]:
    """Pointers begin with ``/tables``."""
    return [
        finding.under(pointer("tables", index)) for index, table in enumerate(tables) for finding in _check_table(table)
    ]


def _check_table(table: TableDef) -> list[Finding]:
    found: list[Finding] = []
    inputs, wanted = len(table.inputs), len(table.inputs) + len(table.outputs)
    for index, row in enumerate(table.rows):
        if len(row) != wanted:
            found.append(WRONG_WIDTH.at(pointer("rows", index), found=len(row), wanted=wanted))
        for column, cell in enumerate(row[:inputs]):
            try:
                parse_test(cell)
            except BadTest:
                found.append(BAD_TEST.at(pointer("rows", index, column), cell=cell))
    if found:
        return found
    rows = parse_rows(table.rows, inputs)
    if table.policy == "unique":
        found += [OVERLAP.at(pointer("rows", other), one=one + 1, other=other + 1) for one, other in overlaps(rows)]
    if table.policy == "first":
        found += [UNREACHABLE.at(pointer("rows", row), row=row + 1) for row in unreachable(rows)]
    return found
