"""The types of expressions and the Python values that carry them.

| kind | Python value |
|---|---|
| number, money, percent, duration | ``Decimal`` (percent: a fraction; duration: seconds) |
| text | ``str``, never empty: empty text is blank |
| boolean | ``bool`` |
| date | ``datetime.date`` |
| datetime | aware ``datetime`` in UTC |
| time | ``datetime.time`` |
| option | ``str``, the option's value |
| user, department, record | ``str`` id, or a mapping with ``id`` when something behind it was loaded |
| list | ``tuple`` or ``list`` of those; of ``row``: mappings |
| blank | ``None`` |
"""

from dataclasses import dataclass, field
from typing import Literal, cast, get_args

KindName = Literal[
    "number", "money", "percent", "duration", "text", "boolean", "date", "datetime", "time", "option",
    "user", "department", "record", "row", "list", "json", "blank", "any",
]  # fmt: skip

_NAMES: frozenset[str] = frozenset(get_args(KindName))
NUMERIC: frozenset[str] = frozenset({"number", "money", "percent"})
# all that Decimals carry: a duration has an order and a sum as numbers have, but is none
QUANTITIES: tuple[KindName, ...] = ("number", "money", "percent", "duration")


@dataclass(frozen=True, slots=True)
class Kind:
    """``of``: what a list holds. ``form``: what a record or row belongs to (``contract``, ``quote.lines``).
    ``options``: the values an option may take, where they are known; ``titles``: (shown name, value) of these."""

    name: KindName
    of: "Kind | None" = None
    form: str | None = None
    options: tuple[str, ...] | None = None
    titles: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def numeric(self) -> bool:
        return self.name in NUMERIC

    @property
    def quantity(self) -> bool:
        return self.name in QUANTITIES

    @property
    def item(self) -> "Kind":
        """What a list holds; of all else, and of a list of nobody knows what, itself."""
        return self.of if self.name == "list" and self.of is not None else self

    def as_json(self) -> object:
        """``"number"``; ``{"list": "money"}``; ``{"record": "account"}``."""
        if self.name == "list" and self.of is not None:
            return {"list": self.of.as_json()}
        if self.form is not None:
            return {self.name: self.form}
        return self.name


NUMBER, MONEY, PERCENT, DURATION = Kind("number"), Kind("money"), Kind("percent"), Kind("duration")
TEXT, BOOLEAN, DATE, DATETIME, TIME = Kind("text"), Kind("boolean"), Kind("date"), Kind("datetime"), Kind("time")
OPTION, USER, DEPARTMENT = Kind("option"), Kind("user"), Kind("department")
JSON, BLANK, ANY = Kind("json"), Kind("blank"), Kind("any")


def list_of(kind: Kind) -> Kind:
    return Kind("list", of=kind)


def record_of(form: str) -> Kind:
    return Kind("record", form=form)


def kind_from_json(raw: object) -> Kind:
    """The kind that ``as_json`` wrote. Raises ValueError."""
    if isinstance(raw, str) and raw in _NAMES:
        return Kind(cast(KindName, raw))
    if isinstance(raw, dict) and len(raw) == 1:
        (name, of), *_ = raw.items()
        if name == "list":
            return list_of(kind_from_json(of))
        if name in _NAMES and isinstance(of, str):
            return Kind(cast(KindName, name), form=of)
    raise ValueError(f"not a kind: {raw!r}")
