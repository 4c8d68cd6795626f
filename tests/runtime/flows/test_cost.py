"""What an approval costs: one commit and a bounded number of statements, whatever else there is."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from dougong.runtime.services import tasks
from dougong.runtime.services.context import Actor
from dougong.runtime.services.tasks import Act


@contextmanager
def counted() -> Iterator[list[tuple[int, str]]]:
    """The statements sent meanwhile, savepoints aside, with the thread of each."""
    sent: list[tuple[int, str]] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append((threading.get_ident(), statement))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def approve(company: Any, name: str, **more: Any) -> list[str]:
    """The statements of one approval, from the lock to the commit."""
    services, task = company.server.services, company.task(name)
    with services.database.read() as connection:
        actor = Actor(services.person(connection, company.ids[name]))

    def work(unit: Any) -> int:
        tasks.act(services, unit, actor, task, Act("approve", **more))
        return threading.get_ident()

    with counted() as sent:
        writer = services.database.write(work)
    # what other threads look for meanwhile is none of it
    return [statement for thread, statement in sent if thread == writer]


@pytest.mark.parametrize("kind", ["plain", "team", "both"])
def test_an_approval_sends_at_most_sixteen_statements(quiet: Any, kind: str) -> None:
    quiet.submit(kind=kind)
    sent = approve(quiet, "bob" if kind == "plain" else "lea")
    assert len(sent) <= 16, "\n".join(sent)


def test_an_approval_that_fills_something_in_does_too(quiet: Any) -> None:
    quiet.submit(kind="plain")
    sent = approve(quiet, "bob", values={"budget": "IT"})
    assert len(sent) <= 16, "\n".join(sent)


def test_an_approval_that_leads_on_to_the_next_step_does_too(quiet: Any) -> None:
    quiet.submit(amount="5000")
    sent = approve(quiet, "bob")
    assert len(sent) <= 16, "\n".join(sent)


def test_neither_voters_who_decided_nor_other_records_make_it_dearer(quiet: Any) -> None:
    quiet.submit(kind="both")
    first = len(approve(quiet, "lea"))
    for number in range(30):
        quiet.submit(name=f"Other {number}", kind="team")
    record = quiet.submit(kind="both")
    for name in ("lea", "leo"):
        task = next(one["id"] for one in quiet.todo(name) if one["record"]["id"] == record["id"])
        quiet.act(name, "approve", task=task)
    assert quiet.state(record) == "running"
    assert first <= 16
