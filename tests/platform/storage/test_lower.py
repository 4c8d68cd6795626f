"""Lowering as the databases' planners should see it: indexes serve, values are bound."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dougong.clock import now
from dougong.engines.expression.check import check
from dougong.engines.expression.kinds import Kind, list_of, record_of
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.scope import Names
from dougong.engines.expression.sql import to_sqltree
from dougong.platform.db.types import Id, Json, Moment, Scaled
from dougong.platform.storage.lower import Binding, DialectName, LoweredColumn, Rows, lower_condition

FUNCTIONS = load_functions()
KINDS = {
    "amount": Kind("money"),
    "stage": Kind("option"),
    "account": record_of("account"),
    "owner": Kind("user"),
    "tags": list_of(Kind("option")),
    "at": Kind("datetime"),
    "done": Kind("boolean"),
}
TABLE = sa.table(
    "deal",
    sa.column("amount", Scaled(2)),
    sa.column("stage", sa.Text()),
    sa.column("account", Id()),
    sa.column("owner", Id()),
    sa.column("tags", Json()),
    sa.column("at", Moment()),
    sa.column("done", sa.Boolean()),
)
ID = "0192f0c1-7d5a-7000-8000-000000000001"
DIALECTS: dict[DialectName, Any] = {"postgresql": postgresql.dialect(), "sqlite": sqlite.dialect()}


class Columns:
    """Every path is a column of the one table."""

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        (name,) = path
        return LoweredColumn(TABLE.c[name], KINDS[name])

    def rows(self, path: tuple[str, ...]) -> Rows | None:
        return None


def sql(text: str, dialect: DialectName) -> str:
    found = check(text, Names({(name,): kind for name, kind in KINDS.items()}), Kind("boolean"), FUNCTIONS)
    assert found.ok, found.findings
    binding = Binding(now(), "Asia/Shanghai", ID)
    condition = lower_condition(to_sqltree(found.node, FUNCTIONS), Columns(), dialect, binding)
    return " ".join(str(condition.compile(dialect=DIALECTS[dialect])).split())


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_an_equality_can_be_served_by_an_index(dialect: DialectName) -> None:
    said = sql('stage = "won"', dialect)
    assert said.startswith("deal.stage = ")
    assert "coalesce" not in said


def test_under_not_a_blank_is_told_apart() -> None:
    assert sql('NOT(stage = "won")', "sqlite") == "coalesce(deal.stage = ?, 0) = 0"


def test_a_stored_amount_is_compared_as_an_integer() -> None:
    assert sql("amount > 100", "sqlite") == "deal.amount > ?"


def test_more_places_than_stored_round_to_the_next_integer() -> None:
    assert sql("amount > 0.005 AND amount < 0.015", "sqlite") == "deal.amount > ? AND deal.amount < ?"


def test_sums_of_one_scale_stay_integers() -> None:
    assert "dougong" not in sql("amount + amount - 5 > 10", "sqlite")


def test_an_id_is_compared_as_an_id() -> None:
    said = sql(f'account = "{ID}" AND owner = ME()', "postgresql")
    assert "CAST" not in said
    assert said.count("::UUID") == 2


def test_text_that_is_no_id_finds_nothing_and_fails_nothing() -> None:
    assert sql('account = "nobody"', "postgresql").startswith("CAST(deal.account AS TEXT) = ")


def test_a_stored_list_is_asked_so_that_its_index_serves() -> None:
    assert sql('"vip" IN tags', "postgresql").startswith("deal.tags ? ")


def test_a_period_compares_moments_with_moments() -> None:
    said = sql("at IN this_month", "postgresql")
    assert "deal.at >= " in said
    assert "deal.at < " in said
    assert "timezone" not in said


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_no_value_stands_in_the_statement(dialect: DialectName) -> None:
    said = sql('stage = "x\'; DROP TABLE deal; --"', dialect)
    assert "DROP" not in said


def test_a_denial_keeps_its_brackets_where_it_is_a_value() -> None:
    assert sql("ISBLANK(NOT(done))", "postgresql") == "false"
    assert sql("(NOT done) <> done", "postgresql") == "(NOT coalesce(deal.done, false)) IS DISTINCT FROM deal.done"
