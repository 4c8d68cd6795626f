"""A plan: exactly what a publish will do, with its counts, before it does it.

It is made from the draft (or from an earlier version, for a rollback), the published version and the real database, and
kept under an id. Publishing does that plan or nothing.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from dougong.engines.finding import Finding
from dougong.errors import NotFound, Text
from dougong.ids import is_id, new_id
from dougong.kinds import Kinds
from dougong.platform.access.principal import Principal
from dougong.platform.db import Database, Unit
from dougong.platform.definitions import drafts, versions
from dougong.platform.definitions.check import Checked, check_document, foreign_forms
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.definitions.neighbours import neighbour_findings
from dougong.platform.definitions.reading import Document
from dougong.platform.definitions.renaming import carried
from dougong.platform.definitions.structure import Renames, app_forms
from dougong.platform.instances.counting import running_by_flow
from dougong.platform.publishing.affects import Affected, affected
from dougong.platform.publishing.difference import difference
from dougong.platform.publishing.side import Side
from dougong.platform.publishing.sides import empty_side, published_side
from dougong.platform.publishing.step import Step
from dougong.platform.publishing.steps import Stepper
from dougong.platform.publishing.tables import publish_plan
from dougong.platform.publishing.target import found_of, returning_names, target_names
from dougong.platform.publishing.trial import Outcome, RunTests, run_trial
from dougong.platform.publishing.unique import duplicate_findings
from dougong.platform.storage.names import Names

# unit, the version to be, form, fields, ids
Recompute = Callable[[Unit, CompiledApp, str, Sequence[str], Sequence[str]], None]

TEST_FAILS = Text("测试未通过：{name}", "A test fails: {name}")


@dataclass(frozen=True)
class Ports:
    """What publishing borrows from the services, wired in ``main``; each does nothing when absent.

    ``run_tests(unit, app)`` runs the own tests of a compiled app, in a transaction that is thrown away, and gives
    ``[{"name", "ok", "problems"}]``. ``recompute(unit, app, form, fields, ids)`` computes stored fields of records.
    ``may_read(principal, app, form)``: whether somebody may see every record of a form.
    """

    run_tests: RunTests | None = None
    recompute: Recompute | None = None
    may_read: Callable[[Principal, str, str], bool] | None = None


@dataclass(frozen=True)
class Plan:
    """``document`` is the one that will be published: renames carried through every formula."""

    id: str
    app: str
    draft_rev: int
    base: int
    rollback_of: int | None
    document: Document
    names: Names
    steps: tuple[Step, ...] = ()
    affects: tuple[Affected, ...] = ()
    tests: tuple[Outcome, ...] = ()
    problems: tuple[Finding, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            "plan_id": self.id,
            "draft_rev": self.draft_rev,
            "base_version": self.base,
            "rollback_of": self.rollback_of,
            "steps": [step.as_json() for step in self.steps],
            "affects": [one.as_json() for one in self.affects],
            "tests": list(self.tests),
            "problems": [problem_json(one) for one in self.problems],
        }


def problem_json(finding: Finding) -> dict[str, Any]:
    """A problem as the document defines it, both languages."""
    return {
        "pointer": finding.pointer,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message.as_json(),
        "hint": finding.hint,
        "position": list(finding.position) if finding.position else None,
    }


def make_plan(
    database: Database, kinds: Kinds, ports: Ports, key: str, by: Principal, *, rollback_to: int | None = None
) -> Plan:
    """Make a plan of the draft, or of version ``rollback_to``, and keep it. Raises NotFound."""
    with database.read(consistent=True) as connection:
        planning = _Planning(connection, kinds, key)
        made = planning.plan(rollback_to)
    tested = _tested(database, kinds, made, planning.new, ports)
    database.write(lambda unit: _keep(unit, tested, by))
    return _shown_to(tested, by, ports)


def kept_plan(connection: Connection, key: str, plan_id: str) -> Row[Any]:
    """The row of a plan. Raises NotFound."""
    query = select(publish_plan).where(publish_plan.c.id == plan_id, publish_plan.c.app == key)
    row = connection.execute(query).one_or_none() if is_id(plan_id) else None
    if row is None:
        raise NotFound(Text("没有这个发布计划，请重新生成", "There is no such plan; make a new one"))
    return row


class _Planning:
    """One plan in the making, over one moment of the database."""

    def __init__(self, connection: Connection, kinds: Kinds, key: str) -> None:
        self.connection = connection
        self.kinds = kinds
        self.key = key
        self.new: Side | None = None

    def plan(self, rollback_to: int | None) -> Plan:
        draft = drafts.get(self.connection, self.key)
        base, old = published_side(self.connection, self.key, self.kinds)
        document, then = draft.document, None
        if rollback_to is not None:
            version = versions.version(self.connection, self.key, rollback_to)
            document, then = version.document, version.names
        else:
            document = carried(document, old.app if old else None, self.kinds)
        checked = check_document(self.connection, document, self.kinds)
        made = Plan(
            new_id(), self.key, draft.rev, base, rollback_to, document, Names(), problems=tuple(checked.findings)
        )
        if checked.app is None:
            return made
        return self._with_steps(made, checked, old, then)

    def _with_steps(self, made: Plan, checked: Checked, old: Side | None, then: Names | None) -> Plan:
        app = checked.app
        assert app is not None
        forms = app_forms(app, self.kinds, foreign_forms(self.connection, app, self.kinds))
        renames = Renames(old.app if old and then is None else None)
        found = found_of(self.connection, self.key, *([old.names] if old else []), *([then] if then else []))
        if then is not None:
            names = returning_names(app, forms, then, old.names if old else Names(), found)
        else:
            names = target_names(app, forms, old, renames, found)
        new = self.new = Side(app, forms, names)
        before = old or empty_side(app, self.kinds)
        pairs = difference(before, new, renames)
        steps = tuple(Stepper(self.connection, old, new, found).steps(pairs))
        running = running_by_flow(self.connection, self.key)
        problems = (
            *made.problems,
            *duplicate_findings(self.connection, before, new, pairs, found),
            *neighbour_findings(self.connection, app, self.kinds),
        )
        affects = tuple(affected(old, new, pairs, self.kinds, running))
        return replace(made, names=names, steps=steps, affects=affects, problems=problems)


def _tested(database: Database, kinds: Kinds, made: Plan, new: Side | None, ports: Ports) -> Plan:
    """The plan with the outcome of the app's own tests; each that fails is a step that wants confirming."""
    if ports.run_tests is None or new is None or any(one.severity == "error" for one in made.problems):
        return made
    tests = tuple(run_trial(database, kinds, new, ports.run_tests))
    failed = tuple(_failed(index, one["name"]) for index, one in enumerate(tests) if not one["ok"])
    return replace(made, steps=(*made.steps, *failed), tests=tests)


def _failed(index: int, name: Mapping[str, str]) -> Step:
    what = TEST_FAILS.format(name=Text(name["zh-CN"], name["en"]))
    return Step("test", f"/tests/{index}", "instant", what, confirm=True)


def _keep(unit: Unit, made: Plan, by: Principal) -> None:
    unit.connection.execute(
        insert(publish_plan).values(
            id=made.id,
            app=made.app,
            draft_rev=made.draft_rev,
            base=made.base,
            rollback_of=made.rollback_of,
            document=json.dumps(made.document, ensure_ascii=False),
            mapping=made.names.as_json(),
            # what a plan shows, without anybody's values
            plan=replace(made, steps=tuple(replace(step, samples=()) for step in made.steps)).as_json(),
            made_at=unit.now,
            made_by=by.user,
        )
    )


def _shown_to(made: Plan, by: Principal, ports: Ports) -> Plan:
    """The plan with samples only of forms that ``by`` may read."""

    def may(form: str | None) -> bool:
        return form is not None and ports.may_read is not None and ports.may_read(by, made.app, form)

    steps = tuple(step if may(step.form) else replace(step, samples=()) for step in made.steps)
    return replace(made, steps=steps)
