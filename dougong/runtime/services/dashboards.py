"""Dashboards: which there are for somebody, and what stands on one. Each tile runs on its own (``reports``)."""

from typing import Any

from dougong.engines.document import ShownName, in_both
from dougong.engines.report.definition import DashboardFilter, TileDef
from dougong.errors import NotFound
from dougong.runtime.services import reports
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.report_filters import my_dashboards
from dougong.runtime.services.report_forms import forms_of, plans_of

Json = dict[str, Any]


def read(desk: Desk, key: str) -> Json:
    """Layout, tiles and filters. Raises NotFound for a dashboard that is not there or not his."""
    dashboard = next((one for one in my_dashboards(desk) if one.key == key), None)
    if dashboard is None:
        raise NotFound
    tiles = [_tile(desk, tile) for tile in dashboard.tiles]
    form = next((tile["form"] for tile in tiles if tile.get("form")), None)
    return {
        "key": dashboard.key,
        "name": _name(desk, dashboard.name, dashboard.key),
        "description": _name(desk, dashboard.description, ""),
        "refresh": dashboard.refresh,
        "filters": [_filter(desk, one, form) for one in dashboard.filters],
        "tiles": tiles,
    }


def _tile(desk: Desk, tile: TileDef) -> Json:
    shape: Json = {"at": list(tile.at), "filters": dict(tile.filters)}
    if tile.report is not None:
        plan = plans_of(desk.app).get(tile.report)
        known = plan is not None and reports.may_open(desk, tile.report)
        shape |= {
            "report": tile.report,
            "name": _name(desk, tile.name or (plan.report.name if plan else None), tile.report),
            "chart": plan.report.chart.model_dump(mode="json", by_alias=True) if plan else None,
            "form": plan.report.form if plan else None,
            "drill": list(plan.report.drill) if plan else [],
            "allowed": known,
        }
    elif tile.view is not None:
        form, _, view = tile.view.partition("/")
        views = {one.key: one for one in desk.form(form).definition.views}
        own = views[view].name if view in views else None
        shape |= {"view": view, "form": form, "name": _name(desk, tile.name or own, tile.view)}
    else:
        shape |= {"text": _name(desk, tile.text, ""), "name": _name(desk, tile.name, "")}
    return shape


def _filter(desk: Desk, one: DashboardFilter, form: str | None) -> Json:
    forms = forms_of(desk.app)
    kind = None if form is None else forms.scope(form).resolve(tuple(one.field.split(".")))
    default_name = one.field if form is None else forms.shown(form, one.field).in_locale(desk.actor.locale)
    options = () if form is None else forms.options(form, one.field)
    return {
        "key": one.key or one.field,
        "field": one.field,
        "name": _name(desk, one.name, default_name),
        "type": kind.name if kind is not None else None,
        "form": kind.form if kind is not None else None,
        "default": one.default,
        "on": dict(one.on),
        "options": [
            {"value": option.value, "name": _name(desk, option.name, option.value), "color": option.color}
            for option in options
        ],
    }


def _name(desk: Desk, name: ShownName | None, default: str) -> str:
    return in_both(name, default).in_locale(desk.actor.locale)
