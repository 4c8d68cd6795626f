"""Conditions that people send: parsed, typed, and refused where they name what does not show to them.

A field that is hidden on all rows is refused like one that does not exist, so asking tells nothing. One that is hidden
on some rows is blank there: the statement sees to that.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from dougong.engines.expression.check import Checked, check, check_node
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.sql import Reason, plan_filter
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, located, walk
from dougong.engines.finding import Finding, Invalid, message
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.paths import World
from dougong.platform.storage.titles import qualified

_NAMES = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
NOT_THERE = message("unknown_field", "没有可用的字段“{field}”", "There is no field {field} to use here")
NOT_STORABLE = message("bad_text", "文本中含有不能保存的字符", "The text holds characters that cannot be stored")
NOT_IN_SQL = message(
    "not_in_sql", "这个条件不能在列表里使用：{reason}", "This condition cannot be used in a list: {reason}"
)


def readable_condition(world: World, form: StoredForm, source: Condition | Node, at: str = "/filter") -> Node:
    """A condition over the form as the reader may ask it, ready for SQL. Raises Invalid."""
    scope, functions = world.catalog.scope(form), world.catalog.functions()
    if isinstance(source, Lit | Path | ListOf | Call):
        checked = check_node(source, scope, BOOLEAN, functions)
    else:
        checked = check(source, scope, BOOLEAN, functions)
    findings = [_untelling(world, form, item.under(at)) for item in checked.findings if item.severity == "error"]
    findings += _hidden_places(world, form, checked, at)
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


def _untelling(world: World, form: StoredForm, finding: Finding) -> Finding:
    """A hint may not name what does not show either."""
    path = tuple((finding.hint or "").split("."))
    return (
        replace(finding, hint=None) if _NAMES.fullmatch(finding.hint or "") and _hidden(world, form, path) else finding
    )


def _not_pushed(reason: Reason, at: str) -> Finding:
    inside, position = located(reason.span)
    return NOT_IN_SQL.at(at + inside, reason=reason.text, position=position)


def hidden_paths(world: World, form: StoredForm, paths: Iterable[tuple[str, ...]], at: str) -> list[Finding]:
    """Those of the paths that lead through or to a field which shows nowhere."""
    return [NOT_THERE.at(at, field=".".join(path)) for path in sorted(paths) if _hidden(world, form, path)]


def _hidden_places(world: World, form: StoredForm, checked: Checked, at: str) -> list[Finding]:
    """The same for a condition, each at its line of the tree or its characters of the text."""
    found: dict[tuple[object, ...], Finding] = {}
    named = [part for part in walk(checked.node) if isinstance(part, Path) and _hidden(world, form, part.parts)]
    for part in named:
        inside, position = located(part.span)
        field = ".".join(part.parts)
        found.setdefault((inside, position, field), NOT_THERE.at(at + inside, field=field, position=position))
    # what is named in no place of its own, as the form of a look-up is
    rest = [path for path in checked.depends if not any(part.parts[: len(path)] == path for part in named)]
    return [*found.values(), *hidden_paths(world, form, rest, at)]


def _hidden(world: World, form: StoredForm, path: tuple[str, ...]) -> bool:
    here = form
    for index, part in enumerate(path):
        rights = world.rights(here)
        if "read" not in rights.actions or rights.hidden(part):
            return True
        item = here.fields.get(part)
        if item is not None and item.fields and index + 1 < len(path):
            column = path[index + 1]
            if rights.hidden(f"{part}.{column}"):
                return True
            item = item.fields.get(column)
            return _hidden_behind(world, here, item, path[index + 2 :])
        if item is None or item.target is None or item.target.table != "record":
            return False
        if index + 1 < len(path):
            here = world.catalog.form(qualified(here.app, item.target.form or ""))
    return False


def _hidden_behind(world: World, here: StoredForm, item: object, rest: tuple[str, ...]) -> bool:
    """What lies behind a reference in a row of a sub-table."""
    target = getattr(item, "target", None)
    if not rest or target is None or target.table != "record":
        return False
    return _hidden(world, world.catalog.form(qualified(here.app, target.form or "")), rest)
