"""``dougong doctor``: looks at a deployment and says what to mend."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import column, func, select, table

from dougong.errors import Failure
from dougong.pages import find_pages
from dougong.platform import outbox
from dougong.platform.db import Database, open_database
from dougong.platform.db.migrate import current, head
from dougong.settings import Settings, secret_of

# (is it fine, what was looked at, what to do)
Finding = tuple[bool, str, str]

LEAST_FREE = 500 * 1_048_576


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doctor = commands.add_parser("doctor", help="check this deployment and say what to mend")
    doctor.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    found = list(look(settings))
    for fine, what, mend in found:
        sys.stdout.write(f"{'ok  ' if fine else 'MEND'}  {what}\n")
        if not fine:
            sys.stdout.write(f"      {mend}\n")
    return 0 if all(fine for fine, _, _ in found) else 1


def look(settings: Settings) -> Iterator[Finding]:
    """Everything that can be told from here."""
    yield from _machine(settings)
    try:
        database = open_database(settings.url)
    except Exception as failure:  # noqa: BLE001  whatever stands in the way is the finding
        yield False, "database address", f"DOUGONG_DATABASE_URL: {failure}"
        return
    try:
        yield from _database(database)
    except Exception as failure:  # noqa: BLE001  whatever stands in the way is the finding
        yield False, "database", f"cannot be used: {failure}"
    finally:
        database.close()


def _machine(settings: Settings) -> Iterator[Finding]:
    try:
        secret_of(settings)
        yield True, "secret key", ""
    except Failure as failure:
        yield False, "secret key", str(failure)
    folder = settings.data if settings.data.exists() else Path()
    yield os.access(folder, os.W_OK), f"data folder {settings.data}", "must be writable by this user (DOUGONG_DATA)"
    free = shutil.disk_usage(folder).free
    yield (
        free > LEAST_FREE,
        f"free space: {free // 1_048_576} MB",
        "make room: writes are refused when the disk is full",
    )
    yield find_pages(settings.web) is not None, "web pages", "build them: make web"
    local = settings.host in ("127.0.0.1", "::1", "localhost")
    yield local or bool(settings.base_url), "base URL", "set DOUGONG_BASE_URL: links in messages begin with it"


def _database(database: Database) -> Iterator[Finding]:
    with database.read() as connection:
        stands, newest = current(connection), head()
        yield stands == newest, f"schema at {stands or 'nothing yet'}", f"start the server: it migrates to {newest}"
        if database.dialect == "postgresql":
            kind = connection.scalar(
                select(column("datctype"))
                .select_from(table("pg_database"))
                .where(column("datname") == func.current_database())
            )
            yield (
                kind not in ("C", "POSIX"),
                f"PostgreSQL character type {kind}",
                "create the database with LC_CTYPE C.UTF-8 or zh_CN.UTF-8: with C the search cannot find Chinese",
            )
            trigram = connection.scalar(
                select(func.count()).select_from(table("pg_available_extensions")).where(column("name") == "pg_trgm")
            )
            yield bool(trigram), "extension pg_trgm", "install PostgreSQL's contrib package"
        if stands == newest:
            parked = outbox.counts(connection).get("parked", 0)
            yield parked == 0, f"jobs set aside: {parked}", "look at /api/admin/jobs and retry them"
