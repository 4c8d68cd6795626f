"""What forms name: other forms, their own fields, roles, calendars, option sets; and their expressions."""

from collections.abc import Iterator, Sequence
from typing import Any

from dougong.engines.form.definition import (
    ButtonDef,
    FormDef,
    LayoutField,
    PipelineDef,
    SectionDef,
    TabsDef,
    ViewColumn,
    ViewDef,
)
from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.places.place import Place, Places

SERIAL_DATE = "serial"


def form_places(app: AppDef, kinds: Kinds) -> Iterator[Place]:
    for index, form in enumerate(app.forms):
        yield from _form(form, Places(kinds, f"/forms/{index}", form.key))


def _form(form: FormDef, places: Places) -> list[Place]:
    _fields(form.fields, "/fields", places)
    places.add("field", "/title", form.title)
    for index, together in enumerate(form.unique):
        places.each("field", f"/unique/{index}", together)
    for index, duplicate in enumerate(form.duplicates):
        places.each("field", f"/duplicates/{index}/match", ())
        for number, match in enumerate(duplicate.match):
            places.add("field", f"/duplicates/{index}/match/{number}/field", match.field)
    for index, check in enumerate(form.checks):
        places.condition(f"/checks/{index}/when", check.when)
        places.each("field", f"/checks/{index}/fields", check.fields)
    _linkage(form, places)
    for index, pipeline in enumerate(form.pipelines):
        _pipeline(pipeline, f"/pipelines/{index}", places)
    for index, button in enumerate(form.buttons):
        _button(button, f"/buttons/{index}", places)
    for index, view in enumerate(form.views):
        _view(view, f"/views/{index}", places)
    _layout(form.layout, "/layout", places)
    for index, printed in enumerate(form.print):
        places.each("role", f"/print/{index}/roles", printed.roles)
    if form.public is not None:
        places.each("role", "/public/roles", form.public.roles)
        places.each("field", "/public/fields", form.public.fields)
    return places.found


def _fields(fields: Sequence[Any], at: str, places: Places) -> None:
    for index, field in enumerate(fields):
        _field(field, f"{at}/{index}", places)


def _field(field: Any, at: str, places: Places) -> None:
    """One field of any type, read off the settings that types share by name."""
    for name in ("visible_when", "required_when", "readonly_when"):
        places.condition(f"{at}/{name}", getattr(field, name))
    other = getattr(field, "form", None)
    places.add("form", f"{at}/form", other)
    places.add("option_set", f"{at}/option_set", getattr(field, "option_set", None))
    places.add("formula", f"{at}/formula", getattr(field, "formula", None), into=field.key, pushed="stored")
    if isinstance(other, str):
        home = (places.form or "").partition("#")[0]
        places.condition(f"{at}/filter", getattr(field, "filter", None), form=other, filled=home, pushed="choice")
        places.condition(f"{at}/when", getattr(field, "when", None), form=other, pushed="rollup")
        places.each("field", f"{at}/show", getattr(field, "show", ()), form=other)
    if field.type == "rollup":
        places.add("field", f"{at}/through", field.through, form=other)
        places.add("field", f"{at}/field", field.field, form=other)
    elif field.type == "lookup":
        places.add("field", f"{at}/through", field.through)
        places.add("field", f"{at}/field", field.field, of=field.through)
    elif field.type == "reference":
        for target, source in field.fill.items():
            places.add("field", f"{at}/fill/{target}", source, form=other)
        places.keys("field", f"{at}/fill", field.fill)
    elif field.type == SERIAL_DATE:
        places.each("field", f"{at}/per", field.per)
        places.add("field", f"{at}/date", field.date)
    places.each("role", f"{at}/roles", getattr(field, "roles", ()))
    default = field.default
    if getattr(default, "formula", None) is not None:
        places.add("formula", f"{at}/default/formula", default.formula, into=field.key)
    if field.type == "subtable":
        inside = Places(places.kinds, places.at, f"{places.form}.{field.key}")
        _fields(field.fields, f"{at}/fields", inside)
        places.found.extend(inside.found)


