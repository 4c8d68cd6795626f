"""Turning a value of one field type into a value of another, or saying that it cannot be.

The old value is offered to the new type in the forms it could be written: as it is, as the API shows it, as people
write it. What nothing takes stays where it is, in the old column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic_core import ValidationError

from dougong.engines.document import Name
from dougong.engines.form.fields import CompiledField

_NUMBER = re.compile(r"^[¥￥$€£]?\s*([+-]?[\d,，]*\.?\d+)\s*(%?)$")
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$")
_TRUE, _FALSE = (
    frozenset({"true", "yes", "y", "1", "是", "对", "有"}),
    frozenset({"false", "no", "n", "0", "否", "错", "无"}),
)

Converted = tuple[bool, Any]
FAILED: Converted = (False, None)


@dataclass(frozen=True)
class Conversion:
    """From ``old`` to ``new``. Values are Python values of the two fields, not blank."""

    old: CompiledField
    new: CompiledField

    def __call__(self, value: Any) -> Converted:
        """(True, the new value) or FAILED."""
        if self._meaningless():
            return FAILED
        return self._several(value) if self.new.holder.many else self._single(value)

    def _meaningless(self) -> bool:
        """Ids of one sort of thing are no ids of another, nor words; rows and files stay what they are."""
        here, there = self.old.kind.item, self.new.kind.item
        ids = {"user", "department", "record", "row"}
        if here.name in ids or there.name in ids:
            return (here.name, here.form) != (there.name, there.form) or bool(self.old.children or self.new.children)
        return False

    def _several(self, value: Any) -> Converted:
        parts = value if isinstance(value, list) else _split(value)
        return self._taken(parts) or FAILED

    def _single(self, value: Any) -> Converted:
        if isinstance(value, list):
            if len(value) != 1:
                return FAILED if self.new.kind.name != "text" else self._taken(", ".join(map(str, value))) or FAILED
            value = value[0]
        for form in self._forms(value):
            taken = self._taken(form)
            if taken is not None:
                return taken
        return FAILED

    def _taken(self, form: Any) -> Converted | None:
        """What the new type makes of it, None when it refuses."""
        if form is None or form in ("", []):
            return None
        try:
            made = self.new.settled(self.new.reader.validate_python(form))
        except (ValidationError, ValueError):
            return None
        return None if self.new.is_blank(made) else (True, made)

    def _forms(self, value: Any) -> Iterator[Any]:
        target = self.new.kind.name
        if target == "text":
            yield self._words(value)
            return
        yield value
        if not isinstance(value, list):
            yield self.old.dump(value)
        if isinstance(value, str):
            yield from _readings(value.strip(), target)
            yield from self._option(value.strip())
        elif isinstance(value, bool) and target in ("number", "money"):
            yield 1 if value else 0
        elif isinstance(value, Decimal) and target == "boolean":
            yield bool(value)
        elif isinstance(value, datetime) and target == "date":
            yield value.astimezone(self.new.facts.zone).date()
        elif isinstance(value, date) and target == "datetime":
            yield datetime(value.year, value.month, value.day, tzinfo=self.new.facts.zone)

    def _words(self, value: Any) -> str:
        """A value as somebody would write it in a text field."""
        if isinstance(value, Decimal):
            shown = format(value, "f")
            return shown.rstrip("0").rstrip(".") if "." in shown else shown
        if isinstance(value, datetime):
            return value.astimezone(self.old.facts.zone).strftime("%Y-%m-%d %H:%M:%S")
        return str(self.old.dump(value)) if not isinstance(value, str) else value

    def _option(self, word: str) -> Iterator[str]:
        """The option whose name or former value this is."""
        for option in _options(self.new):
            name = option.name
            names = {name.zh, name.en} if isinstance(name, Name) else {name}
            if word in names or word == option.was:
                yield option.value


def _options(field: CompiledField) -> list[Any]:
    own = list(getattr(field.held, "options", ()))
    named = getattr(field.held, "option_set", None)
    return own or list(field.facts.option_sets.get(named, ())) if named else own


def _readings(word: str, target: str) -> Iterator[Any]:
    if target == "boolean" and word.lower() in _TRUE | _FALSE:
        yield word.lower() in _TRUE
    if target in ("number", "money", "percent", "duration") and (found := _NUMBER.match(word)):
        digits = re.sub("[,，]", "", found[1])
        yield str(Decimal(digits) / 100) if found[2] else digits
    if target in ("date", "datetime") and (found := _DATE.match(word)):
        year, month, day = (int(part) for part in found.groups())
        yield f"{year:04}-{month:02}-{day:02}"


def _split(value: Any) -> list[Any]:
    """One value as a list of values: text parts at commas."""
    if not isinstance(value, str):
        return [value]
    return [part.strip() for part in re.split("[,，、;；]", value) if part.strip()]
