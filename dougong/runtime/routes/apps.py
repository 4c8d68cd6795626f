"""An app as its member may see it, and its API described."""

from typing import Any

from starlette.responses import Response

from dougong.edge import SIGNED_IN, Caller, Routes, answer
from dougong.runtime.answers.app import App
from dougong.runtime.app_openapi import app_openapi
from dougong.runtime.depends import desk_of
from dougong.runtime.services.app_shape import shown_app

routes = Routes("/api/apps/{app}", tags=["apps"], about="An app as one may see it.")


@routes.get("", SIGNED_IN, answers=App)
def read(caller: Caller, app: str) -> Response:
    """Forms, fields with my rights, views, buttons, menu, reports: what the pages are drawn from."""
    shown = shown_app(desk_of(caller, app))
    return answer(shown, headers={"Cache-Control": "private, no-cache"})


@routes.get("/openapi.json", SIGNED_IN, answers=dict[str, Any])
def describe(caller: Caller, app: str) -> dict[str, Any]:
    """This app's API, its forms typed field by field."""
    return app_openapi(desk_of(caller, app), caller.request.app.openapi())
