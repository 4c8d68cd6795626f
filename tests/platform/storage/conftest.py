"""Two forms and a person, stored for real: accounts, and deals that point at them and have lines."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, MetaData, create_engine, make_url
from support.expression_probe import Probe

from dougong.engines.expression.env import MondayToFriday, WorkCalendar
from dougong.engines.expression.registry import Functions, load_functions
from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import AppForms
from dougong.engines.participant.organisation import Department, Organisation, Person
from dougong.engines.record.facts import AppFacts
from dougong.ids import new_id
from dougong.kinds import load_kinds
from dougong.platform.access.principal import Principal, app_principal
from dougong.platform.access.rights import EVERYTHING, NOTHING, FormRights
from dougong.platform.db import Database, Unit
from dougong.platform.db.sqlite_functions import register
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.names import allocate
from dougong.platform.storage.records import Records
from dougong.platform.storage.schema import Indexing
from dougong.platform.storage.stored import form_places, stored_form
from dougong.platform.storage.writing import Change, Writer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

ACCOUNT = {
    "key": "account",
    "title": "name",
    "fields": [
        {"key": "name", "type": "text", "max_length": 80},
        {"key": "level", "type": "select", "options": [{"value": "A"}, {"value": "B"}]},
        {"key": "cost", "type": "money"},
    ],
}
DEAL = {
    "key": "deal",
    "title": "name",
    "unique": [["code"], ["name", "account"]],
    "fields": [
        {"key": "name", "type": "text", "max_length": 80},
        {"key": "code", "type": "text"},
        {"key": "account", "type": "reference", "form": "account"},
        {"key": "amount", "type": "money"},
        {"key": "cost", "type": "money"},
        {"key": "closes", "type": "date"},
        {"key": "called", "type": "datetime"},
        {"key": "open", "type": "boolean"},
        {"key": "marks", "type": "multiselect", "options": [{"value": "x"}, {"value": "y"}]},
        {"key": "others", "type": "references", "form": "account"},
        {
            "key": "lines",
            "type": "subtable",
            "fields": [
                {"key": "item", "type": "text"},
                {"key": "price", "type": "money"},
                {"key": "cost", "type": "money"},
            ],
        },
    ],
}

ANN, BOB, SALES = new_id(), new_id(), new_id()
PEOPLE = Organisation(
    people={
        ANN: Person(ANN, "ann", "Ann", SALES),
        BOB: Person(BOB, "bob", "Bob", SALES),
    },
    departments={SALES: Department(SALES, "Sales")},
)


@dataclass
class Shop:
    """A catalog whose rights a test sets: by user id and form key."""

    forms: Mapping[str, StoredForm]
    granted: dict[tuple[str | None, str], FormRights] = field(default_factory=dict)
    app: str = "shop"
    zone: str = "Asia/Shanghai"
    calendar: WorkCalendar = field(default_factory=MondayToFriday)
    statements: dict[Any, Any] = field(default_factory=dict)
    known: Functions = field(default_factory=load_functions)

    def form(self, name: str) -> StoredForm:
        return self.forms[name.rpartition("/")[2]]

    def rights(self, principal: Principal, form: StoredForm) -> FormRights:
        if principal.app is not None:
            return EVERYTHING
        return self.granted.get((principal.user, form.key), NOTHING)

    def held(self, form: StoredForm, tasks: Any) -> Any:
        return ()

    def functions(self) -> Functions:
        return self.known


@dataclass
class Store:
    """A database with the two forms in it."""

    database: Database
    shop: Shop

    @contextmanager
    def door(self, user: str | None = None) -> Iterator[Records]:
        """For reading, as somebody; without a name as the app itself."""
        with self.database.read() as connection:
            yield self._records(connection, user)

    def write(self, work: Callable[[Writer], Any], user: str | None = None) -> Any:
        """In one committed transaction, as somebody or as the app."""
        return self.database.write(lambda unit: work(Writer(self._records(unit.connection, user), new_id)))

    def _records(self, connection: Connection, user: str | None) -> Records:
        principal = app_principal("shop") if user is None else Principal(user, department=SALES)
        return Records(connection, self.shop, principal, PEOPLE, NOW)

    def add(self, form: str, owner: str | None = ANN, **values: Any) -> str:
        """A stored record; gives its id."""
        return self.add_all(form, [{"owner": owner, **values}])[0]

    def add_all(self, form: str, records: Sequence[Mapping[str, Any]]) -> list[str]:
        whole = [record(**values) for values in records]
        changes = [Change(values, event="create") for values in whole]
        self.write(lambda writer: writer.insert(self.shop.form(form), changes))
        return [values["id"] for values in whole]


def record(**values: Any) -> dict[str, Any]:
    """A whole record with a fresh id."""
    owner = values.get("owner", ANN)
    system = {"id": new_id(), "rev": 1, "created_at": NOW, "created_by": owner, "updated_at": NOW, "updated_by": owner}
    return {**system, "owner": owner, "department": SALES, "flow_state": None, "deleted_at": None, **values}


def _forms() -> dict[str, StoredForm]:
    kinds = load_kinds()
    definitions = {raw["key"]: FormDef.model_validate(raw, context=kinds) for raw in (ACCOUNT, DEAL)}
    compiled = AppForms(definitions, AppFacts(types=kinds.of("field_types")))
    names = allocate("shop", [form_places(key, compiled.fields(key).values()) for key in definitions])
    metadata = MetaData()
    indexing = {
        "account": Indexing(searched=["name"]),
        "deal": Indexing(
            unique=[["code"], ["name", "account"]], sorts=[["-amount"], ["name"]], searched=["name", "code"]
        ),
    }
    return {
        key: stored_form("shop", key, compiled.fields(key), "name", names.forms[key], metadata, indexing[key])
        for key in definitions
    }


@pytest.fixture
def store(database: Database) -> Store:
    shop = Shop(_forms())

    def make(unit: Unit) -> None:
        for form in shop.forms.values():
            for table in form.tables.all():
                table.create(unit.connection)

    database.write(make)
    return Store(database, shop)


@pytest.fixture(scope="session")
def sqlite_probe() -> Iterator[Probe]:
    """An expression over a stored record, computed by SQLite."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        register(connection.connection.driver_connection)
        yield Probe(connection)
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_probe(postgres_url: str) -> Iterator[Probe]:
    """The same by PostgreSQL, in a database of this process."""
    name = f"expressions_{os.getpid()}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = make_url(postgres_url).set(drivername="postgresql+psycopg", database=name)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"options": "-c timezone=UTC"})
    with engine.connect() as connection:
        yield Probe(connection)
    engine.dispose()
