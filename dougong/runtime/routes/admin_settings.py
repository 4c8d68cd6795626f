"""The settings this process runs with.

They come from the environment and ``dougong.toml`` alone, so that every server of an installation has the same ones and
none depends on who changed what while it ran: here they are read, never set.
"""

from typing import Any

from pydantic import SecretStr
from sqlalchemy import make_url

from dougong.edge import ADMIN, Caller, Routes
from dougong.runtime.answers.installation import SettingList
from dougong.settings import PREFIX, Settings

routes = Routes("/api/admin/settings", tags=["admin"], about="How this installation is set up.")


@routes.get("", ADMIN, answers=SettingList)
def read(caller: Caller) -> dict[str, Any]:
    """Every setting, its value and what sets it; secrets are never shown."""
    settings = caller.services.settings
    items = [_shown(settings, name) for name in Settings.model_fields]
    return {"items": items, "next": None, "total": len(items)}


def _shown(settings: Settings, name: str) -> dict[str, Any]:
    field = Settings.model_fields[name]
    value, default = getattr(settings, name), field.default
    secret = isinstance(value, SecretStr)
    shown: dict[str, Any] = {
        "name": name,
        "variable": f"{PREFIX}{name.upper()}",
        "description": field.description or "",
        "secret": secret,
        "given": bool(value.get_secret_value()) if isinstance(value, SecretStr) else value not in ("", None),
        "own": value != default,
    }
    if not secret:
        shown |= {"value": _plain(name, value), "default": _plain(name, default)}
    return shown


def _plain(name: str, value: Any) -> Any:
    if name == "database_url" and value:
        return make_url(value).render_as_string(hide_password=True)
    return value if value is None or isinstance(value, str | int | tuple) else str(value)
