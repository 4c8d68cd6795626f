"""Trees as SQL can say them, and what of a filter stays with Python."""

import pytest

from dougong.engines.expression.check import check
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope
from dougong.engines.expression.sql import Dialect, FilterPlan, plan_filter, to_sqltree
from dougong.engines.expression.sqlforms import FORMS
from dougong.engines.expression.sqltree import Aggregate, Column, Op, columns, walk

FUNCTIONS = load_functions()
TYPES = {
    "amount": "money",
    "name": "text",
    "due": "date",
    "lines": {"rows": {"quantity": "number", "price": "money"}},
    "account": {"fields": {"level": "text"}},
}


def plan(text: str, dialect: Dialect) -> FilterPlan:
    found = check(text, SampleScope(TYPES), None, FUNCTIONS)
    assert found.ok
    return plan_filter(found.node, FUNCTIONS, dialect)


def test_a_filter_that_sql_can_say_is_pushed_whole() -> None:
    found = plan('amount > 100 AND account.level = "A" AND due IN this_month', "postgresql")
    assert found.pushed is not None
    assert (found.residue, found.reasons) == (None, ())


def test_what_only_python_can_do_stays_behind_with_the_reason() -> None:
    found = plan('amount > 100 AND REGEXMATCH(name, "^A") AND NOT(ISBLANK(due))', "postgresql")
    assert found.pushed is not None
    assert found.residue is not None
    assert print_(found.pushed) == "amount > 100 AND NOT(ISBLANK(due))"
    assert print_(found.residue) == 'REGEXMATCH(name, "^A")'
    assert [reason.text.en for reason in found.reasons] == ["REGEXMATCH cannot be computed in the database"]


def test_sqlite_calls_python_where_sql_has_no_word() -> None:
    found = plan('amount > 100 AND REGEXMATCH(name, "^A")', "sqlite")
    assert found.residue is None


def test_an_or_is_not_split() -> None:
    found = plan('amount > 100 OR REGEXMATCH(name, "^A")', "postgresql")
    assert found.pushed is None
    assert found.residue is not None


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_what_was_before_is_never_asked_of_the_database(dialect: Dialect) -> None:
    found = plan("CHANGED(amount) AND amount > 1", dialect)
    assert found.residue is not None
    assert print_(found.residue) == "CHANGED(amount)"


def test_a_sum_over_rows_is_one_aggregate_over_a_product() -> None:
    found = check("SUM(lines.quantity * lines.price)", SampleScope(TYPES), None, FUNCTIONS)
    tree = to_sqltree(found.node, FUNCTIONS)
    assert isinstance(tree, Aggregate)
    assert isinstance(tree.arg, Op)
    assert (tree.name, tree.arg.name) == ("sum", "mul")
    assert columns(tree) == [("lines", "quantity"), ("lines", "price")]


def test_walking_meets_every_part_once() -> None:
    found = check("IF(amount > 1, amount, 2)", SampleScope(TYPES), None, FUNCTIONS)
    parts = list(walk(to_sqltree(found.node, FUNCTIONS)))
    assert sum(isinstance(part, Column) for part in parts) == 2


def test_every_form_belongs_to_a_function() -> None:
    assert set(FORMS) <= set(FUNCTIONS)
