"""A function from outside, as the page for developers writes it: checked, computed, and said in both databases."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dougong.clock import now
from dougong.engines.expression.check import check as check_formula
from dougong.engines.expression.registry import Function
from dougong.engines.expression.samples import SampleScope, dump
from dougong.engines.expression.sql import to_sqltree
from dougong.engines.expression.vectors import run, vector_of
from dougong.kinds import Kinds, load_kinds
from dougong.platform.db import open_database
from dougong.platform.definitions.check import check
from dougong.platform.storage.lower import Binding, DialectName, LoweredColumn, Rows, lower

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "how-to" / "add-a-function.md"


@pytest.fixture(scope="module")
def margin() -> Function:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    page: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), page)
    (function,) = page["FUNCTIONS"]
    return function


@pytest.fixture(scope="module")
def kinds(margin: Function) -> Kinds:
    return load_kinds({"functions": [margin]})


@dataclass
class Given:
    """The names of an example as values of the statement."""

    vector: dict[str, Any]
    dialect: DialectName

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        (name,) = path
        value = self.vector["values"][name]
        kind = SampleScope(self.vector["types"]).resolve(path)
        assert kind is not None
        if self.dialect == "postgresql":
            return LoweredColumn(sa.cast(sa.literal(value), sa.Numeric()), kind)
        cents = None if value is None else int(Decimal(value) * 100)
        return LoweredColumn(sa.cast(sa.literal(cents), sa.BigInteger()), kind, 2)

    def rows(self, path: tuple[str, ...]) -> Rows | None:
        return None


def test_its_examples_hold_in_python(margin: Function, kinds: Kinds) -> None:
    for shown in margin.examples:
        assert run(vector_of(shown), kinds.functions)["value"] == shown.value


@pytest.fixture
def connection(dialect: DialectName, kinds: Kinds, new_database_url: Callable[[str], str]) -> Iterator[Any]:
    database = open_database(new_database_url(dialect), functions=kinds.functions)
    with database.read() as opened:
        yield opened
    database.close()


def test_its_examples_hold_in_both_databases(
    margin: Function, kinds: Kinds, dialect: DialectName, connection: Any
) -> None:
    for shown in margin.examples:
        vector = vector_of(shown)
        found = check_formula(shown.expression, SampleScope(vector.get("types", {})), None, kinds.functions)
        binding = Binding(now(), "Asia/Shanghai")
        said = lower(to_sqltree(found.node, kinds.functions), Given(vector, dialect), dialect, binding)
        assert dump(connection.scalar(sa.select(said))) == shown.value


def test_a_document_may_use_it_where_a_database_decides(kinds: Kinds) -> None:
    document = json.loads((ROOT / "examples" / "leave_app.json").read_text("utf-8"))
    form = document["forms"][0]
    form["views"].append({"key": "good", "name": "好", "type": "table", "filter": "MARGIN(days, 1) > 0.2"})
    assert "unknown_function" in {finding.code for finding in check(document, load_kinds())}
    assert [finding.code for finding in check(document, kinds) if finding.severity == "error"] == []
