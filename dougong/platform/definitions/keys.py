"""Keys: each once beside its siblings, and none that an expression reads as something else."""

from collections.abc import Iterator, Sequence
from typing import Any

from dougong.engines.expression.periods import WORDS
from dougong.engines.finding import Finding, message, pointer
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.platform.access.definition import EVERYONE
from dougong.platform.definitions.app import AppDef

DUPLICATE = message("duplicate_key", "键 {key} 在这里重复了", "The key {key} stands here more than once")
RESERVED = message("reserved_key", "{key} 是保留字，不能作为键", "{key} is a reserved word and cannot be a key")

_LISTS = (
    "connections", "option_sets", "calendars", "roles", "forms", "flows", "rules", "reports", "dashboards", "pages",
    "tables", "scores", "pools", "segments", "templates", "modules",
)  # fmt: skip
_WORDS = frozenset({"true", "false", "blank", "and", "or", "not", "in"}) | frozenset(WORDS)
RESERVED_FIELDS = frozenset(SYSTEM_FIELDS) | _WORDS


def key_findings(app: AppDef) -> Iterator[Finding]:
    for name in _LISTS:
        yield from _repeated(getattr(app, name), pointer(name))
    for index, role in enumerate(app.roles):
        if role.key == EVERYONE:
            yield RESERVED.at(f"/roles/{index}/key", key=role.key)
    for index, form in enumerate(app.forms):
        at = f"/forms/{index}"
        yield from _fields(form.fields, f"{at}/fields")
        for name in ("views", "buttons", "pipelines", "checks", "print"):
            yield from _repeated(getattr(form, name), f"{at}/{name}")
        for number, button in enumerate(form.buttons):
            yield from _repeated(button.ask, f"{at}/buttons/{number}/ask")
    for index, flow in enumerate(app.flows):
        yield from _repeated(flow.nodes, f"/flows/{index}/nodes")


def _fields(fields: Sequence[Any], at: str) -> Iterator[Finding]:
    yield from _repeated(fields, at)
    for index, field in enumerate(fields):
        if field.key in RESERVED_FIELDS:
            yield RESERVED.at(f"{at}/{index}/key", key=field.key)
        inner = getattr(field, "fields", ())
        if isinstance(inner, tuple):
            yield from _fields(inner, f"{at}/{index}/fields")


def _repeated(parts: Sequence[Any], at: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, part in enumerate(parts):
        if part.key in seen:
            yield DUPLICATE.at(f"{at}/{index}/key", key=part.key)
        seen.add(part.key)
