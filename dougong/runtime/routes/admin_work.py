"""Administration of what runs: jobs that were set aside, the audit log, connections."""

from typing import Any

from pydantic import Field

from dougong.edge import ADMIN, Body, Caller, PageSize, Routes
from dougong.errors import NotFound
from dougong.ids import is_id
from dougong.platform import audit, connections, outbox
from dougong.platform.db import Unit
from dougong.runtime.answers.work import AuditPage, Connection, ConnectionList, JobPage, RetriedJob
from dougong.runtime.services.people import person

routes = Routes("/api/admin", tags=["admin-work"], about="Jobs, the audit log, connections.")


class ConnectionBody(Body):
    kind: str = Field(min_length=1, max_length=40)
    settings: dict[str, Any] = Field(default_factory=dict)
    secrets: dict[str, str] | None = None


@routes.get("/jobs", ADMIN, answers=JobPage)
def jobs(
    caller: Caller, state: str = "parked", kind: str | None = None, cursor: str | None = None, limit: PageSize = 50
) -> dict[str, Any]:
    """Promised jobs in one state, newest first: waiting, running, done, parked, cancelled."""
    rows = outbox.page(caller.connection, state=state, kind=kind, before=_id(cursor), limit=limit + 1)
    items = [
        {
            "id": row.id,
            "kind": row.kind,
            "state": row.state,
            "due": row.due,
            "attempts": row.attempts,
            "error": row.error,
            "created_at": row.created_at,
            "ended_at": row.ended_at,
        }
        for row in rows[:limit]
    ]
    return {"items": items, "next": rows[limit - 1].id if len(rows) > limit else None, "total": None}


@routes.post("/jobs/{id}/retry", ADMIN, answers=RetriedJob)
def retry(caller: Caller, id: str) -> dict[str, Any]:
    """Let a parked job begin anew."""

    def work(unit: Unit) -> dict[str, Any]:
        if not is_id(id) or not outbox.retry(unit, id):
            raise NotFound
        audit.record(unit, caller.user, "job.retried", f"job:{id}")
        return {"id": id, "state": "waiting"}

    return caller.write(work)


@routes.get("/audit", ADMIN, answers=AuditPage)
def audit_log(
    caller: Caller,
    *,
    actor: str | None = None,
    action: str | None = None,
    target: str | None = None,
    cursor: str | None = None,
    limit: PageSize = 50,
) -> dict[str, Any]:
    """Who did what, newest first."""
    if actor is not None and not is_id(actor):
        return {"items": [], "next": None, "total": None}
    entries = audit.page(
        caller.connection, limit=limit + 1, before=_id(cursor), actor=actor, action=action, target=target
    )
    items = [
        {
            "id": entry.id,
            "at": entry.at,
            "actor": person(caller.organisation, entry.actor),
            "via": entry.via,
            "action": entry.action,
            "target": entry.target,
            "detail": entry.detail,
        }
        for entry in entries[:limit]
    ]
    return {"items": items, "next": entries[limit - 1].id if len(entries) > limit else None, "total": None}


@routes.get("/connections", ADMIN, answers=ConnectionList)
def list_connections(caller: Caller) -> dict[str, Any]:
    """Connections; secrets are never shown."""
    items = connections.listing(caller.connection)
    return {"items": items, "next": None, "total": len(items)}


@routes.put("/connections/{key}", ADMIN, answers=Connection)
def put_connection(caller: Caller, key: str, body: ConnectionBody, app: str = "") -> dict[str, Any]:
    """Make or change a connection, for one app or (without ``app``) for all. Secrets left out stay as they are, unless
    the address is another one now."""

    def work(unit: Unit) -> dict[str, Any]:
        connections.put(
            unit,
            caller.services.vault,
            app=app,
            key=key,
            kind=body.kind,
            settings=body.settings,
            secrets=body.secrets,
        )
        audit.record(unit, caller.user, "connection.changed", f"connection:{app}/{key}", {"kind": body.kind})
        return next(
            one for one in connections.listing(unit.connection) if one["key"] == key and (one["app"] or "") == app
        )

    return caller.write(work)


@routes.delete("/connections/{key}", ADMIN, status=204)
def remove_connection(caller: Caller, key: str, app: str = "") -> None:
    """Remove a connection and its secrets."""

    def work(unit: Unit) -> None:
        if not connections.remove(unit, app, key):
            raise NotFound
        audit.record(unit, caller.user, "connection.removed", f"connection:{app}/{key}")

    caller.write(work)


def _id(cursor: str | None) -> str | None:
    return cursor if cursor is not None and is_id(cursor) else None
