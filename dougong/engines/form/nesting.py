"""Records as expressions read them: what paths reach behind references, nested; and what is still missing for that."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from dougong.engines.expression.kinds import Kind
from dougong.engines.form.expression import PathParts
from dougong.engines.form.fields import AppForms
from dougong.engines.form.run import Fetched
from dougong.engines.form.scope import PEOPLE, table_of
from dougong.engines.record.definition import SYSTEM_FIELDS

# {"project": {"level": {}, "owner": {"name": {}}}}
Tree: TypeAlias = dict[str, "Tree"]
Missing = list[tuple[str, str, str]]


def tree_of(paths: Iterable[PathParts]) -> Tree:
    """The paths as one tree."""
    root: Tree = {}
    for path in paths:
        node = root
        for part in path:
            node = node.setdefault(part, {})
    return root


class Nesting:
    """Nests values along a tree of paths; what was not fetched is collected in ``missing``."""

    def __init__(self, forms: AppForms, fetched: Fetched) -> None:
        self.forms = forms
        self.fetched = fetched
        self.missing: Missing = []

    def kind(self, table: str, key: str) -> Kind | None:
        if table in PEOPLE:
            return PEOPLE[table].get(key)
        found = self.forms.field(table, key)
        return found.kind if found else SYSTEM_FIELDS.get(key)

    def value(self, table: str, key: str, value: Any, tree: Tree) -> Any:
        """One value of a record of ``table`` with what ``tree`` names behind it."""
        kind = self.kind(table, key)
        if not tree or value is None or kind is None:
            return value
        if kind.name == "list":
            return [self._item(kind, item, tree) for item in value]
        return self._item(kind, value, tree)

    def _item(self, kind: Kind, value: Any, tree: Tree) -> Any:
        table = table_of(kind)
        if table is None:
            return value
        if isinstance(value, Mapping):
            return self.row(table, value, tree) if "." in table else value
        return {"id": value, **self.record(table, value, tree)}

    def row(self, table: str, row: Mapping[str, Any], tree: Tree) -> dict[str, Any]:
        """A copy of a sub-table's row, nested."""
        return {**row, **{key: self.value(table, key, row.get(key), deeper) for key, deeper in tree.items() if deeper}}

    def record(self, table: str, id_: str, tree: Tree) -> dict[str, Any]:
        """What ``tree`` names of a record that was fetched; empty while something is missing."""
        lacking = [key for key in tree if key != "id" and self.fetched.lacks(table, id_, key)]
        self.missing += [(table, id_, key) for key in lacking]
        if lacking:
            return {}
        record = self.fetched.records[table, id_] if any(key != "id" for key in tree) else {}
        return {key: self.value(table, key, record.get(key), deeper) for key, deeper in tree.items() if key != "id"}
