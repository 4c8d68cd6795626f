"""What an action is to the engines: settings in, effects out; it never does anything itself.

``uses`` names every expression and place of the settings, so that checking, loading what is needed and "where used" are
written once for all kinds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

from dougong.engines.action.definition import ActionDef, CopyRows, OnRecords, SetValue
from dougong.engines.action.effects import Effect, RecordRef, Selection, Target
from dougong.engines.expression.definition import Condition, Formula
from dougong.engines.participant.definition import ParticipantDef
from dougong.engines.participant.resolve import ids_of
from dougong.errors import Text

D = TypeVar("D", bound=ActionDef)


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that the settings name. ``pointer`` is inside the action. The form meant is ``form``, else the one that
    the reference path ``of`` leads to, else that of the record in hand.

    ``formula``: an expression over the record in hand, whose result goes into ``field`` of the form meant, if given.
    ``condition``: a true-or-false one over the form meant. ``field``: a field or path of it. ``template``: text with
    ``{paths}`` of the record in hand. ``who``: participants. ``form``, ``flow``, ``connection``, ``calendar``: a key.
    """

    kind: Literal["formula", "condition", "field", "template", "form", "flow", "connection", "calendar", "who"]
    pointer: str
    source: Any
    form: str | None = None
    of: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Context:
    """What an action is planned on. ``values``: the record in hand, what ``uses`` names loaded behind its references;
    ``cursor``: names the turn of an assignment (the action's place in the app), the same in every run.

    ``evaluate`` computes a formula, ``holds`` a condition over the record in hand; ``people`` finds participants;
    ``render`` fills a template in both languages; ``form_of`` names the form that a reference path leads to.
    """

    target: RecordRef
    values: Mapping[str, object]
    cursor: str
    evaluate: Callable[[Formula], object]
    holds: Callable[[Condition], bool]
    people: Callable[[Sequence[ParticipantDef]], Sequence[str]]
    render: Callable[[Text], Text]
    form_of: Callable[[str], str]

    def value(self, path: str) -> object:
        """What stands at a path of the record in hand; blank where anything on the way is."""
        found: object = self.values
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


class ActionKind(Generic[D]):
    """One kind of action. ``timing``: whether it may stand in before rules, after rules (buttons, nodes) or both."""

    key: str
    definition: type[D]
    timing: frozenset[str] = frozenset({"after"})

    def plan(self, settings: D, context: Context) -> list[Effect]:
        raise NotImplementedError

    def uses(self, settings: D) -> list[Use]:
        return []


AnyActionKind = ActionKind[Any]

BEFORE, ALWAYS = frozenset({"before"}), frozenset({"before", "after"})


def plan_actions(actions: Sequence[ActionDef], context: Context, kinds: Mapping[str, AnyActionKind]) -> list[Effect]:
    """The effects of all actions whose ``when`` holds, in order. ``kinds`` is the set ``actions``."""
    effects: list[Effect] = []
    for settings in actions:
        if settings.when is None or context.holds(settings.when):
            effects.extend(kinds[settings.action].plan(settings, context))
    return effects


def uses_of(settings: ActionDef, kinds: Mapping[str, AnyActionKind]) -> list[Use]:
    """Everything that one action names, its ``when`` first."""
    own = kinds[settings.action].uses(settings)
    return own if settings.when is None else [Use("condition", "/when", settings.when), *own]


def target_of(settings: OnRecords, context: Context) -> Target | None:
    """The records that an action is about; None when the reference it goes through is blank."""
    if settings.of is not None:
        found = ids_of(context.value(settings.of))
        return RecordRef(context.form_of(settings.of), found[0]) if found else None
    if settings.form is not None:
        parent = context.target if settings.through is not None else None
        return Selection(settings.form, settings.through, parent, settings.where, settings.limit)
    return context.target


def target_uses(settings: OnRecords) -> list[Use]:
    """What choosing the target names."""
    if settings.of is not None:
        return [Use("field", "/of", settings.of)]
    if settings.form is None:
        return []
    uses = [Use("form", "/form", settings.form)]
    if settings.through is not None:
        uses.append(Use("field", "/through", settings.through, form=settings.form))
    if settings.where is not None:
        uses.append(Use("condition", "/where", settings.where, form=settings.form))
    return uses


def computed(value: SetValue, context: Context) -> object:
    """One value of a ``set``: formulas evaluated, rows copied, the rest as it stands."""
    if isinstance(value, CopyRows):
        rows = context.values.get(value.each)
        found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
        return [{new: row.get(old) for new, old in value.copy_.items()} for row in found]
    if isinstance(value, str):
        return context.evaluate(value)
    if isinstance(value, tuple):
        return [computed(item, context) for item in value]
    if isinstance(value, Mapping):
        return {key: computed(item, context) for key, item in value.items()}
    return value


def computed_set(values: Mapping[str, SetValue], context: Context) -> dict[str, object]:
    return {key: computed(value, context) for key, value in values.items()}


def set_uses(values: Mapping[str, SetValue], form: str | None, of: str | None = None, at: str = "/set") -> list[Use]:
    """What a ``set`` into a form names: each field, and each formula with the field it goes into."""
    uses: list[Use] = []
    for key, value in values.items():
        uses.append(Use("field", f"{at}/{key}", key, form=form, of=of))
        uses.extend(
            replace(use, form=form, of=of) if use.field else use for use in _value_uses(value, key, f"{at}/{key}")
        )
    return uses


def _value_uses(value: object, field: str, at: str) -> list[Use]:
    if isinstance(value, CopyRows):
        own = [Use("field", f"{at}/each", value.each)]
        return own + [Use("field", f"{at}/copy/{new}", f"{value.each}.{old}") for new, old in value.copy_.items()]
    if isinstance(value, str):
        return [Use("formula", at, value, field=field)]
    if isinstance(value, tuple):
        return [use for index, item in enumerate(value) for use in _value_uses(item, field, f"{at}/{index}")]
    if isinstance(value, Mapping):
        return [use for key, item in value.items() for use in _value_uses(item, f"{field}.{key}", f"{at}/{key}")]
    return []
