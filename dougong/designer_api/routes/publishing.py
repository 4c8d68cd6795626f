"""From the draft to a version: plan, publish, history, rollback."""

from typing import Any

from starlette.responses import Response

from dougong.designer_api.answers import DifferenceList, Plan, Published, Version, VersionList
from dougong.designer_api.depends import BUILD, building, ports_of, publishing_of
from dougong.edge import Body, Caller, Routes, answer
from dougong.platform.definitions import drafts, versions
from dougong.platform.definitions.changes import differences
from dougong.platform.publishing.plan import make_plan

routes = Routes("/api/designer/apps/{app}", tags=["publishing"], about="From the draft to a version.")


class Publish(Body):
    """``confirm``: the ids of the steps that want it."""

    plan_id: str
    confirm: tuple[str, ...] = ()
    note: str = ""


@routes.post("/draft/plan", BUILD, in_steps=True, answers=Plan)
def plan_draft(caller: Caller, app: str) -> Response:
    """What publishing the draft would do, with counts; kept under ``plan_id``."""
    return _planned(caller, building(caller, app), None)


@routes.post("/draft/publish", BUILD, in_steps=True, answers=Published)
def publish_draft(caller: Caller, app: str, body: Publish) -> dict[str, Any]:
    """Do exactly that plan."""
    building(caller, app)
    principal = caller.principal
    caller.release()
    version = publishing_of(caller.services).publish(app, body.plan_id, body.confirm, body.note, principal)
    return {"version": version}


@routes.get("/versions", BUILD, answers=VersionList)
def list_versions(caller: Caller, app: str) -> Response:
    """Every version, newest first."""
    building(caller, app)
    items = [_shown(caller, one) for one in versions.every(caller.connection, app)]
    return answer({"items": items, "current": versions.current_n(caller.connection, app)})


@routes.get("/versions/{n}", BUILD, answers=Version)
def get_version(caller: Caller, app: str, n: int) -> Response:
    """One version with its document."""
    building(caller, app)
    found = versions.version(caller.connection, app, n)
    row = next(one for one in versions.every(caller.connection, app) if one["n"] == n)
    return answer(_shown(caller, row) | {"document": found.document})


@routes.get("/versions/{a}/diff/{b}", BUILD, answers=DifferenceList)
def diff_versions(caller: Caller, app: str, a: str, b: str) -> Response:
    """What differs from one version to another, in words; ``draft`` stands for the draft."""
    building(caller, app)
    old, new = (_document(caller, app, which) for which in (a, b))
    return answer({"items": [one.as_json() for one in differences(old, new)]})


@routes.post("/versions/{n}/rollback", BUILD, in_steps=True, answers=Plan)
def roll_back(caller: Caller, app: str, n: int) -> Response:
    """A plan that brings back version n; publishing it makes the next version."""
    return _planned(caller, building(caller, app), n)


def _planned(caller: Caller, app: str, rollback_to: int | None) -> Response:
    services, principal = caller.services, caller.principal
    caller.release()
    made = make_plan(services.database, services.kinds, ports_of(services), app, principal, rollback_to=rollback_to)
    return answer(made.as_json())


def _document(caller: Caller, app: str, which: str) -> dict[str, Any]:
    if which == "draft":
        return drafts.get(caller.connection, app).document
    return versions.version(caller.connection, app, int(which) if which.isdigit() and len(which) < 9 else -1).document


def _shown(caller: Caller, row: Any) -> dict[str, Any]:
    by = row["published_by"]
    return {
        "n": row["n"],
        "note": row["note"],
        "published_at": row["published_at"],
        "published_by": {"id": by, "title": caller.organisation.name_of(by)} if by else None,
        "base": row["base"],
        "rollback_of": row["rollback_of"],
    }
