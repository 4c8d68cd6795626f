"""Computed values that time alone changes (``TODAY() - signed_on``): made anew when a day begins in the app's zone.

A day of an app is begun once, in the transaction that promises a job for each of its forms; a job does one chunk of
records and promises the next one, so a crash costs a chunk at most and repeats none.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from dougong.platform import outbox
from dougong.platform.access.principal import app_principal
from dougong.platform.db import Unit
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.jobs.periodic import begin
from dougong.platform.storage.select import ListQuery
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import writing_desk
from dougong.runtime.services.records_dependents import refresh_daily

CHUNK = 500
KIND = "daily"


def look(services: Services) -> None:
    """Begin the day of every app in which it has come."""
    with services.database.read() as connection:
        apps = [app for app in services.apps.every(connection) if _moving(app)]
    for app in apps:
        services.database.write(partial(begin_day, app))


def begin_day(app: CompiledApp, unit: Unit) -> bool:
    """Promise what the day changes, unless that is done already."""
    zone = ZoneInfo(app.zone)
    day = _day(unit.now, zone)
    tomorrow = datetime.combine(day + timedelta(days=1), time(), zone)
    if not begin(unit, f"daily:{app.key}", tomorrow):
        return False
    for form in _moving(app):
        _promise(unit, app.key, form, day, None)
    return True


def run_chunk(services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
    """One chunk of a form's records. A day that is over is left to the next one, which makes all of them anew."""
    app, key = payload["app"], payload["form"]
    desk = writing_desk(services, unit, Actor(app_principal(app), channel="rule"), app)
    form = desk.app.forms.get(key)
    if form is None or not form.daily or payload["day"] != _day(unit.now, desk.zone).isoformat():
        return
    query = ListQuery(sort=("id",), fields=())
    page = desk.open_door.page(desk.stored(key), query, limit=CHUNK, cursor=payload["after"])
    refresh_daily(desk, key, [item.id for item in page.items])
    if page.next is not None:
        _promise(unit, app, key, date.fromisoformat(payload["day"]), page.next)


def _promise(unit: Unit, app: str, form: str, day: date, after: str | None) -> None:
    payload = {"app": app, "form": form, "day": day.isoformat(), "after": after}
    outbox.promise(unit, KIND, payload, key=f"{app}/{form}/{day.isoformat()}")


def _moving(app: CompiledApp) -> list[str]:
    return [key for key, form in app.forms.items() if form.daily]


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
