"""The expression vectors, judged a file at a time: thousands of tests of their own would cost more than they do."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dougong.engines.expression.vectors import load_vectors

_BY_FILE: dict[str, list[dict[str, Any]]] = {}
for _vector in load_vectors(Path(__file__).parents[1] / "vectors" / "expression"):
    _BY_FILE.setdefault(_vector["id"].rpartition("-")[0], []).append(_vector)
FILES = list(_BY_FILE)


def of(file: str) -> list[dict[str, Any]]:
    """The vectors of one file, each with its ``id``."""
    return _BY_FILE[file]


def judge_all(vectors: Iterable[dict[str, Any]], judge: Callable[[dict[str, Any]], None]) -> None:
    """``judge`` passes every vector, or all that it does not pass are named: what is wrong, and the vector."""
    found: list[str] = []
    for vector in vectors:
        try:
            judge(vector)
        except Exception as failure:  # noqa: BLE001  whatever it is, the others are judged too
            written = json.dumps(vector, ensure_ascii=False)
            found.append(f"{vector['id']}: {type(failure).__name__}: {failure}\n    {written}")
    assert not found, "\n".join([f"{len(found)} vectors fail", *found])
