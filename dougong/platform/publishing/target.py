"""The version to be: its mapping, found from the version before and from what really is in the database."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from dougong.engines.form.fields import AppForms
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.structure import Renames, places_by_form
from dougong.platform.publishing.difference import changed_fields
from dougong.platform.publishing.side import Side
from dougong.platform.storage.ddl import FoundTable, app_tables, found_tables
from dougong.platform.storage.names import FormNames, Names, Taken, allocate


def target_names(
    app: AppDef, forms: AppForms, old: Side | None, renames: Renames, found: Mapping[str, FoundTable]
) -> Names:
    """The mapping of a version that follows ``old``: what stays keeps its name, what changes type gets a fresh one."""
    unnamed = Side(app, forms, Names())
    changed: Collection[tuple[str, ...]] = changed_fields(old, unnamed, renames) if old else ()
    return allocate(app.key, places_by_form(app, forms, renames), old.names if old else None, _taken(found), changed)


def returning_names(app: AppDef, forms: AppForms, then: Names, now: Names, found: Mapping[str, FoundTable]) -> Names:
    """The mapping of a version that brings back ``then``: every part gets its old place again, with what is still
    there; what is gone for good is made anew under the same name."""
    kept = Names({key: _merged(names, now) for key, names in then.forms.items()})
    return allocate(app.key, places_by_form(app, forms, Renames(None)), kept, _taken(found))


def _merged(names: FormNames, now: Names) -> FormNames:
    """Columns that came after ``names`` are taken: they may be wanted back too."""
    later = next((one for one in now.forms.values() if one.table == names.table), None)
    former = {**names.former, **(later.former if later else {})}
    return FormNames(names.table, names.columns, names.links, names.children, former)


def found_of(connection: Connection, app: str, *names: Names) -> dict[str, FoundTable]:
    """Every table of the app that really exists, mapped or set aside."""
    mapped = {table for one in names for form in one.forms.values() for table in form.tables()}
    return found_tables(connection, {*app_tables(connection, app), *mapped})


def _taken(found: Mapping[str, FoundTable]) -> Taken:
    return Taken(tuple(found), {name: tuple(table.columns) for name, table in found.items()})
