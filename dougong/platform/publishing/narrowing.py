"""Limits that became tighter than the values which are there: counted, told, and nothing taken away."""

from collections.abc import Iterator

from pydantic_core import ValidationError
from sqlalchemy import Connection, Table

from dougong.engines.document import in_both
from dougong.errors import Text
from dougong.platform.publishing import counts
from dougong.platform.publishing.side import StoredPlace
from dougong.platform.publishing.step import Step

# what a field says that refuses no value
_HARMLESS = {
    "key", "name", "was", "hint", "readonly", "index", "discloses", "required", "unique", "default", "visible_when",
    "required_when", "readonly_when", "control", "rows", "masked", "suggestions", "roles", "filter", "show", "fill",
}  # fmt: skip


def narrowed(connection: Connection, old: StoredPlace, new: StoredPlace, table: Table, at: str) -> Iterator[Step]:
    """A step where values that stay in their place would be refused from now on."""
    here, there = old.field.held, new.field.held
    if old.column is None or old.field.computed or new.field.computed:
        return
    several = here.type == there.type == "multiselect"
    if old.field.type.many and not several:
        return
    harmless = _HARMLESS | ({"options"} if several else set())
    if here.type == there.type and (
        here.type == "select" or here.model_dump(exclude=harmless) == there.model_dump(exclude=harmless)
    ):
        return  # options that go have a step of their own
    rows = 0
    samples: list[str] = []
    for value, times in counts.stored_values(connection, old, table):
        written = old.field.dump(value)
        # what broke the old limits already was told when they came
        if not _taken(new, written) and (here.type != there.type or _taken(old, written)):
            rows += times
            samples += [str(written)[:100]] if len(samples) < counts.MOST_SAMPLES else []
    if rows:
        what = Text(
            "{name} 的新限制与部分已有的值不符：这些值保留，修改到时须符合新的限制",
            "Values of {name} do not meet its new limits: they stay, and have to meet them when they are changed",
        ).format(name=in_both(new.field.definition.name, new.field.key))
        yield Step("narrow", at, "instant", what, rows=rows, samples=tuple(samples), form=new.form)


def _taken(place: StoredPlace, written: object) -> bool:
    try:
        place.field.reader.validate_python(written)
    except (ValidationError, ValueError):
        return False
    return True
