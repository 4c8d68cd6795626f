"""What names mean in an expression over a form: its fields, those every record has, and what lies behind references.

In the rows of a sub-table a name is a field of the row or, behind that, a field of the record the row belongs to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dougong.engines.document import in_both
from dougong.engines.expression.kinds import DEPARTMENT, TEXT, USER, Kind, list_of
from dougong.engines.form.fields import AppForms
from dougong.engines.record.definition import SYSTEM_FIELDS, FieldDef
from dougong.errors import Text

PERSON: dict[str, Kind] = {"id": TEXT, "name": TEXT, "username": TEXT, "department": DEPARTMENT, "superior": USER}
DEPARTMENT_FIELDS: dict[str, Kind] = {"id": TEXT, "name": TEXT, "parent": DEPARTMENT, "head": USER}
# what is called otherwise than by its definition: fields of every record, of people and of departments
SYSTEM_NAMES: Mapping[str, Text] = {
    "owner": Text("负责人", "Owner"),
    "department": Text("部门", "Department"),
    "created_at": Text("创建时间", "Created"),
    "created_by": Text("创建人", "Created by"),
    "updated_at": Text("修改时间", "Changed"),
    "updated_by": Text("修改人", "Changed by"),
    "flow_state": Text("审批状态", "Approval"),
    "superior": Text("上级", "Superior"),
    "parent": Text("上级部门", "Department above"),
    "head": Text("主管", "Head"),
    "name": Text("名称", "Name"),
    "username": Text("用户名", "Username"),
}

# the record being filled in, in the filter of a reference
THIS = "this"
# tables of people, beside forms and ``form.subtable``; no form can have such a key
USERS, DEPARTMENTS = "@user", "@department"
PEOPLE: dict[str, dict[str, Kind]] = {USERS: PERSON, DEPARTMENTS: DEPARTMENT_FIELDS}


def table_of(kind: Kind) -> str | None:
    """The table behind a kind: a form, the rows of a sub-table, people; of a list, of its items."""
    if kind.name == "list" and kind.of is not None:
        return table_of(kind.of)
    if kind.name in ("record", "row"):
        return kind.form
    return {"user": USERS, "department": DEPARTMENTS}.get(kind.name)


@dataclass(frozen=True)
class RecordScope:
    """``table``: a form, or ``form.subtable`` for its rows. ``more``: names of this place alone, as a button's."""

    forms: AppForms
    table: str
    more: tuple[tuple[str, Kind], ...] = ()

    def resolve(self, parts: tuple[str, ...]) -> Kind | None:
        """The kind of what the path leads to; None where it leads nowhere."""
        kind = dict(self.more).get(parts[0]) or self._first(parts[0])
        for part in parts[1:]:
            kind = self._behind(kind, part) if kind is not None else None
        return kind

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        """The names that may follow this path; those of the record itself for ``()``."""
        if prefix:
            kind = self.resolve(prefix)
            table = table_of(kind) if kind is not None else None
            return self._named(table) if table is not None else ()
        parent = self._named(self._parent()) if self._parent() else []
        return dict.fromkeys([*self._named(self.table), *parent, *(name for name, _ in self.more)])

    def titles(self, prefix: tuple[str, ...]) -> Mapping[str, str]:
        """The fields that may follow this path, by what they are called in either language."""
        kind = self.resolve(prefix) if prefix else None
        tables = [self._parent(), self.table] if not prefix else [table_of(kind) if kind is not None else None]
        found: dict[str, str] = {}
        for table in tables:
            system = PEOPLE.get(table, SYSTEM_FIELDS) if table and "." not in table else ()
            for key in system:
                name = SYSTEM_NAMES.get(key)
                found |= {name.zh: key, name.en: key} if name else {}
            for key, d in self.forms.definitions(table).items() if table else ():
                found |= dict.fromkeys(_called(d), key)
        return found

    def field_of(self, form: str, field: str) -> Kind | None:
        return self._of_table(form, field)

    def form_names(self) -> Mapping[str, str]:
        titles = {title: key for key, one in self.forms.forms.items() for title in in_both(one.name).as_json().values()}
        return {**titles, **{key: key for key in self.forms.forms}}

    def field_names(self, form: str) -> Mapping[str, str]:
        titles = {title: key for key, d in self.forms.definitions(form).items() for title in _called(d)}
        return {**titles, **{key: key for key in self._named(form)}}

    def in_rows(self) -> bool:
        return bool(self._parent())

    def _named(self, table: str) -> list[str]:
        if table in PEOPLE:
            return list(PEOPLE[table])
        own = [key for key, d in self.forms.definitions(table).items() if self.forms.facts.types[d.type].stored]
        return [*own, "id"] if "." in table else [*own, *SYSTEM_FIELDS]

    def _parent(self) -> str:
        form, _, rows = self.table.partition(".")
        return form if rows else ""

    def _first(self, name: str) -> Kind | None:
        found = self._of_table(self.table, name)
        return self._of_table(self._parent(), name) if found is None and self._parent() else found

    def _of_table(self, table: str, name: str) -> Kind | None:
        found = self.forms.field(table, name)
        if found is not None:
            return found.kind if found.type.stored else None
        if "." in table:
            return TEXT if name == "id" else None
        return SYSTEM_FIELDS.get(name) if table in self.forms else None

    def _behind(self, kind: Kind, part: str) -> Kind | None:
        if kind.name == "list" and kind.of is not None:
            found = self._behind(kind.of, part)
            # a list of lists is one list
            return found if found is None or found.name == "list" else list_of(found)
        table = table_of(kind)
        if table in PEOPLE:
            return PEOPLE[table].get(part)
        return self._of_table(table, part) if table is not None else None


def _called(definition: FieldDef) -> tuple[str, str]:
    shown = definition.shown()
    return shown.zh, shown.en


@dataclass(frozen=True)
class ChoiceScope(RecordScope):
    """Of the filter of a reference: names are those of the form chosen from, ``this.x`` those of ``filled``, where the
    reference stands."""

    filled: str = ""

    def resolve(self, parts: tuple[str, ...]) -> Kind | None:
        if parts[0] == THIS and len(parts) > 1:
            return RecordScope(self.forms, self.filled).resolve(parts[1:])
        return super().resolve(parts)

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        if not prefix:
            return dict.fromkeys([*super().names(()), THIS])
        if prefix[0] == THIS:
            return RecordScope(self.forms, self.filled).names(prefix[1:])
        return super().names(prefix)

    def titles(self, prefix: tuple[str, ...]) -> Mapping[str, str]:
        if prefix and prefix[0] == THIS:
            return RecordScope(self.forms, self.filled).titles(prefix[1:])
        return super().titles(prefix)
