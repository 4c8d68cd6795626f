"""Keys that parts had before (``was``), held against the version that is published now."""

from collections.abc import Iterator, Sequence
from typing import Any

from dougong.engines.finding import Finding, message, nearest
from dougong.platform.definitions.app import AppDef

NOT_THERE = message(
    "unknown_was",
    "当前发布的版本里没有 {was}，这里会当作新增",
    "The published version has no {was}: this counts as a new part",
    "warning",
)
STILL_THERE = message(
    "was_taken",
    "{was} 仍在这里，不能同时成为 {key}：请去掉 was，或给 {was} 换键",
    "{was} still stands here and cannot become {key} too: drop was, or give {was} another key",
)


def former_findings(app: AppDef, before: AppDef) -> Iterator[Finding]:
    """What of the forms and fields says ``was`` and was not, or still is. A ``was`` that the version before says too is
    done already."""
    yield from _findings(app.forms, before.forms, "/forms")
    known = {form.key: form for form in before.forms}
    for number, form in enumerate(app.forms):
        old = known.get(form.key) or known.get(form.was or "")
        if old is not None:
            yield from _fields(form.fields, old.fields, f"/forms/{number}/fields")


def _fields(fields: Sequence[Any], before: Sequence[Any], at: str) -> Iterator[Finding]:
    yield from _findings(fields, before, at)
    known = {field.key: field for field in before}
    for number, field in enumerate(fields):
        inner: Any = getattr(field, "fields", ())
        old = known.get(field.key) or known.get(field.was or "")
        rows: Any = getattr(old, "fields", ())
        if isinstance(inner, tuple) and isinstance(rows, tuple) and inner and rows:
            yield from _fields(inner, rows, f"{at}/{number}/fields")


def _findings(parts: Sequence[Any], before: Sequence[Any], at: str) -> Iterator[Finding]:
    known = {part.key: part for part in before}
    fresh = {number: part for number, part in enumerate(parts) if _says(part, known.get(part.key))}
    moved = {part.key for part in fresh.values()}
    for number, part in fresh.items():
        if part.was not in known:
            yield NOT_THERE.at(f"{at}/{number}/was", hint=nearest(part.was, known), was=part.was)
        elif any(other.key == part.was and other.key not in moved for other in parts):
            yield STILL_THERE.at(f"{at}/{number}/was", was=part.was, key=part.key)


def _says(part: Any, same: Any) -> bool:
    """Whether the part says another former key than the version before did."""
    return part.was is not None and part.was != part.key and not (same is not None and same.was == part.was)
