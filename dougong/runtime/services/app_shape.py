"""An app as one person may see it: what the pages are drawn from. Names are in his language; what he may not see is
absent. Made once per version, rights and language.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dougong.engines.document import Def
from dougong.engines.expression.env import BY_CALENDAR
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.expression import Expression
from dougong.engines.form.fields import CompiledField
from dougong.engines.form.parts import CompiledButton, CompiledDefault, CompiledView, FieldConditions
from dougong.engines.form.scope import table_of
from dougong.engines.record.choices import options_of
from dougong.engines.record.field_types.multiselect import MultiselectDef
from dougong.engines.record.field_types.select import SelectDef
from dougong.errors import Locale, NotFound
from dougong.platform.access.principal import Principal
from dougong.platform.access.rights import FormRights
from dougong.platform.definitions.compiled import CompiledApp, Kept
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.report_forms import forms_of

Json = dict[str, Any]
KEPT = 500
# what has no field of its own behind a path, and what several of a kind show like
_PLAIN = {"user": "user", "department": "department", "datetime": "datetime", "number": "number"}
_SEVERAL = {"select": "multiselect", "user": "users", "department": "departments", "reference": "references"}
# what the pages get in compiled form
_COMPILED = frozenset(
    {"default", "formula", "visible_when", "required_when", "readonly_when", "filter", "was", "fields"}
)


def shown_app(desk: Desk) -> Json:
    """Raises NotFound for somebody who may do nothing in it."""
    kept: Kept = desk.app.derived("shown", lambda _: Kept(KEPT))
    key = (desk.actor.principal.fingerprint, desk.actor.principal.builder, desk.actor.locale)
    found: Json | None = kept.get(key)
    if found is None:
        found = kept[key] = _Shape(desk.app, desk.actor.principal, desk.actor.locale).app_json()
    if not found["forms"] and not found["can_build"]:
        raise NotFound
    return found


def words(value: object, locale: Locale) -> Any:
    """Part of a document as JSON, its names in one language."""
    if isinstance(value, Def):
        return words(value.model_dump(mode="json", by_alias=True, exclude_unset=True), locale)
    if isinstance(value, Mapping):
        if value.keys() == {"zh-CN", "en"}:
            return value[locale]
        return {key: words(item, locale) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [words(item, locale) for item in value]
    return value


class _Shape:
    """One answer in the making."""

    def __init__(self, app: CompiledApp, principal: Principal, locale: Locale) -> None:
        self.app, self.principal, self.locale = app, principal, locale
        self.roles = app.access.roles(principal)
        # whether a page counts working days
        self.by_calendar = False

    def app_json(self) -> Json:
        definition = self.app.definition
        forms = [shown for form in self.app.forms.values() if (shown := self.form(form)) is not None]
        keys = {form["key"] for form in forms}
        pages = [words(page, self.locale) for page in definition.pages if self.mine(page.roles)]
        reports = [
            {"key": one.key, "name": self.name(one), "chart": _chart(one.chart), "form": one.form}
            for one in definition.reports
            if self.mine(one.roles) and (one.form in keys or one.as_ == "app")
        ]
        dashboards = [{"key": one.key, "name": self.name(one)} for one in definition.dashboards if self.mine(one.roles)]
        opens = {
            "form": keys,
            "view": {f"{form['key']}/{view['key']}" for form in forms for view in form["views"]},
            "page": {page["key"] for page in pages},
            "report": {report["key"] for report in reports},
            "dashboard": {dashboard["key"] for dashboard in dashboards},
        }
        return {
            "key": self.app.key,
            "name": words(definition.model_dump(mode="json", by_alias=True, include={"name"})["name"], self.locale),
            "icon": definition.icon,
            "version": self.app.n,
            "locale": definition.locale,
            "timezone": definition.timezone,
            "calendar": self.calendar(),
            "currency": definition.currency,
            "can_build": self.principal.builder,
            "roles": sorted(self.roles),
            "menu": self.menu(definition.menu, opens),
            "home": pages[0] if pages else None,
            "forms": forms,
            "reports": reports,
            "dashboards": dashboards,
            "pages": pages,
            "option_sets": [words(one, self.locale) for one in definition.option_sets],
        }

    def told(self, expression: Expression | None) -> Json | None:
        """As the page evaluates it."""
        if expression is None:
            return None
        self.by_calendar |= not BY_CALENDAR.isdisjoint(expression.uses)
        return expression.envelope()

    def calendar(self) -> Json | None:
        """The days that are worked; none where no page asks, for the holidays of a country are many."""
        if not self.by_calendar:
            return None
        calendar = self.app.calendar
        return {"week": list(calendar.working_week), "exceptions": [day.isoformat() for day in calendar.exceptions]}

    def mine(self, roles: Sequence[str]) -> bool:
        return not roles or bool(self.roles & set(roles))

    def name(self, part: Any) -> str:
        """A part's shown name; its key where it has none."""
        found = words(part.model_dump(mode="json", by_alias=True, include={"name"}).get("name"), self.locale)
        return str(found) if found else str(part.key)

    def form(self, form: CompiledForm) -> Json | None:
        rights = self.app.access.rights(self.principal, form.key)
        if not rights.actions:
            return None
        key, definition = form.key, form.definition
        return {
            "key": key,
            "name": self.name(definition),
            "icon": definition.icon,
            "hint": words(definition.model_dump(mode="json", by_alias=True, include={"hint"}).get("hint"), self.locale),
            "title": form.title if form.title and not rights.hidden(form.title) else None,
            "can": sorted(rights.actions),
            "fields": [
                self.field(form, name, one, rights) for name, one in form.fields.items() if not rights.hidden(name)
            ],
            "owner": rights.right("owner"),
            "department": rights.right("department"),
            "linkage": [self.line(line) for line in form.linkage],
            "checks": [words(check.definition, self.locale) | {"when": self.told(check.when)} for check in form.checks],
            "pipelines": [self.pipeline(one) for one in form.pipelines],
            "buttons": [
                self.button(name, one) for name, one in form.buttons.items() if self.mine(one.definition.roles)
            ],
            "views": [self.view(key, one, rights) for one in form.views.values() if self.mine(one.definition.roles)],
            "layout": words(definition.layout, self.locale),
            "print": [words(one, self.locale) for one in definition.print if self.mine(one.roles)],
            "flows": [
                {"key": flow.key, "name": self.name(flow)}
                for flow in self.app.definition.flows
                if flow.form == form.key
            ],
        }

    def field(self, form: CompiledForm, key: str, one: CompiledField, rights: FormRights) -> Json:
        right = "read" if one.computed and rights.right(key) == "edit" else rights.right(key)
        default = form.defaults.get(key)
        shown = self.definition(one, default) | {"right": right, "computed": one.computed}
        shown["expressions"] = self.expressions(form, key, form.conditions.get(key), default, rights)
        if one.children:
            rows = form.rows[key]
            shown["fields"] = [
                self.definition(child, rows.defaults.get(column))
                | {
                    "right": rights.right(f"{key}.{column}"),
                    "computed": child.computed,
                    "expressions": self.expressions(
                        form, f"{key}.{column}", rows.conditions.get(column), rows.defaults.get(column), rights
                    ),
                }
                for column, child in one.children.items()
                if not rights.hidden(f"{key}.{column}")
            ]
        return shown

    def definition(self, one: CompiledField, default: CompiledDefault | None = None) -> Json:
        """The field's own part of the document with what it holds; a default that is a formula is an expression."""
        shown: Json = {key: value for key, value in words(one.definition, self.locale).items() if key not in _COMPILED}
        if default is not None and default.formula is None:
            shown["default"] = one.dump(default.value)
        shown |= {"name": one.name.in_locale(self.locale), "kind": one.kind.as_json()}
        if one.computed:
            shown["holds"] = words(one.held, self.locale) | {"type": one.held.type}
        decimals = getattr(one.held, "decimals", None)
        if decimals is not None:
            shown["decimals"] = decimals
        if isinstance(one.held, SelectDef | MultiselectDef):
            shown["options"] = words(options_of(one.held, one.facts), self.locale)
            for option in shown["options"]:
                option.setdefault("name", option["value"])
        return shown

    def expressions(
        self,
        form: CompiledForm,
        path: str,
        conditions: FieldConditions | None,
        default: CompiledDefault | None,
        rights: FormRights,
    ) -> Json:
        """What the page evaluates by itself. A formula over what he may not see is left to the server."""
        found: dict[str, Expression | None] = {
            "visible_when": conditions.visible if conditions else None,
            "required_when": conditions.required if conditions else None,
            "readonly_when": conditions.readonly if conditions else None,
            "default": default.formula if default is not None else None,
            "formula": next((one.expression for one in form.computed if one.path == path), None),
            "filter": form.filters[path].condition if path in form.filters else None,
        }
        return {
            name: self.told(expression)
            for name, expression in found.items()
            if expression is not None and (name == "filter" or not _hidden(expression, path, rights))
        }

    def line(self, line: Any) -> Json:
        return {
            "when": self.told(line.when),
            "show": sorted(line.show),
            "hide": sorted(line.hide),
            "require": sorted(line.require),
            "readonly": sorted(line.readonly),
            "set": {key: self.told(expression) for key, expression in line.set.items()},
            "options": {key: sorted(values) for key, values in line.options.items()},
        }

    def pipeline(self, pipeline: Any) -> Json:
        shown: Json = words(pipeline.definition, self.locale)
        shown["when"] = self.told(pipeline.when)
        for stage, compiled in zip(shown["stages"], pipeline.stages.values(), strict=True):
            stage["name"] = compiled.name.in_locale(self.locale)
            stage["enter_when"] = self.told(compiled.enter_when)
            stage["exit_when"] = self.told(compiled.exit_when)
        return shown

    def button(self, key: str, button: CompiledButton) -> Json:
        definition = words(button.definition, self.locale)
        kept = ("name", "icon", "style", "confirm")
        shown: Json = {"key": key} | {name: definition[name] for name in kept if name in definition}
        shown["when"] = self.told(button.when)
        shown["ask"] = [self.definition(one) | {"right": "edit"} for one in button.ask.values()]
        return shown

    def view(self, form: str, compiled: CompiledView, rights: FormRights) -> Json:
        """The view, without the columns that show nowhere; its filter is the server's."""
        view = compiled.definition
        shown: Json = words(view, self.locale)
        shown.pop("filter", None)
        shown["color_when"] = [{"when": self.told(when), "color": color} for when, color in compiled.colors]
        shown["name"] = self.name(view)
        shown.setdefault("type", view.type)
        shown["page_size"] = view.page_size
        paths = {path: field for path in view.paths if (field := self.column(form, path)) is not None}
        shown["columns"] = [
            column
            for column in shown.get("columns", [])
            if (path := column if isinstance(column, str) else column["field"]) in paths
            or ("." not in path and not rights.hidden(path))
        ]
        shown["paths"] = paths
        return shown

    def column(self, form: str, path: str) -> Json | None:
        """What stands in a column behind a reference, like a field; None for one that does not show."""
        if "." not in path:
            return None
        forms, parts = forms_of(self.app), tuple(path.split("."))
        kind = forms.scope(form).resolve(parts)
        if kind is None or self.hidden_behind(form, parts):
            return None
        found = forms.field(form, parts)
        shown: Json = {"type": _PLAIN.get(kind.name, "text")}
        if found is not None:
            shown = self.definition(found)
            shown |= shown.get("holds", {})
        if kind.name == "list" and (found is None or found.kind.name != "list"):
            shown["type"] = _SEVERAL.get(shown["type"], "list")
        name = forms.shown(form, path).in_locale(self.locale)
        return shown | {"key": path, "name": name, "kind": kind.as_json(), "right": "read", "computed": False}

    def hidden_behind(self, form: str, parts: tuple[str, ...]) -> bool:
        """Whether the path leads through or to what shows nowhere; what lies in other apps the server sees to."""
        table: str | None = form
        for index, part in enumerate(parts):
            if table is None or "/" in table or table.startswith("@"):
                return False
            name, _, rows = table.partition(".")
            rights = self.app.access.rights(self.principal, name)
            if "read" not in rights.actions or rights.hidden(f"{rows}.{part}" if rows else part):
                return True
            kind = forms_of(self.app).scope(form).resolve(parts[: index + 1])
            table = None if kind is None else table_of(kind)
        return False

    def menu(self, entries: Iterable[Any], opens: Mapping[str, set[str]]) -> list[Json]:
        """The entries that lead to something he may open."""
        found: list[Json] = []
        for entry in entries:
            if not self.mine(entry.roles):
                continue
            if hasattr(entry, "items") and isinstance(entry.items, tuple):
                items = self.menu(entry.items, opens)
                if items:
                    found.append(words(entry, self.locale) | {"items": items})
            elif all(name in opens[kind] or (kind == "form" and "/" in name) for kind, name in _named(entry)):
                found.append(words(entry, self.locale))
        return found


def _named(item: Any) -> list[tuple[str, str]]:
    """What an entry of the menu leads to."""
    named = {kind: getattr(item, kind) for kind in ("form", "page", "report", "dashboard")}
    # a form of another app has its views there
    if item.view is not None and "/" not in (item.form or "/"):
        named["view"] = f"{item.form}/{item.view}"
    return [(kind, name) for kind, name in named.items() if name is not None]


def _chart(chart: object) -> object:
    return chart if isinstance(chart, str) else getattr(chart, "type", None)


def _hidden(expression: Expression, path: str, rights: FormRights) -> bool:
    """Whether it reads something that shows nowhere."""
    rows = path.partition(".")[0] if "." in path else None
    return any(
        rights.hidden(parts[0])
        or (len(parts) > 1 and rights.hidden(f"{parts[0]}.{parts[1]}"))
        or (rows is not None and rights.hidden(f"{rows}.{parts[0]}"))
        for parts in expression.depends
    )
