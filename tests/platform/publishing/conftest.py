"""An app to publish, changed a little each time, on both databases."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import MetaData, Table, insert, select

from dougong.ids import new_id
from dougong.kinds import Kinds, load_kinds
from dougong.platform.access.principal import Principal
from dougong.platform.db import Database, Unit
from dougong.platform.definitions import drafts, versions
from dougong.platform.publishing.apply import Publishing
from dougong.platform.publishing.plan import Plan, Ports, make_plan

Document = dict[str, Any]

SHOP: Document = {
    "dougong": 1,
    "key": "shop",
    "name": "Shop",
    "forms": [
        {
            "key": "customer",
            "name": "Customer",
            "fields": [
                {"key": "name", "type": "text", "required": True},
                {"key": "phone", "type": "text"},
                {"key": "spent", "type": "text"},
                {"key": "level", "type": "select", "options": [{"value": "A"}, {"value": "B"}]},
            ],
        },
        {
            "key": "deal",
            "name": "Deal",
            "fields": [
                {"key": "title", "type": "text"},
                {"key": "customer", "type": "reference", "form": "customer"},
                {"key": "amount", "type": "money"},
                {"key": "lines", "type": "subtable", "fields": [{"key": "item", "type": "text"}]},
            ],
            "views": [{"key": "all", "columns": ["title", "amount"], "sort": ["-amount"]}],
        },
    ],
    "reports": [
        {
            "key": "by_level",
            "name": "By level",
            "chart": "bar",
            "form": "deal",
            "dimensions": [{"field": "customer.level"}],
            "measures": [{"fn": "sum", "field": "amount"}],
        }
    ],
    "roles": [{"key": "rep", "name": "Rep"}],
    "grants": [{"role": "rep", "form": "deal", "can": ["read"], "rows": "amount > 10", "fields": {"amount": "read"}}],
}


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return load_kinds()


@dataclass
class Shop:
    """The app and its builder."""

    database: Database
    kinds: Kinds
    ports: Ports = field(default_factory=Ports)
    builder: Principal = field(default_factory=lambda: Principal(user=new_id(), builder=True))

    def draft(self, change: Callable[[Document], None] | None = None, *, document: Document | None = None) -> Document:
        """Save the draft, changed; makes the app where there is none."""
        with self.database.read() as connection:
            found = versions.current_n(connection, "shop")
        if found is None:
            made = copy.deepcopy(document or SHOP)
            if change is not None:
                change(made)
            self.database.write(lambda unit: drafts.create(unit, made, self.builder.user))
            return made
        with self.database.read() as connection:
            made = document or drafts.get(connection, "shop").document
        if change is not None:
            change(made)
        self.database.write(lambda unit: drafts.put(unit, "shop", made, self.builder.user, rev=None))
        return made

    def plan(self, change: Callable[[Document], None] | None = None, *, rollback_to: int | None = None) -> Plan:
        if change is not None:
            self.draft(change)
        return make_plan(self.database, self.kinds, self.ports, "shop", self.builder, rollback_to=rollback_to)

    @property
    def publishing(self) -> Publishing:
        return Publishing(self.database, self.kinds, self.ports)

    def publish(self, plan: Plan, *, confirm: bool = True) -> int:
        confirmed = [step.id for step in plan.steps] if confirm else []
        return self.publishing.publish("shop", plan.id, confirmed, "", self.builder)

    def release(self, change: Callable[[Document], None] | None = None) -> int:
        """Change, plan, publish."""
        return self.publish(self.plan(change))

    def table(self, name: str) -> Table:
        with self.database.read() as connection:
            return Table(name, MetaData(), autoload_with=connection)

    def names(self, form: str) -> Any:
        with self.database.read() as connection:
            current = versions.current(connection, "shop")
        assert current is not None
        return current.names.forms[form]

    def add(self, form: str, *rows: dict[str, Any]) -> list[str]:
        """Rows straight into a form's table, by physical column."""
        names, ids = self.names(form), [new_id() for _ in rows]
        table = self.table(names.table)

        def work(unit: Unit) -> None:
            now = _moment(table, unit)
            made = [
                {"id": id_, "rev": 1, "created_at": now, "updated_at": now, "draft": False, **row}
                for id_, row in zip(ids, rows, strict=True)
            ]
            for one in made:
                kept = {key: _listed(value, unit) for key, value in one.items()}
                unit.connection.execute(insert(table).values(kept))

        self.database.write(work)
        return ids

    def column(self, form: str, key: str) -> list[Any]:
        """What stands in a field's column, by order of creation."""
        names = self.names(form)
        table = self.table(names.table)
        with self.database.read() as connection:
            query = select(table.c[names.columns[key]]).order_by(table.c.id)
            return list(connection.execute(query).scalars())


def _listed(value: Any, unit: Unit) -> Any:
    """A list as the reflected column takes it."""
    return json.dumps(value) if isinstance(value, list) and unit.dialect == "sqlite" else value


def _moment(table: Table, unit: Unit) -> Any:
    """The unit's moment as the reflected table takes it."""
    earlier = unit.now - timedelta(seconds=1)
    if unit.dialect == "postgresql":
        return earlier
    return earlier.isoformat(timespec="microseconds").replace("+00:00", "Z")


@pytest.fixture
def shop(database: Database, kinds: Kinds) -> Shop:
    """Published once already."""
    made = Shop(database, kinds)
    made.draft()
    assert made.release() == 1
    return made
