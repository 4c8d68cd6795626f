"""Whoever is asking: profile, password, API keys, absence."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from dougong.edge import SIGNED_IN, Body, Caller, Moment, Routes
from dougong.engines.document import PlainName
from dougong.engines.finding import Invalid, message
from dougong.errors import NotFound
from dougong.ids import is_id
from dougong.platform import audit
from dougong.platform.db import Unit
from dougong.platform.identity import accounts as people
from dougong.platform.identity import sessions
from dougong.platform.identity.listing import user_row
from dougong.runtime.answers.people import ApiKeyList, AppList, Me, NewApiKey, User
from dougong.runtime.services import accounts
from dougong.runtime.services.people import shown_user
from dougong.runtime.services.portal import openable

routes = Routes("/api/me", tags=["me"], about="Whoever is asking: profile, password, API keys, absence.")

TOO_MUCH = message(
    "scope_not_held", "不能授予自己没有的权限：{scope}", "You cannot grant what you do not hold: {scope}"
)
UNKNOWN_SCOPE = message("unknown_scope", "没有这种权限范围：{scope}", "There is no such scope: {scope}")
BACKWARDS = message("interval_reversed", "结束时间必须晚于开始时间", "The end must be after the beginning")
NEEDS_DELEGATE = message("delegate_needed", "请指定代理人", "Name a delegate")

SCOPES = frozenset({"read", "write", "build", "admin"})


class Profile(Body):
    name: PlainName | None = Field(default=None, min_length=1, max_length=120)
    locale: Literal["zh-CN", "en"] | None = None
    email: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=40)


class NewPassword(Body):
    current: str
    password: str


class NewKey(Body):
    name: str = Field(min_length=1, max_length=120)
    scopes: tuple[str, ...] = ("read", "write")
    expires_at: Moment | None = None


class AbsenceBody(Body):
    since: Moment | None = None
    until: Moment | None = None
    delegate: str | None = None


@routes.get("", SIGNED_IN, answers=Me)
def read(caller: Caller) -> dict[str, Any]:
    """Who am I, and what may I open."""
    row = user_row(caller.connection, caller.user)
    shown = shown_user(row, caller.organisation)
    roles = [{"app": app, "role": role} for app, role in sorted(caller.principal.roles)]
    csrf = caller.holder.csrf if caller.holder is not None else None
    return shown | {"roles": roles, "csrf": csrf}


@routes.get("/apps", SIGNED_IN, answers=AppList)
def apps(caller: Caller) -> dict[str, Any]:
    """The apps I may open, each with the version that is published."""
    items = openable(caller.services, caller.connection, caller.actor)
    return {"items": items, "next": None, "total": len(items)}


@routes.patch("", SIGNED_IN, answers=User)
def change(caller: Caller, body: Profile) -> dict[str, Any]:
    """Change one's own name, language or addresses."""
    values = {key: value for key, value in body.model_dump(exclude_unset=True).items() if key != "name" or value}

    def work(unit: Unit) -> dict[str, Any]:
        if values:
            people.change(unit, caller.user, values)
            audit.record(unit, caller.user, "user.changed", f"user:{caller.user}", {"keys": sorted(values)})
        return shown_user(user_row(unit.connection, caller.user), caller.services.organisation(unit.connection))

    return caller.write(work)


@routes.post("/password", SIGNED_IN, status=204, in_steps=True)
def password(caller: Caller, body: NewPassword) -> None:
    """Set a new password; all sessions end, this one too."""
    accounts.change_password(caller.services, caller.user, body.current, body.password)


@routes.get("/api-keys", SIGNED_IN, answers=ApiKeyList)
def list_keys(caller: Caller) -> dict[str, Any]:
    """My API keys, without their tokens."""
    items = sessions.keys_of(caller.connection, caller.user)
    return {"items": items, "next": None, "total": len(items)}


@routes.post("/api-keys", SIGNED_IN, status=201, answers=NewApiKey)
def make_key(caller: Caller, body: NewKey) -> dict[str, Any]:
    """A new API key; its token is shown this once."""
    _check_scopes(caller, body.scopes)

    def work(unit: Unit) -> dict[str, Any]:
        key, token = sessions.make_key(unit, caller.user, body.name, body.scopes, body.expires_at)
        audit.record(unit, caller.user, "api_key.created", f"api_key:{key}", {"scopes": list(body.scopes)})
        return {
            "id": key,
            "name": body.name,
            "scopes": list(body.scopes),
            "created_at": unit.now,
            "expires_at": body.expires_at,
            "token": token,
        }

    return caller.write(work)


@routes.delete("/api-keys/{id}", SIGNED_IN, status=204)
def remove_key(caller: Caller, id: str) -> None:
    """End an API key at once."""

    def work(unit: Unit) -> None:
        if not is_id(id) or not sessions.remove_key(unit, caller.user, id):
            raise NotFound
        audit.record(unit, caller.user, "api_key.removed", f"api_key:{id}")

    caller.write(work)


@routes.put("/absence", SIGNED_IN, answers=User)
def absence(caller: Caller, body: AbsenceBody) -> dict[str, Any]:
    """Say when one is away and who acts then; an empty body says one is here."""
    since: datetime | None = body.since
    if body.until is not None and since is None:
        since = caller.services.clock()
    if since is not None and (body.until is None or body.until <= since):
        raise Invalid([BACKWARDS.at("/until")])
    if since is not None and body.delegate is None:
        raise Invalid([NEEDS_DELEGATE.at("/delegate")])

    def work(unit: Unit) -> dict[str, Any]:
        people.set_absence(unit, caller.user, since, body.until, body.delegate if since else None)
        audit.record(unit, caller.user, "absence.set", f"user:{caller.user}", {"until": body.until})
        return shown_user(user_row(unit.connection, caller.user), caller.services.organisation(unit.connection))

    return caller.write(work)


def _check_scopes(caller: Caller, scopes: tuple[str, ...]) -> None:
    """A key carries no more than its maker has: his rights, and for a maker that is a key itself, its scopes."""
    mine = caller.holder.scopes if caller.holder is not None else None
    findings = []
    for number, scope in enumerate(scopes):
        known = scope in SCOPES or scope.startswith("app:")
        held = mine is None or scope in mine
        if scope == "admin":
            held = held and caller.principal.admin
        if scope == "build":
            held = held and caller.principal.builder
        if not known:
            findings.append(UNKNOWN_SCOPE.at(f"/scopes/{number}", scope=scope))
        elif not held:
            findings.append(TOO_MUCH.at(f"/scopes/{number}", scope=scope))
    if mine is not None and any(scope.startswith("app:") for scope in mine) and not set(scopes) & mine:
        findings.append(TOO_MUCH.at("/scopes", scope="app"))
    if findings:
        raise Invalid(findings)
