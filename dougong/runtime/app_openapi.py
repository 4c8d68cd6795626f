"""OpenAPI 3.1 of one app: the platform's calls about records, once for each form, typed field by field as the asker may
read and write them.

The platform's own document is the only source of calls and shapes; here the places where a record's values stand are
filled in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from dougong.engines.form.compile import CompiledForm
from dougong.engines.record.dumped import STORED_FILE, TITLED
from dougong.platform.access.rights import FormRights
from dougong.runtime.services.app_shape import shown_app, words
from dougong.runtime.services.desk import Desk

Json = dict[str, Any]
PREFIX = "/api/apps/{app}/forms/{form}/records"
SCHEMAS = "#/components/schemas/"
# the shapes that hold a record's values: read, written as a whole, written in part
READ, WHOLE, PART = "Shown", "Values", "Changes"
_HOLDERS = {
    "Record": READ,
    "SavedRecord": READ,
    "NewRecord": WHOLE,
    "Created": WHOLE,
    "Change": PART,
    "Updated": PART,
    "Twice": PART,
}
# which rights open a call, by its method and what follows the prefix; reading opens the rest
_NEEDED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("post", ""): ("create",),
    ("post", "/batch"): ("create", "update", "delete"),
    ("patch", "/{id}"): ("update",),
    ("delete", "/{id}"): ("delete",),
    ("get", "/bin"): ("delete",),
    ("post", "/{id}/restore"): ("delete",),
    ("post", "/{id}/revert"): ("update",),
    ("post", "/{id}/submit"): ("create",),
}
# shapes that stand in values again and again
_SHARED = (("Titled", TITLED), ("StoredFile", STORED_FILE))


def app_openapi(desk: Desk, platform: Json) -> Json:
    """Raises NotFound for somebody who may do nothing in the app. ``platform`` is left as it is."""
    shown = shown_app(desk)
    schemas: Json = platform["components"]["schemas"]
    paths: Json = {}
    made: Json = {}
    for form in shown["forms"]:
        own = _OfForm(desk, desk.form(form["key"]), form, platform)
        paths |= own.paths()
        made |= own.schemas()
    used = _closure(list(_references(paths)), {**schemas, **made}, platform)
    components = {name: platform["components"][name] for name in ("responses", "parameters", "securitySchemes")}
    return {
        "openapi": platform["openapi"],
        "info": {"title": shown["name"], "version": str(shown["version"])},
        "paths": paths,
        "components": {"schemas": {name: {**schemas, **made}[name] for name in sorted(used)}, **components},
        "tags": [{"name": form["key"], "description": form["name"]} for form in shown["forms"]],
    }


class _OfForm:
    """The calls of one form. A shape that leads to values gets the form's name in front of its own."""

    def __init__(self, desk: Desk, form: CompiledForm, shown: Json, platform: Json) -> None:
        self.desk, self.form, self.shown = desk, form, shown
        self.name = "".join(part.title() for part in form.key.split("_"))
        self.platform = platform
        self.parts: Json = platform["components"]["schemas"]
        self.special = _leading_to(_HOLDERS.keys() & self.parts.keys(), self.parts)

    def paths(self) -> Json:
        found: Json = {}
        for path, calls in self.platform["paths"].items():
            rest = path.removeprefix(PREFIX)
            if not path.startswith(PREFIX) or not self._there(rest):
                continue
            mine = {method: self._call(call) for method, call in calls.items() if self._may(method, rest)}
            if mine:
                found[path.replace("{app}", self.desk.app.key).replace("{form}", self.form.key)] = mine
        return found

    def _there(self, rest: str) -> bool:
        if rest.startswith("/{id}/buttons"):
            return bool(self.shown["buttons"])
        return bool(self.shown["flows"]) if rest == "/{id}/flows" else True

    def _may(self, method: str, rest: str) -> bool:
        return bool(set(_NEEDED.get((method, rest), ("read",))) & set(self.shown["can"]))

    def _call(self, call: Json) -> Json:
        made: Json = self._own(deepcopy(call))
        made["operationId"] = f"{call['operationId']}_{self.form.key}"
        made["tags"] = [self.form.key]
        made["parameters"] = [one for one in made["parameters"] if one.get("name") not in ("app", "form")]
        for one in made["parameters"]:
            if one.get("name") == "button":
                one["schema"] = {"enum": [button["key"] for button in self.shown["buttons"]]}
        return made

    def _own(self, part: Any) -> Any:
        """With references to the form's own shapes."""

        def renamed(name: str) -> str:
            return self.name + name if name in self.special else name

        return _mapped(part, renamed)

    def schemas(self) -> Json:
        found = {self.name + name: self._own(deepcopy(self.parts[name])) for name in self.special}
        for name, values in _HOLDERS.items():
            if self.name + name in found:
                found[self.name + name]["properties"]["values"] = {"$ref": f"{SCHEMAS}{self.name}{values}"}
        return found | self._values()

    def _values(self) -> Json:
        """What may be written, whole or in part, and what is read."""
        rights, locale = self.desk.app.access.rights(self.desk.actor.principal, self.form.key), self.desk.actor.locale
        schema = self.form.validator.json_schema("complete")
        writable = {key: value for key, value in schema["properties"].items() if self._writable(key, rights)}
        required = [key for key in schema.get("required", ()) if key in writable]
        given: Json = {"type": "object", "properties": writable, "additionalProperties": False}
        return {
            self.name + WHOLE: words(given | ({"required": required} if required else {}), locale),
            self.name + PART: words(given, locale),
            self.name + READ: {"type": "object", "properties": self._read(rights)},
        }

    def _writable(self, key: str, rights: FormRights) -> bool:
        return rights.right(key) == "edit" and not (key in self.form.fields and self.form.fields[key].computed)

    def _read(self, rights: FormRights) -> Json:
        return {
            key: {"title": one.name.in_locale(self.desk.actor.locale), **_shared(one.dumped())}
            for key, one in self.form.fields.items()
            if (one.type.stored or one.computed) and not rights.hidden(key)
        }


