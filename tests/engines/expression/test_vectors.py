"""Every vector on the Python back end."""

from typing import Any

import pytest
from support import expression_vectors as vectors

from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.vectors import run

FUNCTIONS = load_functions()


def judge(vector: dict[str, Any]) -> None:
    outcome = run(vector, FUNCTIONS)
    expected = {key: vector[key] for key in ("value", "problem", "kind") if key in vector}
    assert {key: outcome.get(key) for key in expected} == expected, outcome


@pytest.mark.parametrize("file", vectors.FILES)
def test_the_vectors_of_a_file_give_what_they_promise(file: str) -> None:
    cases = [vector for vector in vectors.of(file) if "python" in vector.get("back_ends", ["python"])]
    assert cases
    vectors.judge_all(cases, judge)
