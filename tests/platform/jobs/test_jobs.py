"""One contract, both databases: what is promised is done, once, whoever dies."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Column, MetaData, Table, Text, func, insert, select, update
from support.waiting import PATIENCE, eventually

from dougong.clock import now
from dougong.ids import new_id
from dougong.platform import outbox
from dougong.platform.db import Database, Unit
from dougong.platform.db.types import Id
from dougong.platform.jobs import Periodic, Runner, attempt, carry, open_runner
from dougong.platform.jobs.periodic import PeriodicRunner
from dougong.platform.outbox import Claim
from dougong.platform.outbox.tables import outbox as rows

own = MetaData()
marks = Table("marks", own, Column("id", Id, primary_key=True), Column("name", Text))


class Recorder:
    """Effects that leave a mark; ``fails`` says how often each name still fails, ``at`` when each was last begun."""

    def __init__(self) -> None:
        self.fails: dict[str, int] = {}
        self.called: list[str] = []
        self.at: dict[str, datetime] = {}

    def outside(self, claim: Claim) -> object:
        self.called.append(claim.payload["name"])
        self.at[claim.payload["name"]] = now()
        return None

    def inside(self, unit: Unit, claim: Claim, found: object) -> None:
        name = claim.payload["name"]
        unit.connection.execute(insert(marks).values(id=new_id(), name=name))
        if self.fails.get(name, 0) > 0:
            self.fails[name] -= 1
            raise RuntimeError("not yet")


@pytest.fixture
def effects() -> Recorder:
    return Recorder()


@pytest.fixture
def kernel(database: Database) -> Database:
    database.write(lambda unit: own.create_all(unit.connection))
    carry(database)
    return database


@pytest.fixture
def runner(kernel: Database, effects: Recorder) -> Iterator[Runner]:
    runner = open_runner(kernel, effects, workers=3, clock=now)
    yield runner
    runner.stop()


def promise(database: Database, name: str, due: datetime | None = None, key: str | None = None) -> str:
    return database.write(lambda unit: outbox.promise(unit, "mark", {"name": name}, due=due, key=key))


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(connection.scalars(select(marks.c.name)))


def state(database: Database, job: str) -> str:
    with database.read() as connection:
        return connection.execute(select(rows.c.state).where(rows.c.id == job)).scalar_one()


def test_what_is_promised_before_and_after_the_start_is_done_once(kernel: Database, runner: Runner) -> None:
    promise(kernel, "before")
    runner.start()
    for number in range(20):
        promise(kernel, f"after{number:02}")
    eventually(lambda: len(names(kernel)) == 21)
    time.sleep(0.2)
    assert len(names(kernel)) == 21


def test_a_promise_of_a_work_that_failed_is_never_done(kernel: Database, runner: Runner) -> None:
    runner.start()

    def fails(unit: Unit) -> None:
        outbox.promise(unit, "mark", {"name": "ghost"})
        raise KeyError

    with pytest.raises(KeyError):
        kernel.write(fails)
    promise(kernel, "real")
    eventually(lambda: names(kernel) == ["real"])


def test_a_job_waits_for_its_time(kernel: Database, runner: Runner, effects: Recorder) -> None:
    runner.start()
    due = now() + timedelta(seconds=1)
    promise(kernel, "much later", due=due + timedelta(days=1))
    promise(kernel, "later", due=due)
    promise(kernel, "now")
    eventually(lambda: names(kernel) == ["later", "now"])
    assert effects.at["later"] >= due


def test_a_failing_job_is_taken_back_whole_and_tried_again(
    kernel: Database, runner: Runner, effects: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox.store, "FIRST_WAIT", timedelta(milliseconds=20))
    effects.fails["twice"] = 2
    job = promise(kernel, "twice")
    runner.start()
    eventually(lambda: state(kernel, job) == "done")
    assert names(kernel) == ["twice"]
    assert effects.called == ["twice"] * 3


def test_what_keeps_failing_is_parked_and_can_be_run_again(kernel: Database, effects: Recorder) -> None:
    effects.fails["bad"] = outbox.store.MOST_ATTEMPTS
    job = promise(kernel, "bad")
    for _ in range(outbox.store.MOST_ATTEMPTS):
        kernel.write(lambda unit: unit.connection.execute(update(rows).values(due=unit.now)))
        assert attempt(kernel, job, effects) is False
    assert state(kernel, job) == "parked"
    assert names(kernel) == []
    assert kernel.write(lambda unit: outbox.retry(unit, job)) is True
    assert attempt(kernel, job, effects) is True
    assert names(kernel) == ["bad"]


def test_a_zombie_whose_job_was_taken_over_writes_nothing(kernel: Database, effects: Recorder) -> None:
    job = promise(kernel, "once")
    zombie = kernel.write(lambda unit: outbox.claim(unit, job))
    assert zombie is not None
    kernel.write(lambda unit: unit.connection.execute(update(rows).values(leased_until=unit.now)))
    assert attempt(kernel, job, effects) is True

    def late(unit: Unit) -> None:
        effects.inside(unit, zombie, None)
        outbox.finish(unit, zombie)

    with pytest.raises(outbox.Lost):
        kernel.write(late)
    assert names(kernel) == ["once"]


def test_many_attempts_at_one_job_do_it_once(kernel: Database, effects: Recorder) -> None:
    job = promise(kernel, "once")
    threads = [threading.Thread(target=attempt, args=(kernel, job, effects)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(kernel) == ["once"]
    assert effects.called == ["once"]


def test_a_promise_under_a_key_is_kept_once_and_moves_only_forward(kernel: Database) -> None:
    first = promise(kernel, "a", due=now() + timedelta(hours=2), key="record-1")
    assert promise(kernel, "b", due=now() + timedelta(hours=1), key="record-1") == first
    assert promise(kernel, "c", due=now() + timedelta(hours=3), key="record-1") == first
    with kernel.read() as connection:
        assert connection.scalar(select(func.count()).select_from(rows)) == 1
        assert connection.execute(select(rows.c.due)).scalar_one() < now() + timedelta(minutes=61)
    assert kernel.write(lambda unit: outbox.cancel(unit, "mark", "record-1")) == 1
    assert promise(kernel, "d", key="record-1") != first


def test_a_periodic_task_takes_its_turn_once_among_several_processes(kernel: Database) -> None:
    seen: list[int] = []
    task = Periodic("tick", timedelta(hours=1), lambda: seen.append(1))
    runners = [PeriodicRunner(kernel, [task], now) for _ in range(4)]
    threads = [threading.Thread(target=runner.turn) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1]
    early = PeriodicRunner(kernel, [task], lambda: now() + timedelta(hours=2))
    early.turn()
    assert seen == [1], "the clock of the database's writer says it is not due"


CRASHES = """
import os, signal, sys, time
from sqlalchemy import insert
from dougong.clock import now
from dougong.ids import new_id
from dougong.platform.db import open_database
from dougong.platform.jobs import carry, open_runner
from sqlalchemy import MetaData, Table, Column, Text
from dougong.platform.db.types import Id

