"""Doing a plan: prepare online, then switch in one transaction. Whoever starts next finishes what was cut short.

Each stage may be run again from its beginning; how far it came is journalled with what it did. Nothing that the
published version maps is changed before the switch, so a publish that cannot be finished is taken back without trace.
"""

import json
import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Index, Table, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from dougong.engines.finding import Finding, Invalid
from dougong.errors import Conflict, Failure, Text
from dougong.kinds import Kinds
from dougong.platform.access.principal import Principal
from dougong.platform.db import Database, Unit
from dougong.platform.definitions import drafts, versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.structure import Renames
from dougong.platform.publishing import journal
from dougong.platform.publishing.computing import Computing
from dougong.platform.publishing.copying import Copying
from dougong.platform.publishing.difference import FormPair, difference
from dougong.platform.publishing.journal import Job
from dougong.platform.publishing.plan import Ports, kept_plan
from dougong.platform.publishing.sides import empty_side, published_side, side_of
from dougong.platform.publishing.steps import needs_copy
from dougong.platform.publishing.switch import Change, PlanOutdated, physical, switch
from dougong.platform.publishing.tables import set_aside
from dougong.platform.publishing.turn import PublishRunning, turn
from dougong.platform.storage import ddl
from dougong.platform.storage.names import Names

log = logging.getLogger(__name__)
T = TypeVar("T")

# an ALTER or the switch that finds its table busy tries again, at most this long
PATIENCE_SECONDS = 120.0
QUEUE_SECONDS = 30.0
# the database may need a moment to notice that whoever held the turn has died
RESUME_SECONDS = 5.0
BUSY = frozenset({"55P03", "40P01", "57014"})


class ConfirmMissing(Failure):
    """Steps that lose something, or a failing test, want a yes of their own."""

    code, status, title = (
        "confirm_missing",
        422,
        Text("有步骤需要单独确认", "Some steps want to be confirmed by themselves"),
    )

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(missing=missing)
        self.missing = missing


class PublishFailed(Conflict):
    """The plan could not be carried out; everything was taken back."""

    code = "publish_failed"
    title = Text("发布没有完成，已全部撤回", "The publish could not be done; everything was taken back")


@dataclass(frozen=True)
class Wanted:
    """What whoever publishes says beside the plan."""

    confirm: Collection[str]
    note: str
    by: Principal


class Publishing:
    """Publishes apps of one installation."""

    def __init__(self, database: Database, kinds: Kinds, ports: Ports) -> None:
        self._database = database
        self._kinds = kinds
        self._ports = ports

    def publish(self, app: str, plan_id: str, confirm: Collection[str], note: str, by: Principal) -> int:
        """Do exactly that plan; the n of the new version. Raises NotFound, PlanOutdated, PublishRunning, Invalid,
        ConfirmMissing, PublishFailed."""
        with turn(self._database, app, wait=QUEUE_SECONDS):
            job = self._database.write(lambda unit: _accept(unit, app, plan_id, Wanted(confirm, note, by)))
            return self._run(job)

    def resume(self) -> list[str]:
        """Finish or take back what was cut short; the apps concerned. A publish that another process is still doing is
        left to it."""
        with self._database.read() as connection:
            left = journal.running(connection)
        resumed: list[str] = []
        for job in left:
            try:
                with turn(self._database, job.app, wait=RESUME_SECONDS):
                    with self._database.read() as connection:
                        same = [one for one in journal.running(connection, job.app) if one.id == job.id]
                    if same:
                        log.warning("finishing the publish of %s that was cut short", job.app)
                        resumed.append(job.app)
                        self._run(same[0])
            except PublishRunning:
                continue
            except Exception:  # whatever it was, it was taken back, and the server has to start
                log.exception("the publish of %s was taken back", job.app)
        return resumed

    def _run(self, job: Job) -> int:
        work = _Work(self._database, self._kinds, self._ports, job)
        try:
            return work.run()
        except (PlanOutdated, IntegrityError) as failure:
            work.take_back(str(failure))
            if isinstance(failure, PlanOutdated):
                raise
            raise PublishFailed(_REPEATED) from failure
        except Exception as failure:  # whatever stopped it, the tables are as they were
            work.take_back(repr(failure)[:2000])
            raise


_REPEATED = Text(
    "发布期间出现了重复的数据，唯一约束无法建立", "Records that repeat a unique value were written meanwhile"
)


def _accept(unit: Unit, app: str, plan_id: str, wanted: Wanted) -> Job:
    """Begin the publish of a plan that is still true."""
    plan = kept_plan(unit.connection, app, plan_id)
    draft = drafts.get(unit.connection, app)
    base = versions.current_n(unit.connection, app)
    if draft.rev != plan.draft_rev or base != plan.base:
        raise PlanOutdated(draft_rev=draft.rev, base_version=base)
    if journal.running(unit.connection, app):
        raise PublishRunning
    errors = [_finding(one) for one in plan.plan["problems"] if one["severity"] == "error"]
    if errors:
        raise Invalid(errors)
    missing = [step["id"] for step in plan.plan["steps"] if step["confirm"] and step["id"] not in wanted.confirm]
    if missing:
        raise ConfirmMissing(missing)
    return journal.begin(unit, app, plan_id, wanted.note, wanted.by.user)


