"""Conditions that people send: parsed, typed, and refused where they name what does not show to them.

A field that is hidden on all rows is not there for the checker, so asking tells nothing. One that is hidden
on some rows is blank there: the statement sees to that.
"""

from collections.abc import Iterable
from dataclasses import replace

from dougong.engines.expression.check import check, check_node
from dougong.engines.expression.check_messages import NAMED_BY_TEXT, UNKNOWN_OPTION
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.sql import Reason, plan_filter
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, located, walk
from dougong.engines.finding import Finding, Invalid, message
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.paths import World
from dougong.platform.storage.readable import ReadableScope, is_hidden

NOT_THERE = message("unknown_field", "没有可用的字段“{field}”", "There is no field {field} to use here")
NOT_STORABLE = message("bad_text", "文本中含有不能保存的字符", "The text holds characters that cannot be stored")
NOT_IN_SQL = message(
    "not_in_sql", "这个条件不能在列表里使用：{reason}", "This condition cannot be used in a list: {reason}"
)
_NO_TEXT = UNKNOWN_OPTION.at("", found="").message


def readable_condition(world: World, form: StoredForm, source: Condition | Node, at: str = "/filter") -> Node:
    """A condition over the form as the reader may ask it, ready for SQL. Raises Invalid."""
    scope, functions = ReadableScope(world, form, world.catalog.scope(form)), world.catalog.functions()
    if isinstance(source, Lit | Path | ListOf | Call):
        checked = check_node(source, scope, BOOLEAN, functions)
    else:
        checked = check(source, scope, BOOLEAN, functions)
    findings = [item.under(at) for item in map(_judged, checked.findings) if item.severity == "error"]
    if any(isinstance(part, Lit) and "\x00" in str(part.value) for part in walk(checked.node)):
        findings.append(NOT_STORABLE.at(at))
    if not findings:
        plan = plan_filter(checked.node, functions, world.dialect)
        findings = [_not_pushed(reason, at) for reason in plan.reasons]
        if plan.residue is not None and not findings:
            findings = [NOT_IN_SQL.at(at, reason="")]
    if findings:
        raise Invalid(findings)
    return checked.node


def _judged(finding: Finding) -> Finding:
    """Nobody asks for an option that there is not but by mistake, nor in a formula for a person by his name; a blank
    text asks for what is blank."""
    missed = finding.code == UNKNOWN_OPTION.code and finding.message != _NO_TEXT
    missed = missed or (finding.code == NAMED_BY_TEXT.code and finding.position is not None)
    return replace(finding, severity="error") if missed else finding


def _not_pushed(reason: Reason, at: str) -> Finding:
    inside, position = located(reason.span)
    return NOT_IN_SQL.at(at + inside, reason=reason.text, position=position)


def hidden_paths(world: World, form: StoredForm, paths: Iterable[tuple[str, ...]], at: str) -> list[Finding]:
    """Those of the paths that lead through or to a field which shows nowhere."""
    return [NOT_THERE.at(at, field=".".join(path)) for path in sorted(paths) if is_hidden(world, form, path)]