def _linkage(form: FormDef, places: Places) -> None:
    sections = set(_section_keys(form.layout))
    for index, line in enumerate(form.linkage):
        at = f"/linkage/{index}"
        places.condition(f"{at}/when", line.when)
        for name in ("show", "hide", "require", "readonly"):
            for number, field in enumerate(getattr(line, name)):
                if field not in sections:
                    places.add("field", f"{at}/{name}/{number}", field)
        for key, formula in line.set.items():
            places.add("formula", f"{at}/set/{key}", formula, into=key)
        places.keys("field", f"{at}/set", line.set)
        places.keys("field", f"{at}/options", line.options)


def _section_keys(parts: Sequence[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, SectionDef) and part.key:
            yield part.key
        elif isinstance(part, TabsDef):
            for tab in part.tabs:
                if tab.key:
                    yield tab.key
                yield from _section_keys(tab.content)


def _pipeline(pipeline: PipelineDef, at: str, places: Places) -> None:
    places.condition(f"{at}/when", pipeline.when)
    places.add("field", f"{at}/field", pipeline.field)
    for index, stage in enumerate(pipeline.stages):
        here = f"{at}/stages/{index}"
        places.condition(f"{here}/enter_when", stage.enter_when)
        places.condition(f"{here}/exit_when", stage.exit_when)
        places.each("field", f"{here}/require", stage.require)
        for number, task in enumerate(stage.tasks):
            places.who(f"{here}/tasks/{number}/who", task.who)
            places.add("calendar", f"{here}/tasks/{number}/calendar", task.calendar)
            places.condition(f"{here}/tasks/{number}/when", task.when)


def _button(button: ButtonDef, at: str, places: Places) -> None:
    places.condition(f"{at}/when", button.when)
    places.each("role", f"{at}/roles", button.roles)
    single = not isinstance(button.guard, tuple)
    for index, guard in enumerate(button.guards):
        places.condition(f"{at}/guard/when" if single else f"{at}/guard/{index}/when", guard.when)
    asked = Places(places.kinds, places.at, f"{places.form}#{button.key}")
    asked.actions(f"{at}/do", button.do)
    for index, field in enumerate(button.ask):
        asked.add("form", f"{at}/ask/{index}/form", getattr(field, "form", None))
        asked.add("option_set", f"{at}/ask/{index}/option_set", getattr(field, "option_set", None))
    places.found.extend(asked.found)


def _view(view: ViewDef, at: str, places: Places) -> None:
    for index, column in enumerate(view.columns):
        if isinstance(column, ViewColumn):
            places.add("field", f"{at}/columns/{index}/field", column.field)
        else:
            places.add("field", f"{at}/columns/{index}", column)
    places.condition(f"{at}/filter", view.filter, pushed="view")
    places.each("field", f"{at}/sort", view.sort, pushed="view")
    for name in ("group", "start", "end"):
        places.add("field", f"{at}/{name}", getattr(view, name), pushed="view")
    for name in ("cover", "parent", "place"):
        places.add("field", f"{at}/{name}", getattr(view, name))
    for index, rule in enumerate(view.color_when):
        places.condition(f"{at}/color_when/{index}/when", rule.when)
    places.each("role", f"{at}/roles", view.roles)


def _layout(parts: Sequence[Any], at: str, places: Places) -> None:
    for index, part in enumerate(parts):
        here = f"{at}/{index}"
        if isinstance(part, SectionDef):
            _layout(part.fields, f"{here}/fields", places)
        elif isinstance(part, TabsDef):
            for number, tab in enumerate(part.tabs):
                _layout(tab.content, f"{here}/tabs/{number}/content", places)
        elif isinstance(part, LayoutField):
            places.add("field", f"{here}/field", part.field)
        else:
            places.add("field", here, part)