def _finding(raw: dict[str, Any]) -> Finding:
    message = Text(raw["message"]["zh-CN"], raw["message"]["en"])
    position = tuple(raw["position"]) if raw["position"] else None
    return Finding(raw["pointer"], raw["code"], message, raw["severity"], raw["hint"], position)


class _Work:
    """One publish being done."""

    def __init__(self, database: Database, kinds: Kinds, ports: Ports, job: Job) -> None:
        self.database = database
        self.kinds = kinds
        self.ports = ports
        self.job = job
        with database.read(consistent=True) as connection:
            self.plan = kept_plan(connection, job.app, job.plan)
            app = AppDef.model_validate(json.loads(self.plan.document), context=kinds)
            self.base, published = published_side(connection, job.app, kinds)
            self.new = side_of(connection, app, Names.from_json(self.plan.mapping), kinds)
            aside = select(set_aside.c.table_name, set_aside.c.column_name).where(set_aside.c.app == job.app)
            returning = {(str(table), str(column)) for table, column in connection.execute(aside)}
        self.old = published or empty_side(app, kinds)
        renames = Renames(published.app if published and self.plan.rollback_of is None else None)
        self.pairs: list[FormPair] = difference(self.old, self.new, renames)
        self.returning = returning
        self.copies = self._copies()
        self.computing = Computing(kinds, ports.recompute, self.new, self.base + 1, self.pairs)

    def _copies(self) -> list[Copying]:
        found = []
        for pair in self.pairs:
            for field in pair.fields:
                if needs_copy(field):
                    assert field.old is not None
                    assert field.new is not None
                    back = (field.new.table, field.new.column or "") in self.returning
                    found.append(Copying(self.old, self.new, field.old, field.new, returning=back))
        return found

    def run(self) -> int:
        self._prepare()
        for copying in self.copies:
            self._in_chunks(copying.stage, copying.step)
        for stage, compute in self.computing.stages():
            self._in_chunks(stage, compute)
        self._indexes()
        n = self._patiently(self._switch)
        self._tidy()
        return n

    def _prepare(self) -> None:
        """Tables and columns that are not there yet; one transaction each, so that none waits for many locks."""
        try:
            self.database.write(lambda unit: ddl.add_trigrams(unit.connection))
        except DBAPIError:
            log.warning("PostgreSQL's pg_trgm is not to be had: searching goes without an index", exc_info=True)
        for table in self.new.all_tables():

            def make(unit: Unit, table: Table = table) -> None:
                ddl.give_up_early(unit.connection)
                found = ddl.found_tables(unit.connection, [table.name]).get(table.name)
                if found is None:
                    ddl.ensure_table(unit.connection, table)
                elif any(column.name not in found.columns for column in table.columns):
                    ddl.ensure_columns(unit.connection, table, found)

            self._patiently(make)

    def _in_chunks(self, stage: str, work: Callable[[Unit, str | None], str | None]) -> None:
        """Run ``work`` from where the journal stands to the end, each chunk a transaction of its own."""
        while self.job.done.get(stage) != "end":
            after = self.job.done.get(stage)

            def chunk(unit: Unit, after: str | None = after) -> None:
                reached = work(unit, after)
                journal.advance(unit, self.job, stage, reached or "end")

            self._patiently(chunk)

    def _indexes(self) -> None:
        """Indexes of tables that stand already, without stopping anybody."""
        for table in self.new.all_tables():
            for index in sorted(table.indexes, key=lambda one: str(one.name)):

                def build(connection: Connection, index: Index = index, name: str = table.name) -> None:
                    found = ddl.found_tables(connection, [name])[name]
                    if str(index.name) not in found.indexes:
                        ddl.ensure_index(connection, index, online=True)

                self.database.maintain(build)

    def _switch(self, unit: Unit) -> int:
        n = switch(unit, self.job, self.plan, Change(self.old, self.new, self.pairs, self.copies))
        self.computing.since(unit, self.plan.made_at)
        return n

    def _tidy(self) -> None:
        """Indexes nobody needs any more. What is left of them after a crash goes with the next publish."""
        tables = {table.name: table for table in self.new.all_tables()}

        def drop(connection: Connection) -> None:
            for name, found in ddl.found_tables(connection, list(tables)).items():
                for index in ddl.unwanted(found, tables[name].indexes):
                    ddl.drop_index(connection, index, online=True)

        self.database.maintain(drop)

    def take_back(self, error: str) -> None:
        """Remove what only the new version would have used, unless it was there before."""
        kept = {place for place, _ in physical(self.old.names)} | self.returning
        added = [place for place, _ in physical(self.new.names) if place not in kept]
        tables = [table for table, column in added if not column]

        def remove(unit: Unit) -> None:
            if versions.current_n(unit.connection, self.job.app) != self.plan.base:
                return  # it was published after all
            for table in tables:
                ddl.drop_table(unit.connection, table)
            for table, column in added:
                if column and table not in tables:
                    ddl.drop_column(unit.connection, table, column)
            journal.end(unit, self.job, "failed", error)

        self._patiently(remove)

    def _patiently(self, work: Callable[[Unit], T]) -> T:
        """Write, and again while the tables are busy."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self.database.write(work)
            except (OperationalError, DBAPIError) as failure:
                busy = getattr(failure.orig, "sqlstate", None) in BUSY
                if not busy or time.monotonic() > until:
                    raise
                time.sleep(0.2)


__all__ = ["ConfirmMissing", "PlanOutdated", "PublishFailed", "PublishRunning", "Publishing"]
