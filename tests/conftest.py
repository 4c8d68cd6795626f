"""What every test may ask for: a fresh migrated database of each kind, and a real server over HTTP."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url
from support import postgres, serving

from dougong.platform.db import Database, open_database

DIALECTS = ("sqlite", "postgresql")
_counter = itertools.count(1)

# the same examples on every machine, however slow it is; ``--hypothesis-profile=wide`` looks at others each time
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wide", settings.get_profile("same"), derandomize=False, print_blob=True)
settings.load_profile("same")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """``-n 2 --dist loadgroup``: tests that share a costly world run in one worker."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from support.scheduling import Sharing  # noqa: PLC0415  only where pytest-xdist is

    return Sharing(config, log)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The maintenance database of a running cluster, one for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    folder, owner = (base.parent, os.getppid()) if worker else (base, os.getpid())
    yield postgres.start(folder, owner)
    if not worker:
        postgres.stop(folder)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = open_database(f"sqlite:///{path}", durable=False)
    database.migrate()
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    name = f"template_{os.getpid()}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    database = open_database(_at(postgres_url, name))
    database.migrate()
    database.close()
    return name


def _at(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """``new_database_url("sqlite" | "postgresql")``: the URL of a fresh, migrated database, dropped after the test."""
    made: list[str] = []

    def make(dialect: str) -> str:
        if dialect == "sqlite":
            path = tmp_path / f"dougong{next(_counter)}.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
            return f"sqlite:///{path}"
        server = request.getfixturevalue("postgres_url")
        name = f"test_{os.getpid()}_{next(_counter)}"
        template = request.getfixturevalue("postgres_template")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        made.append(name)
        return _at(server, name)

    yield make
    if made:
        with psycopg.connect(request.getfixturevalue("postgres_url"), autocommit=True) as connection:
            for name in made:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn."""
    return str(request.param)


@pytest.fixture
def database(dialect: str, new_database_url: Callable[[str], str]) -> Iterator[Database]:
    """A fresh, migrated ``Database``, on SQLite and on PostgreSQL."""
    database = open_database(new_database_url(dialect), durable=False)
    yield database
    database.close()


@pytest.fixture
def server(dialect: str, new_database_url: Callable[[str], str], tmp_path: Path) -> Iterator[Any]:
    """A real server over HTTP on a fresh database, on SQLite and on PostgreSQL; see ``tests/README.md``."""
    with serving.running(new_database_url(dialect), tmp_path / "data") as server:
        yield server
