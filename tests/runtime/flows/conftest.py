"""The purchasing company on both databases, with and without a worker."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import serving
from support.purchasing import Company, purchasing, staffed


@pytest.fixture
def document() -> dict[str, Any]:
    return purchasing()


@pytest.fixture
def company(server: Any, document: dict[str, Any]) -> Company:
    return staffed(server, document)


@pytest.fixture
def quiet(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path, document: dict[str, Any]
) -> Iterator[Company]:
    """The same company on a server without a worker: nothing happens in the background."""
    with serving.running(new_database_url(dialect), tmp_path / "data", workers=0) as server:
        yield staffed(server, document)
