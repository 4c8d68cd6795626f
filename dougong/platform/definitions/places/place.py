"""One place: where it stands, what sort of thing it names, and from where the name is read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.kind import uses_of
from dougong.engines.expression.definition import Condition
from dougong.engines.finding import pointer
from dougong.engines.participant.definition import ParticipantDef
from dougong.kinds import Kinds

PlaceKind = Literal[
    "form", "field", "role", "flow", "report", "dashboard", "page", "view", "button", "option_set", "calendar",
    "connection", "pipeline", "module_part", "formula", "condition", "template",
]  # fmt: skip

# what the database has to compute, by what it is for; "stored": kept in a column, so it may not come out differently
Pushed = Literal[
    "rows", "view", "choice", "rollup", "report", "dimension", "measure", "schedule", "records", "pool", "segment",
    "test", "stored",
]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """``source``: the name, or the expression as it was parsed. ``form``: the form it is read from (``order``, or
    ``order.lines`` inside the rows of a sub-table); ``of``: a reference path from there to the form that is meant.
    ``key``: the name is the last part of the pointer, a key of an object, not a value. ``into``: the field of
    ``into_form`` that a formula's result goes into. ``before``: OLD values are at hand (rules). ``filled``:
    where the reference stands whose filter this is; ``this.x`` is a value of there. ``pushed``: what for the database
    computes it."""

    pointer: str
    kind: PlaceKind
    source: Any
    form: str | None = None
    of: str | None = None
    key: bool = False
    into: str | None = None
    before: bool = False
    filled: str | None = None
    pushed: Pushed | None = None


class Places:
    """Collects places below one pointer, read from one form."""

    def __init__(self, kinds: Kinds, at: str, form: str | None = None, *, before: bool = False) -> None:
        self.kinds = kinds
        self.at = at
        self.form = form
        self.before = before
        self.found: list[Place] = []

    def add(self, kind: PlaceKind, at: str, source: Any, **more: Any) -> None:
        if source is not None:
            given = {"form": self.form, "before": self.before, **more}
            self.found.append(Place(self.at + at, kind, source, **given))

    def each(self, kind: PlaceKind, at: str, sources: Iterable[Any], **more: Any) -> None:
        for index, source in enumerate(sources):
            self.add(kind, f"{at}/{index}", source, **more)

    def keys(self, kind: PlaceKind, at: str, named: Mapping[str, Any], **more: Any) -> None:
        """Names that are the keys of an object."""
        for name in named:
            self.add(kind, at + pointer(name), name, key=True, **more)

    def condition(self, at: str, source: Condition | None, **more: Any) -> None:
        self.add("condition", at, source, **more)

    def who(self, at: str, people: Sequence[ParticipantDef]) -> None:
        """What a list of participants names."""
        for index, one in enumerate(people):
            self.found.extend(replace(place, before=self.before) for place in self._participant(f"{at}/{index}", one))

    def actions(self, at: str, actions: Sequence[ActionDef]) -> None:
        for index, action in enumerate(actions):
            for use in uses_of(action, self.kinds.actions):
                self._used(f"{at}/{index}{use.pointer}", use)

    def _used(self, at: str, use: Any) -> None:
        match use.kind:
            case "who":
                self.who(at, use.source)
            case "formula":
                self.add("formula", at, use.source, into=use.field)
            case "field":
                last = use.pointer.rsplit("/", 1)
                is_key = last[0].startswith("/set") or last[0] == "/body"
                self.add("field", at, use.source, form=use.form or self.form, of=use.of, key=is_key)
            case "condition":
                # a line's own ``when`` is about the record in hand, the others choose records
                pushed = None if use.pointer.endswith("/when") and use.pointer != "/load/when" else "records"
                self.add("condition", at, use.source, form=use.form or self.form, of=use.of, pushed=pushed)
            case _:
                self.add(use.kind, at, use.source)

    def _participant(self, at: str, one: ParticipantDef) -> Iterator[Place]:
        kind = self.kinds.participants[one.by]
        if (role := getattr(one, "role", None)) is not None:
            yield Place(f"{self.at}{at}/role", "role", role)
        paths = set(kind.paths(one))
        for name, value in one:
            if isinstance(value, str) and value in paths:
                yield Place(f"{self.at}{at}/{_alias(one, name)}", "field", value, self.form)
        for inner, formula in kind.formulas(one):
            yield Place(f"{self.at}{at}{inner}", "formula", formula, self.form)


def _alias(part: Any, name: str) -> str:
    return type(part).model_fields[name].alias or name
