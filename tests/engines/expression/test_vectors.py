"""Every vector on the Python back end."""

import json
from pathlib import Path
from typing import Any

import pytest

from dougong.engines.expression.vectors import load_vectors, run

VECTORS = load_vectors(Path(__file__).parents[2] / "vectors" / "expression")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_vector_gives_what_it_promises(vector: dict[str, Any]) -> None:
    if "python" not in vector.get("back_ends", ["python"]):
        pytest.skip("not for this back end")
    outcome = run(vector)
    expected = {key: vector[key] for key in ("value", "problem", "kind") if key in vector}
    assert {key: outcome.get(key) for key in expected} == expected, json.dumps(outcome, ensure_ascii=False)
