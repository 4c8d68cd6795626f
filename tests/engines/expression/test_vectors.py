"""Every vector on the Python back end."""

import json
from pathlib import Path
from typing import Any

import pytest

from dougong.engines.expression.vectors import load_vectors, run

FOLDER = Path(__file__).parents[2] / "vectors" / "expression"
VECTORS = [vector for vector in load_vectors(FOLDER) if "python" in vector.get("back_ends", ["python"])]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_vector_gives_what_it_promises(vector: dict[str, Any]) -> None:
    outcome = run(vector)
    expected = {key: vector[key] for key in ("value", "problem", "kind") if key in vector}
    assert {key: outcome.get(key) for key in expected} == expected, json.dumps(outcome, ensure_ascii=False)
