"""Rules, decision tables, scores, pools and segments: the parts of the app document that decide by themselves."""

from typing import Annotated, Any, Literal

from pydantic import Field

from dougong.engines.document import Def, Duration, FieldPath, FormKey, Key, Open, ShownName
from dougong.engines.expression.definition import Condition, Formula

Timing = Literal["before", "after"]
ActsAs = Literal["actor", "app"]
CaughtUp = Literal["all", "last", "skip"]
Channel = Literal["ui", "api", "import", "rule", "flow", "public"]


class RateLimit(Def):
    """At most ``times`` runs for one record within ``within``."""

    times: int = Field(ge=1, le=10_000)
    within: Duration


class RuleDef(Def):
    """When ``on`` happens and ``when`` holds, ``do`` is done. ``before`` rules run inside the writer's transaction."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    form: FormKey | None = None
    on: Annotated[Any, Open("triggers")]
    when: Condition | None = None
    timing: Timing = "after"
    do: tuple[Annotated[Any, Open("actions", "action")], ...] = Field(min_length=1)
    as_: ActsAs | None = Field(default=None, alias="as")
    priority: int = Field(default=100, ge=0, le=10_000)
    stop: bool = False
    enabled: bool = True
    channels: tuple[Channel, ...] = ()
    limit: RateLimit | None = None
    missed: CaughtUp = "last"
    hint: ShownName | None = None


TableCell = str | int | float | bool | None


class TableColumn(Def):
    """An input or output of a decision table; ``expression`` where the input is more than a field."""

    key: Key
    name: ShownName | None = None
    expression: Formula | None = None
    type: Literal["number", "text", "boolean", "date", "option"] | None = None


class TableDef(Def):
    """A decision table: each row holds a test for every input, then a value for every output; an empty test is any."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    form: FormKey | None = None
    inputs: tuple[Key | TableColumn, ...] = Field(min_length=1)
    outputs: tuple[Key | TableColumn, ...] = Field(min_length=1)
    policy: Literal["first", "unique", "collect"] = "first"
    rows: tuple[tuple[TableCell, ...], ...] = ()


class ScoreEvent(Def):
    """A record of another form was created that refers to the scored one, by its only or the named reference."""

    created: FormKey
    through: FieldPath | None = None


class ScoreTerm(Def):
    """``points`` while ``when`` holds; with ``on``, once for every such event, ``cap`` at most in sum."""

    when: Condition | None = None
    points: int | float
    on: ScoreEvent | None = None
    cap: int | float | None = None
    name: ShownName | None = None


class Band(Def):
    """From this score on the value is ``value``; it falls back only after ``hold``."""

    from_: int | float = Field(alias="from")
    value: str = Field(max_length=200)
    hold: Duration | None = None


class ScoreDef(Def):
    """A scoring or grading model whose result is kept in the field ``into``."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    form: FormKey
    add: tuple[ScoreTerm, ...] = Field(min_length=1)
    decay: Annotated[str, Field(pattern=r"^\d+[smhdw]:-?\d+$")] | None = None
    bands: tuple[Band, ...] = ()
    into: Key
    band_into: Key | None = None


class Claim(Def):
    """Who may take records out of the pool, and how many: at once (``hold``) and each day."""

    roles: tuple[Key, ...] = ()
    when: Condition | None = None
    hold: int | None = Field(default=None, ge=0)
    per_day: int | None = Field(default=None, ge=0)
    not_again_for: Duration | None = None


class Recycle(Def):
    """The first line whose ``when`` holds says after how much idleness a record falls back into the pool."""

    when: Condition | None = None
    idle: Duration


class PoolDef(Def):
    """A shared pool: records of ``form`` without an owner, to be claimed and recycled."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    form: FormKey
    owner: Key = "owner"
    when: Condition | None = None
    claim: Claim = Claim()
    recycle: tuple[Recycle, ...] = ()
    remind_before: Duration | None = None
    protect_when: Condition | None = None


class SegmentDef(Def):
    """A named condition over a form, usable wherever a filter is."""

    key: Key
    was: Key | None = None
    name: ShownName
    form: FormKey
    when: Condition
    roles: tuple[Key, ...] = ()
