"""The moment of a publish: one short transaction after which every request works under the new version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from dougong.errors import Conflict, Text
from dougong.platform import audit, notifications
from dougong.platform.db import Unit, metadata
from dougong.platform.definitions import drafts, versions
from dougong.platform.definitions.tables import app as app_table
from dougong.platform.definitions.tables import app_version
from dougong.platform.publishing import journal
from dougong.platform.publishing.copying import Copying
from dougong.platform.publishing.difference import FormPair
from dougong.platform.publishing.journal import Job
from dougong.platform.publishing.promised import carry_rules
from dougong.platform.publishing.side import Side, StoredPlace
from dougong.platform.publishing.steps import renamed_options
from dougong.platform.publishing.tables import set_aside
from dougong.platform.storage.ddl import drop_index, found_tables, give_up_early, lock_app, unwanted
from dougong.platform.storage.names import FormNames, Names
from dougong.platform.storage.tables import stage_log

# moments of several servers differ a little, and a write may have begun long before it shows
MARGIN = timedelta(minutes=10)


class PlanOutdated(Conflict):
    code = "plan_outdated"
    title = Text(
        "草稿或已发布的版本在计划之后有了变化，请重新生成计划",
        "The draft or the published version changed after this plan was made; make a new plan",
    )


@dataclass(frozen=True)
class Change:
    """Both sides of a publish, and what is on its way between them."""

    old: Side
    new: Side
    pairs: Sequence[FormPair]
    copies: Sequence[Copying]


def switch(unit: Unit, job: Job, plan: Row[Any], change: Change) -> int:
    """The n of the new version. Raises PlanOutdated when another one was published meanwhile."""
    old, new, pairs = change.old, change.new, change.pairs
    connection = unit.connection
    lock_app(connection, job.app)
    give_up_early(connection)
    base = connection.execute(select(app_table.c.version).where(app_table.c.key == job.app)).scalar()
    if base != plan.base:
        raise PlanOutdated(base_version=base)
    for copying in change.copies:
        copying.since(connection, plan.made_at - MARGIN)
    _rename_forms(connection, job.app, pairs)
    carry_rules(connection, old.app, new.app, pairs)
    for pair in pairs:
        for field in pair.fields:
            if field.old is not None and field.new is not None and not field.moved:
                _rename_options(connection, job.app, field.old, field.new, old)
    _drop_unique(connection, new)
    n = versions.latest_n(connection, job.app) + 1
    _put_aside(unit, job.app, n, old, new)
    made = versions.Version(
        job.app, n, plan.document, Names.from_json(plan.mapping), job.note, unit.now, job.started_by, plan.base,
        plan.rollback_of,
    )  # fmt: skip
    versions.add(unit, made, draft_rev=plan.draft_rev)
    _settle_draft(unit, job, plan)
    journal.end(unit, job, "done")
    audit.record(unit, job.started_by, "app.published", f"app:{job.app}", {"version": n, "note": job.note})
    return n


def _settle_draft(unit: Unit, job: Job, plan: Any) -> None:
    """What was published is the draft now, if nobody went on drawing meanwhile."""
    draft = drafts.get(unit.connection, job.app)
    if draft.rev == plan.draft_rev:
        document = versions.parsed(plan.document)
        drafts.put(unit, job.app, document, job.started_by, rev=draft.rev, how="publish")


def _rename_forms(connection: Connection, app: str, pairs: Iterable[FormPair]) -> None:
    """What the kernel keeps beside the records goes by form keys."""
    renamed = {pair.old.key: pair.new.key for pair in pairs if pair.old and pair.new and pair.old.key != pair.new.key}
    for table in metadata.tables.values():
        if table is app_version or "app" not in table.c or "form" not in table.c:
            continue
        # by way of a name nobody has, so that two forms can trade theirs
        for was in renamed:
            _set_form(connection, table, app, was, f"~{was}"[:40])
        for was, now in renamed.items():
            _set_form(connection, table, app, f"~{was}"[:40], now)
    notifications.rename_forms(connection, app, renamed)


def _set_form(connection: Connection, table: Table, app: str, was: str, now: str) -> None:
    connection.execute(update(table).where(table.c.app == app, table.c.form == was).values(form=now))


def _rename_options(connection: Connection, app: str, old: StoredPlace, new: StoredPlace, side: Side) -> None:
    if old.column is None or new.field.held.type != "select":
        return
    table = next(one for one in side.all_tables() if one.name == old.table)
    column = table.c[old.column]
    for was, now in renamed_options(old, new).items():
        connection.execute(update(table).where(column == was).values({old.column: now}))
        if len(old.path) == 1:
            own = stage_log.c.app == app, stage_log.c.form == new.form, stage_log.c.field.in_([old.path[0], old.column])
            for name in ("from_stage", "to_stage"):
                connection.execute(update(stage_log).where(*own, stage_log.c[name] == was).values({name: now}))


def _drop_unique(connection: Connection, new: Side) -> None:
    """What may repeat under the new version must not be refused by an index of the old one."""
    tables = {table.name: table for table in new.all_tables()}
    for name, found in found_tables(connection, list(tables)).items():
        for index in unwanted(found, tables[name].indexes):
            if index.startswith("uq_"):
                drop_index(connection, index)


def _put_aside(unit: Unit, app: str, n: int, old: Side, new: Side) -> None:
    """What the new version no longer maps is kept; what it maps again is no longer aside."""
    before, after = dict(physical(old.names)), dict(physical(new.names))
    kept = set_aside.c
    for table, column in after:
        unit.connection.execute(delete(set_aside).where(kept.table_name == table, kept.column_name == column))
    aside = select(kept.table_name, kept.column_name).where(kept.app == app)
    known = {(str(table), str(column)) for table, column in unit.connection.execute(aside)}
    gone = [
        {
            "table_name": table,
            "column_name": column,
            "app": app,
            "place": place,
            "since": unit.now,
            "version": n,
        }
        for (table, column), place in before.items()
        if (table, column) not in after and (table, column) not in known
    ]
    if gone:
        unit.connection.execute(insert(set_aside), gone)


def physical(names: Names) -> Iterable[tuple[tuple[str, str], str]]:
    """((table, column or empty for the whole table), where it stands) of everything a mapping names."""
    for key, form in names.forms.items():
        yield from _physical(form, f"/forms/{key}")


def _physical(names: FormNames, place: str) -> Iterable[tuple[tuple[str, str], str]]:
    yield (names.table, ""), place
    for key, column in names.columns.items():
        yield (names.table, column), f"{place}/fields/{key}"
    for key, table in names.links.items():
        yield (table, ""), f"{place}/fields/{key}"
    for key, child in names.children.items():
        yield from _physical(child, f"{place}/fields/{key}")