def _shared(part: Any) -> Any:
    """With references to the shapes that many values have."""
    for name, shape in _SHARED:
        if part == shape:
            return {"$ref": SCHEMAS + name}
    if isinstance(part, Mapping):
        return {key: _shared(value) for key, value in part.items()}
    return [_shared(one) for one in part] if isinstance(part, list) else part


def _mapped(part: Any, renamed: Callable[[str], str]) -> Any:
    if isinstance(part, dict):
        return {
            key: SCHEMAS + renamed(value.removeprefix(SCHEMAS))
            if key == "$ref" and isinstance(value, str) and value.startswith(SCHEMAS)
            else _mapped(value, renamed)
            for key, value in part.items()
        }
    return [_mapped(one, renamed) for one in part] if isinstance(part, list) else part


def _references(part: Any) -> Iterator[str]:
    """The names of the components a part refers to, as they stand behind ``#/components/``."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix("#/components/")
            else:
                yield from _references(value)
    elif isinstance(part, list):
        for one in part:
            yield from _references(one)


def _leading_to(ends: set[str], schemas: Json) -> set[str]:
    """The shapes that are one of these, or hold one however deep."""
    found = set(ends)
    grown = True
    while grown:
        more = {
            name
            for name, schema in schemas.items()
            if found & {one.removeprefix("schemas/") for one in _references(schema)}
        }
        grown = not more <= found
        found |= more
    return found


def _closure(begin: Sequence[str], schemas: Json, platform: Json) -> set[str]:
    """The names of all schemas that are reached."""
    waiting, found = [*begin, *_references(platform["components"]["responses"])], set[str]()
    while waiting:
        kind, _, name = waiting.pop().partition("/")
        if kind == "schemas" and name not in found:
            found.add(name)
            waiting += _references(schemas[name])
    return found
