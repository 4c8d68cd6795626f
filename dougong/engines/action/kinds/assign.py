"""Give a record to one of several people: in turn, to the least loaded, or by a table."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import OnRecords
from dougong.engines.action.effects import Assign as AssignEffect
from dougong.engines.action.effects import Effect, Load, RecordRef
from dougong.engines.action.kind import ActionKind, Context, Use, target_of, target_uses
from dougong.engines.document import Def, FormKey, Key
from dougong.engines.expression.definition import Condition
from dougong.engines.participant.definition import Participant


class LoadDef(Def):
    """What counts as open load of a person: records of ``form`` (absent: this one) he has in ``field``."""

    form: FormKey | None = None
    field: Key = "owner"
    when: Condition | None = None


class AssignRow(Def):
    """One line of an assignment table; the first whose ``when`` holds gives the candidates."""

    when: Condition
    to: Annotated[tuple[Participant, ...], Field(min_length=1, max_length=30)]


class AssignAction(OnRecords):
    """``among`` are the candidates; ``table`` lines come before them. ``cursor`` names the turn, so that
    several actions can share one; ``keep``: leave a filled field alone."""

    action: Literal["assign"]
    field: Key = "owner"
    among: Annotated[tuple[Participant, ...], Field(max_length=30)] = ()
    table: Annotated[tuple[AssignRow, ...], Field(max_length=200)] = ()
    strategy: Literal["first", "round_robin", "least_loaded"] = "round_robin"
    load: LoadDef = LoadDef()
    cursor: Key | None = None
    keep: bool = False


class Assign(ActionKind[AssignAction]):
    """Nobody to choose from leaves the record as it is."""

    key = "assign"
    definition = AssignAction

    def plan(self, settings: AssignAction, context: Context) -> list[Effect]:
        target = target_of(settings, context)
        who = next((row.to for row in settings.table if context.holds(row.when)), settings.among)
        candidates = tuple(context.people(who))
        if not isinstance(target, RecordRef) or not candidates:
            return []
        load = Load(settings.load.form or target.form, settings.load.field, settings.load.when)
        cursor = settings.cursor or context.cursor
        return [AssignEffect(target, settings.field, candidates, settings.strategy, cursor, load, settings.keep)]

    def uses(self, settings: AssignAction) -> list[Use]:
        uses = [*target_uses(settings), Use("field", "/field", settings.field, form=settings.form, of=settings.of)]
        uses.append(Use("who", "/among", settings.among))
        for index, row in enumerate(settings.table):
            uses.append(Use("condition", f"/table/{index}/when", row.when))
            uses.append(Use("who", f"/table/{index}/to", row.to))
        if settings.load.form is not None:
            uses.append(Use("form", "/load/form", settings.load.form))
        uses.append(Use("field", "/load/field", settings.load.field, form=settings.load.form))
        if settings.load.when is not None:
            uses.append(Use("condition", "/load/when", settings.load.when, form=settings.load.form))
        return uses


ACTION = Assign()
