"""A form in an app document: its fields, what must hold, how it looks and what can be pressed."""

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from dougong.engines.document import Def, Duration, FieldPath, Key, Open, ShownName
from dougong.engines.expression.definition import Condition, Formula
from dougong.engines.record.options import OptionValue

Icon = Annotated[str, Field(max_length=60)]
Color = Annotated[str, Field(max_length=30)]
SortKey = Annotated[str, Field(max_length=201, pattern=r"^-?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
AnyFieldDef = Annotated[Any, Open("field_types")]
AnyParticipant = Annotated[Any, Open("participants", "by")]
AnyAction = Annotated[Any, Open("actions", "action")]


class MatchDef(Def):
    """``like``: how two values count as the same. ``name`` forgets case, width, blanks and company endings, ``fuzzy``
    also forgives small differences, ``phone`` compares digits without the country."""

    field: Key
    like: Literal["exact", "name", "fuzzy", "phone"] = "exact"


class DuplicateDef(Def):
    """Two records are the same when every ``match`` agrees; blank never matches."""

    key: Key | None = None
    name: ShownName | None = None
    match: tuple[MatchDef, ...] = Field(min_length=1, max_length=8)
    on: Literal["warn", "block"] = "warn"
    threshold: float = Field(default=0.85, gt=0, le=1)


class CheckDef(Def):
    """A problem when ``when`` holds. A warning lets the record through once the writer has seen it."""

    key: Key
    when: Condition
    message: ShownName
    fields: tuple[Key, ...] = ()
    severity: Literal["error", "warning"] = "error"


class LinkageDef(Def):
    """What follows while ``when`` holds. A field that some line shows is hidden unless one of those lines holds; names
    may be fields, ``lines.price`` for a column of a sub-table, or keys of sections and tabs."""

    when: Condition
    show: tuple[FieldPath, ...] = ()
    hide: tuple[FieldPath, ...] = ()
    require: tuple[FieldPath, ...] = ()
    readonly: tuple[FieldPath, ...] = ()
    set: dict[Key, Formula] = Field(default_factory=dict)
    options: dict[Key, tuple[OptionValue, ...]] = Field(default_factory=dict)


class ChecklistItem(Def):
    key: Key
    name: ShownName
    required: StrictBool = True


class StageTaskDef(Def):
    """Work that entering a stage creates."""

    key: Key | None = None
    name: ShownName
    who: tuple[AnyParticipant, ...] = Field(min_length=1)
    within: Duration | None = None
    calendar: Key | None = None
    required: StrictBool = False
    when: Condition | None = None


class StageDef(Def):
    """``enter_when`` and ``require`` judge entering this stage, ``exit_when``, ``checklist`` and required tasks leaving
    it forward; ``to`` lists where it may go when ``moves`` is ``listed``."""

    value: OptionValue
    probability: StrictInt | float | None = Field(default=None, ge=0, le=100)
    max_days: StrictInt | None = Field(default=None, ge=0)
    enter_when: Condition | None = None
    exit_when: Condition | None = None
    require: tuple[Key, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    guide: ShownName | None = None
    tasks: tuple[StageTaskDef, ...] = ()
    outcome: Literal["open", "won", "lost"] = "open"
    to: tuple[OptionValue, ...] = ()


class PipelineDef(Def):
    """The stages a record passes, in order. Of several the first whose ``when`` holds applies."""

    key: Key
    name: ShownName | None = None
    when: Condition | None = None
    field: Key
    stages: tuple[StageDef, ...] = Field(min_length=1, max_length=50)
    moves: Literal["any", "forward", "listed"] = "any"


class GuardDef(Def):
    """Pressing is refused with ``message`` while ``when`` holds."""

    when: Condition
    message: ShownName


class ButtonDef(Def):
    """``ask``: fields filled in on pressing, readable by ``do`` under their keys."""

    key: Key
    name: ShownName
    icon: Icon | None = None
    style: Literal["default", "primary", "danger"] = "default"
    confirm: ShownName | None = None
    when: Condition | None = None
    roles: tuple[Key, ...] = ()
    guard: GuardDef | tuple[GuardDef, ...] | None = None
    ask: tuple[AnyFieldDef, ...] = ()
    do: tuple[AnyAction, ...] = Field(min_length=1, max_length=50)
    as_: Literal["actor", "app"] = Field(default="actor", alias="as")

    @property
    def guards(self) -> tuple[GuardDef, ...]:
        return (self.guard,) if isinstance(self.guard, GuardDef) else self.guard or ()


class LayoutField(Def):
    field: Key
    span: StrictInt = Field(default=1, ge=1, le=4)


class SectionDef(Def):
    section: ShownName
    key: Key | None = None
    columns: StrictInt = Field(default=2, ge=1, le=4)
    fields: tuple[Key | LayoutField, ...]
    collapsed: StrictBool = False


class TabDef(Def):
    name: ShownName
    key: Key | None = None
    content: tuple[SectionDef | LayoutField | Key, ...]


class TabsDef(Def):
    tabs: tuple[TabDef, ...] = Field(min_length=1)


LayoutPart = SectionDef | TabsDef | LayoutField | Key


class ViewColumn(Def):
    field: FieldPath
    width: StrictInt | None = Field(default=None, ge=20, le=2000)
    name: ShownName | None = None
    summary: Literal["sum", "avg", "min", "max", "count"] | None = None


class ColorRule(Def):
    when: Condition
    color: Color


class ViewDef(Def):
    """``start`` and ``end`` are for calendar and gantt, ``group`` is the kanban's column field, ``cover`` a gallery's
    picture, ``parent`` a tree's reference to its own form, ``place`` a map's geo field."""

    key: Key
    type: Literal["table", "kanban", "calendar", "gantt", "gallery", "tree", "map"] = "table"
    name: ShownName | None = None
    icon: Icon | None = None
    columns: tuple[FieldPath | ViewColumn, ...] = ()
    filter: Condition | None = None
    sort: tuple[SortKey, ...] = ()
    group: FieldPath | None = None
    color_when: tuple[ColorRule, ...] = ()
    roles: tuple[Key, ...] = ()
    page_size: StrictInt = Field(default=20, ge=5, le=200)
    start: FieldPath | None = None
    end: FieldPath | None = None
    cover: Key | None = None
    parent: Key | None = None
    place: Key | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(column if isinstance(column, str) else column.field for column in self.columns)


class PrintDef(Def):
    """``template``: typst, or the id of a docx or xlsx file."""

    key: Key
    name: ShownName
    template: Annotated[str, Field(min_length=1, max_length=200)]
    roles: tuple[Key, ...] = ()


class PublicDef(Def):
    """The form for people without an account. ``opens`` and ``closes`` are moments (RFC 3339) or days."""

    roles: tuple[Key, ...] = ()
    fields: tuple[Key, ...] = Field(min_length=1)
    opens: Annotated[str, Field(max_length=40)] | None = None
    closes: Annotated[str, Field(max_length=40)] | None = None
    per_person: StrictInt | None = Field(default=None, ge=1)
    password: StrictBool = False
    after: ShownName | None = None


class FormDef(Def):
    """A form is a typed table, the page to fill it in and what happens around it."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    hint: ShownName | None = None
    title: Key | None = None
    icon: Icon | None = None
    fields: tuple[AnyFieldDef, ...] = Field(min_length=1, max_length=500)
    unique: tuple[Annotated[tuple[Key, ...], Field(min_length=1, max_length=8)], ...] = ()
    duplicates: tuple[DuplicateDef, ...] = ()
    checks: tuple[CheckDef, ...] = ()
    linkage: tuple[LinkageDef, ...] = ()
    pipelines: tuple[PipelineDef, ...] = ()
    buttons: tuple[ButtonDef, ...] = ()
    layout: tuple[LayoutPart, ...] = ()
    views: tuple[ViewDef, ...] = ()
    print: tuple[PrintDef, ...] = ()
    public: PublicDef | None = None
