"""The test vectors: cases that Python, SQLite, PostgreSQL and the browser must agree on.

Their format stands in ``tests/vectors/README.md``.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from dougong.engines.expression.check import Checked, check
from dougong.engines.expression.condition_trees import read_condition
from dougong.engines.expression.env import Doors, Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import Kind, kind_from_json
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import Example, Functions, load_functions
from dougong.engines.expression.samples import SampleScope, dump, load, record

NOW, ZONE = "2026-03-15T02:30:00Z", "Asia/Shanghai"


def load_vectors(folder: Path) -> list[dict[str, Any]]:
    """Every case of every file, each with an ``id`` that says where it stands."""
    found: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.json")):
        for at, vector in enumerate(json.loads(file.read_text("utf-8"))):
            found.append({"id": f"{file.stem}-{at}", **vector})
    return found


def checked(vector: dict[str, Any], functions: Functions) -> Checked:
    """The expression of a vector; an object is a condition tree of the builder."""
    written = vector["expression"]
    source = written if isinstance(written, str) else read_condition(written, "")
    return check(source, VectorScope(vector), None, functions)


def env_of(vector: dict[str, Any]) -> Env:
    """The Env of a vector, its doors included."""
    zone = ZoneInfo(vector.get("zone", ZONE))
    types = vector.get("types", {})
    return Env(
        record(types, vector.get("values", {}), zone),
        datetime.fromisoformat(vector.get("now", NOW)),
        zone,
        me=vector.get("me"),
        old=record(types, vector["old"], zone) if "old" in vector else None,
        row=vector.get("row"),
        doors=_doors(vector, zone),
    )


def run(vector: dict[str, Any], functions: Functions | None = None) -> dict[str, object]:
    """``{"value", "kind"}`` or ``{"problem"}`` as Python finds it."""
    functions = functions or load_functions()
    result = checked(vector, functions)
    errors = [finding.code for finding in result.findings if finding.severity == "error"]
    if errors:
        return {"problem": errors[0], "problems": errors}
    try:
        value = compile_(result.node, functions)(env_of(vector))
    except EvaluationProblem as problem:
        return {"problem": problem.code}
    return {"value": dump(value), "kind": result.kind.as_json()}


def vector_of(example: Example) -> dict[str, Any]:
    """An example of the registry as a vector."""
    outcome = {"problem": example.problem} if example.problem else {"value": example.value}
    vector: dict[str, Any] = {"expression": example.expression}
    if example.given:
        vector["types"] = {name: kind for name, (kind, _) in example.given.items()}
        vector["values"] = {name: value for name, (_, value) in example.given.items()}
    return {**vector, **example.also, **outcome}


class VectorScope(SampleScope):
    """The names of a vector, and the fields of other forms that its look-ups know."""

    def __init__(self, vector: dict[str, Any]) -> None:
        super().__init__(vector.get("types", {}))
        self._lookups: Sequence[dict[str, Any]] = vector.get("lookup", ())

    def field_of(self, form: str, field: str) -> Kind | None:
        for found in self._lookups:
            if found["form"] == form:
                if found["field"] == field:
                    return kind_from_json(found["kind"])
                if field in found["where"]:
                    return Kind("text")
        return None


def _doors(vector: dict[str, Any], zone: ZoneInfo) -> Doors:
    lookups = vector.get("lookup", ())

    def lookup(form: str, field: str, pairs: Sequence[tuple[str, Any]]) -> Any:
        for found in lookups:
            if (found["form"], found["field"]) == (form, field) and dict(pairs) == found["where"]:
                return load(kind_from_json(found["kind"]), found["value"], zone)
        return None

    rates, users = vector.get("rates", {}), vector.get("user_attributes", {})
    return Doors(
        lookup=lookup,
        count_owned=lambda form: int(vector.get("count_owned", {}).get(form or "", 0)),
        user_attribute=lambda user, name: users.get(user, {}).get(name),
        parent_department=lambda department: vector.get("parents", {}).get(department),
        rate=lambda source, target, day: load(Kind("number"), rates.get(f"{source}/{target}"), zone),
        random=Random(7),  # noqa: S311  a game of dice, no secret
        new_id=lambda: str(UUID(int=7)),
    )
