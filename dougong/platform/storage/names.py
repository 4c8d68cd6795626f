"""Physical names, kept apart from keys: a rename is a change of mapping, a change of type is a fresh column.

The mapping is stored with the version that uses it. A name that was ever used and whose data may still be wanted back
(set aside by a drop) is never given to anything else.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from dougong.engines.record.columns import ChildTable, Column, LinkTable, Place

LONGEST = 50

# reserved word of a record -> its column; ``draft`` and the columns of child tables have no reserved word
SYSTEM_COLUMNS: Mapping[str, str] = {
    "id": "id",
    "rev": "rev",
    "created_at": "created_at",
    "created_by": "created_by",
    "updated_at": "updated_at",
    "updated_by": "updated_by",
    "owner": "owner_id",
    "department": "department_id",
    "flow_state": "flow_state",
    "deleted_at": "deleted_at",
}
_TAKEN_IN_FORM = frozenset(SYSTEM_COLUMNS.values()) | {"draft"}
_TAKEN_IN_CHILD = frozenset({"id", "parent_id", "position"})


@dataclass(frozen=True)
class FieldPlace:
    """A field and where its value lives; ``fields`` are the columns of a sub-table. ``was``: its key before."""

    key: str
    place: Place | None
    was: str | None = None
    fields: tuple["FieldPlace", ...] = ()


@dataclass(frozen=True)
class FormPlaces:
    key: str
    fields: tuple[FieldPlace, ...]
    was: str | None = None


@dataclass(frozen=True)
class FormNames:
    """The names of one form, or of one sub-table. ``former``: columns a field of today had before its type changed."""

    table: str
    columns: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[str, "FormNames"] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "columns": dict(self.columns),
            "links": dict(self.links),
            "children": {key: child.as_json() for key, child in self.children.items()},
            "former": dict(self.former),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "FormNames":
        children = {key: cls.from_json(child) for key, child in raw["children"].items()}
        return cls(raw["table"], raw["columns"], raw["links"], children, raw.get("former", {}))

    def physical(self, key: str) -> str | None:
        """The name a field's changes are filed under in the history."""
        if key in self.children:
            return self.children[key].table
        return self.columns.get(key) or self.links.get(key)

    def tables(self) -> Iterable[str]:
        """The form's table and all that belong to it."""
        yield self.table
        yield from self.links.values()
        for child in self.children.values():
            yield from child.tables()


@dataclass(frozen=True)
class Names:
    """The mapping of a whole app, by form key."""

    forms: Mapping[str, FormNames] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"forms": {key: names.as_json() for key, names in self.forms.items()}}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Names":
        return cls({key: FormNames.from_json(names) for key, names in raw["forms"].items()})


@dataclass(frozen=True)
class Taken:
    """What is in the database already: tables, and the columns of each."""

    tables: Collection[str] = ()
    columns: Mapping[str, Collection[str]] = field(default_factory=dict)


def shorten(name: str) -> str:
    """The name itself up to 50 bytes; beyond, its beginning and 8 hex digits of the whole."""
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}_{sha256(name.encode()).hexdigest()[:8]}"


def allocate(
    app: str,
    forms: Iterable[FormPlaces],
    previous: Names | None = None,
    taken: Taken | None = None,
    changed: Collection[tuple[str, ...]] = (),
) -> Names:
    """The mapping of a new version. What keeps its key (or says its old one in ``was``) keeps its name; ``changed``
    holds (form, field) or (form, sub-table, column), by new keys, of what needs a fresh column for another type."""
    before = previous or Names()
    in_database = taken or Taken()
    used = set(in_database.tables) | {table for names in before.forms.values() for table in names.tables()}
    result: dict[str, FormNames] = {}
    for form in forms:
        old = before.forms.get(form.was or form.key)
        table = old.table if old else _free(f"{app}__{form.key}", used)
        result[form.key] = _names_of(table, form.fields, old, _Context(in_database, used, set(changed), (form.key,)))
    return Names(result)


@dataclass
class _Context:
    in_database: Taken
    used: set[str]
    changed: set[tuple[str, ...]]
    path: tuple[str, ...]


def _names_of(table: str, fields: Iterable[FieldPlace], old: FormNames | None, context: _Context) -> FormNames:
    system = _TAKEN_IN_FORM if len(context.path) == 1 else _TAKEN_IN_CHILD
    used = set(context.in_database.columns.get(table, ())) | set(old.columns.values() if old else ()) | system
    columns: dict[str, str] = {}
    links: dict[str, str] = {}
    children: dict[str, FormNames] = {}
    former = dict(old.former) if old else {}
    for item in fields:
        before, path = item.was or item.key, (*context.path, item.key)
        renew = path in context.changed
        match item.place:
            case Column():
                kept = old.columns.get(before) if old else None
                if kept and renew:
                    former[kept] = item.key
                columns[item.key] = kept if kept and not renew else _free(item.key, used)
            case LinkTable():
                kept = old.links.get(before) if old else None
                links[item.key] = kept if kept and not renew else _free(f"{table}__{item.key}", context.used)
            case ChildTable():
                child = old.children.get(before) if old else None
                name = child.table if child else _free(f"{table}__{item.key}", context.used)
                below = _Context(context.in_database, context.used, context.changed, path)
                children[item.key] = _names_of(name, item.fields, child, below)
            case None:
                pass
    return FormNames(table, columns, links, children, former)


def _free(name: str, used: set[str]) -> str:
    """A name nobody uses, which from now on is used."""
    found, number = shorten(name), 2
    while found in used:
        found, number = shorten(f"{name}__{number}"), number + 1
    used.add(found)
    return found
