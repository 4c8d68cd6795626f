"""Signing in and out, and setting a forgotten password."""

from starlette.responses import Response

from dougong.edge import PUBLIC, SIGNED_IN, Body, Caller, Permission, Routes, answer
from dougong.edge.gate import COOKIE
from dougong.platform.identity.listing import user_row
from dougong.runtime.answers.people import SignedIn
from dougong.runtime.services import accounts
from dougong.runtime.services.people import shown_user

routes = Routes("/api/auth", tags=["auth"], about="Signing in and out.")

# bounded by failures and by the few passwords that are checked at a time
SIGN_IN = Permission("sign_in", signed_in=False, counted=False)


class Login(Body):
    username: str
    password: str


class Reset(Body):
    token: str
    password: str


@routes.post("/login", SIGN_IN, reads=True, answers=SignedIn)
def login(caller: Caller, body: Login) -> Response:
    """Open a session; the token is also set as a cookie."""
    agent = caller.request.headers.get("user-agent")
    caller.release()
    signed_in = accounts.sign_in(caller.services, body.username, body.password, caller.address, agent)
    with caller.read() as connection:
        row = user_row(connection, signed_in.user)
        shown = shown_user(row, caller.services.organisation(connection))
    opened = signed_in.session
    response = answer({"token": opened.token, "csrf": opened.csrf, "user": shown})
    response.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(caller.session_lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=caller.services.settings.secure_cookies,
        path="/",
    )
    return response


@routes.post("/logout", SIGNED_IN, status=204)
def logout(caller: Caller) -> Response:
    """End this session. An API key is ended at /api/me/api-keys."""
    holder = caller.holder
    if holder is not None and holder.session is not None:
        session = holder.session
        caller.write(lambda unit: accounts.sign_out(unit, caller.user, session))
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response


@routes.post("/reset", PUBLIC, status=204, in_steps=True)
def reset(caller: Caller, body: Reset) -> None:
    """Set a new password with a token from an administrator."""
    accounts.reset_password(caller.services, body.token, body.password)
