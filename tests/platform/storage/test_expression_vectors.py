"""Every vector that SQL can say, on real SQLite and real PostgreSQL, with its values in real columns."""

from functools import cache
from typing import Any

import pytest
from support import expression_probe as probes
from support import expression_vectors as vectors

from dougong.engines.expression.check import Checked
from dougong.engines.expression.sql import NO_FUNCTION, obstacles, pushable
from dougong.engines.expression.vectors import checked, env_of

# vectors that no database says at all
SILENT = {"problems"}


@cache
def sayable(file: str, dialect: str) -> list[tuple[dict[str, Any], Checked]]:
    """The vectors of a file that a database can say, each with what the checker made of it."""
    cases = [
        vector for vector in vectors.of(file) if "value" in vector and dialect in vector.get("back_ends", [dialect])
    ]
    read = [(vector, checked(vector, probes.FUNCTIONS)) for vector in cases]
    return [(vector, found) for vector, found in read if found.ok and pushable(found.node, probes.FUNCTIONS, dialect)]


def agrees(probe: Any, file: str) -> None:
    read = {vector["id"]: found for vector, found in sayable(file, probe.dialect)}

    def judge(vector: dict[str, Any]) -> None:
        found = read[vector["id"]]
        assert probe.value(found.node, found.kind, vector.get("types", {}), env_of(vector)) == vector["value"]

    assert bool(read) != (file in SILENT)
    vectors.judge_all((vector for vector, _ in sayable(file, probe.dialect)), judge)


@pytest.mark.parametrize("file", vectors.FILES)
def test_sqlite_agrees(file: str, sqlite_probe: Any) -> None:
    agrees(sqlite_probe, file)


@pytest.mark.parametrize("file", vectors.FILES)
def test_postgresql_agrees(file: str, postgresql_probe: Any) -> None:
    agrees(postgresql_probe, file)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_function_that_declares_a_database_runs_on_it(dialect: str) -> None:
    ran = {name for file in vectors.FILES for _, found in sayable(file, dialect) for name in found.uses}
    declared = {key for key, function in probes.FUNCTIONS.items() if dialect in function.back_ends}
    # the checker writes RELATED(a, b) as a path
    assert declared - {"RELATED"} <= ran


# of these PostgreSQL has a form for some arguments only: lists as a whole, a text that only Python reads, an instance,
# a format that is computed or shows fractions, a list that is written out,
# wildcards, a character that is computed, a mask of several signs, days off beside the calendar's
IN_PART = {
    "=", "<>", "ISBLANK", "CONCAT", "TIMESTAMP", "SUBSTITUTE", "TEXT", "AMOUNTFORMAT", "SUMIF", "SUMIFS", "COUNTIF",
    "COUNTIFS", "AVERAGEIF", "AVERAGEIFS", "MAXIFS", "MINIFS", "COUNTUNIQUE", "TEXTJOIN", "PRODUCT", "MEDIAN", "LARGE",
    "SMALL", "RANK", "PERCENTILE", "SUMPRODUCT", "NETWORKDAYS", "SEARCH", "CHAR", "MASK",
}  # fmt: skip


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_no_vector_is_left_out_by_a_database_that_has_all_its_functions(dialect: Any) -> None:
    left: set[str] = set()
    for file in vectors.FILES:
        ran = {vector["id"] for vector, _ in sayable(file, dialect)}
        for vector in (one for one in vectors.of(file) if "value" in one and one["id"] not in ran):
            found = checked(vector, probes.FUNCTIONS)
            declared = dialect in vector.get("back_ends", probes.FUNCTIONS.back_ends(found.uses))
            if declared and found.kind.name != "list":
                left |= {reason.text.en for reason in obstacles(found.node, probes.FUNCTIONS, dialect)} or {
                    vector["id"]
                }
    allowed = {NO_FUNCTION.format(function=name).en for name in IN_PART} if dialect == "postgresql" else set()
    assert left <= allowed