marks = Table("marks", MetaData(), Column("id", Id, primary_key=True), Column("name", Text))

class Effects:
    def outside(self, claim): return None
    def inside(self, unit, claim, found):
        unit.connection.execute(insert(marks).values(id=new_id(), name=claim.payload["name"]))
        if sys.argv[2] == "dies":  # the effect is written, its completion is not
            print("dying", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

database = open_database(sys.argv[1])
carry(database)
database.serve()
runner = open_runner(database, Effects(), workers=2, clock=now)
runner.start()
time.sleep(600)
"""


def test_a_worker_killed_between_effect_and_acknowledgement_leaves_exactly_one_effect(
    kernel: Database, effects: Recorder
) -> None:
    url = kernel.url.render_as_string(hide_password=False)
    job = promise(kernel, "once")
    first = subprocess.run(
        [sys.executable, "-c", CRASHES, url, "dies"], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert first.returncode == -signal.SIGKILL, first.stderr
    assert names(kernel) == []
    # on PostgreSQL the lease, not the end of a process, frees the job; here the time is let pass at once
    if kernel.dialect == "postgresql":
        kernel.write(lambda unit: unit.connection.execute(update(rows).values(leased_until=unit.now)))
    runner = open_runner(kernel, effects, workers=2, clock=now)
    runner.start()
    try:
        eventually(lambda: state(kernel, job) == "done")
    finally:
        runner.stop()
    assert names(kernel) == ["once"]
