"""Every vector that SQL can say, on real SQLite and real PostgreSQL, with its values in real columns."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import expression_probe as probes

from dougong.engines.expression.sql import pushable
from dougong.engines.expression.vectors import checked, env_of, load_vectors

VECTORS = [vector for vector in load_vectors(Path(__file__).parents[2] / "vectors" / "expression") if "value" in vector]


def sayable(vector: dict[str, Any], dialect: str) -> bool:
    found = checked(vector, probes.FUNCTIONS)
    asked = vector.get("back_ends", [dialect])
    return found.ok and dialect in asked and pushable(found.node, probes.FUNCTIONS, dialect)


def cases(dialect: str) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS if sayable(vector, dialect)]


def judge(probe: Any, vector: dict[str, Any]) -> None:
    found = checked(vector, probes.FUNCTIONS)
    value = probe.value(found.node, found.kind, vector.get("types", {}), env_of(vector))
    assert value == vector["value"], json.dumps(vector, ensure_ascii=False)


@pytest.mark.parametrize("vector", cases("sqlite"))
def test_sqlite_agrees(vector: dict[str, Any], sqlite_probe: Any) -> None:
    judge(sqlite_probe, vector)


@pytest.mark.parametrize("vector", cases("postgresql"))
def test_postgresql_agrees(vector: dict[str, Any], postgresql_probe: Any) -> None:
    judge(postgresql_probe, vector)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_function_that_declares_a_database_runs_on_it(dialect: str) -> None:
    ran: set[str] = set()
    for vector in VECTORS:
        if sayable(vector, dialect):
            ran |= checked(vector, probes.FUNCTIONS).uses
    declared = {key for key, function in probes.FUNCTIONS.items() if dialect in function.back_ends}
    # the checker writes RELATED(a, b) as a path
    assert declared - {"RELATED"} <= ran
