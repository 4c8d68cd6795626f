"""Other apps that name forms of this one: publishing either checks both."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from dougong.engines.finding import Finding, message
from dougong.engines.form.definition import FormDef
from dougong.kinds import Kinds
from dougong.platform.definitions import versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.check import checked, foreign_forms

BREAKS = message(
    "breaks_app",
    "应用 {app} 的 {place} 用到了本应用中将不再存在或类型不同的部分：{why}",
    "The app {app} uses something of this one that would be gone or different, at {place}: {why}",
)


def neighbour_findings(connection: Connection, app: AppDef, kinds: Kinds) -> Iterator[Finding]:
    """One finding for each problem that a published app would get from this version and does not have today."""
    mine = {f"{app.key}/{form.key}": form for form in app.forms}
    for key, n in versions.app_keys(connection).items():
        if key == app.key or n == 0:
            continue
        version = versions.version(connection, key, n)
        if f'"{app.key}/' not in version.text:
            continue
        other = AppDef.model_validate(version.document, context=kinds)
        today = foreign_forms(connection, other, kinds)
        then = {name: form for name, form in today.items() if not name.startswith(f"{app.key}/")} | mine
        known = {(one.pointer, one.code) for one in _errors(version.document, kinds, today)}
        for one in _errors(version.document, kinds, then):
            if (one.pointer, one.code) not in known:
                yield BREAKS.at("", app=key, place=one.pointer, why=one.message)


def _errors(document: object, kinds: Kinds, foreign: Mapping[str, FormDef]) -> list[Finding]:
    return [one for one in checked(document, kinds, foreign).findings if one.severity == "error"]
