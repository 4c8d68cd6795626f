"""The parts of an app document that no engine owns: calendars, connections, pages, menu, templates, modules, tests."""

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from dougong.engines.document import Def, Duration, FormKey, Key, ShownName, refused
from dougong.engines.report.definition import At
from dougong.errors import Text

Icon = Annotated[str, Field(max_length=60)]
ClockTime = r"([01]\d|2[0-3]):[0-5]\d"
DAYS = r"(mon|tue|wed|thu|fri|sat|sun)"


def exactly_one(*names: str) -> dict[str, Any]:
    """The JSON Schema of ``one_of``."""
    present = {"not": {"type": "null"}}
    return {"oneOf": [{"required": [name], "properties": {name: present}} for name in names]}


def one_of(part: Def, names: tuple[str, ...]) -> None:
    """Raises when not exactly one of ``names`` is set."""
    if sum(getattr(part, name) is not None for name in names) != 1:
        listed = ", ".join(names)
        raise refused("one_of", Text(f"以下各项必须且只能填写一项：{listed}", f"Exactly one of {listed} is needed"))


class Requires(Def):
    """Plugins this app needs, each with the versions it can do with (``>=1``)."""

    plugins: dict[str, Annotated[str, Field(max_length=40)]] = Field(default={})


class ConnectionDef(Def):
    """Something outside that the app talks to. Addresses and secrets are filled in the platform, never here."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    type: Annotated[str, Field(max_length=40)] = "http"


class CalendarDef(Def):
    """Working time: hours for ``mon`` or ``mon-fri``, holidays of a country, and days that differ."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    hours: dict[
        Annotated[str, Field(pattern=rf"^{DAYS}(-{DAYS})?$")],
        tuple[Annotated[str, Field(pattern=rf"^{ClockTime}-({ClockTime}|24:00)$")], ...],
    ]
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")] | None = None
    closed: tuple[Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")], ...] = ()
    open: tuple[Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")], ...] = ()


BLOCKS = ("view", "report", "dashboard", "button", "text", "frame")


class BlockDef(Def):
    """One box of a page. ``view`` and ``button`` are ``form/key``; ``frame`` is an https address."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*BLOCKS))

    view: Annotated[str, Field(max_length=81)] | None = None
    report: Key | None = None
    dashboard: Key | None = None
    button: Annotated[str, Field(max_length=81)] | None = None
    text: ShownName | None = None
    frame: Annotated[str, Field(max_length=2000, pattern=r"^https://")] | None = None
    name: ShownName | None = None
    at: At | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, BLOCKS)
        return self


class PageDef(Def):
    """A page of blocks, for the roles it names (none: everybody)."""

    key: Key
    was: Key | None = None
    name: ShownName | None = None
    icon: Icon | None = None
    roles: tuple[Key, ...] = ()
    blocks: tuple[BlockDef, ...] = ()


TARGETS = ("form", "page", "dashboard", "report", "url")


class MenuItem(Def):
    """One entry: a form (with the view it opens), a page, a dashboard, a report or an https address."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*TARGETS))

    form: FormKey | None = None
    page: Key | None = None
    dashboard: Key | None = None
    report: Key | None = None
    url: Annotated[str, Field(max_length=2000, pattern=r"^https://")] | None = None
    view: Key | None = None
    name: ShownName | None = None
    icon: Icon | None = None
    roles: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, TARGETS)
        return self


class MenuGroup(Def):
    """A heading and its entries."""

    group: ShownName
    icon: Icon | None = None
    items: tuple[MenuItem, ...]
    roles: tuple[Key, ...] = ()


class MessageTemplate(Def):
    """Words to send; ``{{amount}}`` shows a field."""

    key: Key
    was: Key | None = None
    type: Literal["message"]
    name: ShownName | None = None
    form: FormKey | None = None
    channels: tuple[Annotated[str, Field(max_length=40)], ...] = ()
    subject: ShownName | None = None
    text: ShownName


class PrintTemplate(Def):
    """A printed form: the template's own source, or the id of an uploaded file."""

    key: Key
    was: Key | None = None
    type: Literal["print"]
    name: ShownName | None = None
    form: FormKey
    format: Literal["typst", "docx", "xlsx"] = "typst"
    source: Annotated[str, Field(max_length=200_000)] | None = None
    file: Annotated[str, Field(max_length=60)] | None = None


TemplateDef = Annotated[MessageTemplate | PrintTemplate, Field(discriminator="type")]


class ModuleDef(Def):
    """Parts of the app that are switched on and off together; their data stays."""

    key: Key
    was: Key | None = None
    name: ShownName
    description: ShownName | None = None
    enabled: bool = True
    forms: tuple[Key, ...] = ()
    flows: tuple[Key, ...] = ()
    rules: tuple[Key, ...] = ()
    reports: tuple[Key, ...] = ()
    dashboards: tuple[Key, ...] = ()
    pages: tuple[Key, ...] = ()


class GivenRecord(Def):
    """A record that is there before the test; ``id`` is the name the test calls it by."""

    form: FormKey
    id: Key | None = None
    set: dict[str, Any] = Field(default={})
    owner: str | None = None


class Submitted(Def):
    """A record written by the person of the test; in an update, ``record`` is the one changed."""

    form: FormKey
    id: Key | None = None
    record: Key | None = None
    set: dict[str, Any] = Field(default={})


class Decided(Def):
    """A decision on the open task of ``node``."""

    node: Key
    action: Literal["approve", "reject", "return", "fill", "transfer", "withdraw"] = "approve"
    set: dict[str, Any] = Field(default={})
    comment: str | None = None
    to: str | None = None


class Pressed(Def):
    form: FormKey
    button: Key
    record: Key | None = None
    set: dict[str, Any] = Field(default={})


STEPS = ("create", "submit", "update", "delete", "press", "decide", "wait")


class TestStep(Def):
    """One thing done; ``wait`` moves the test's clock."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*STEPS))

    create: Submitted | None = None
    submit: Submitted | None = None
    update: Submitted | None = None
    delete: Submitted | None = None
    press: Pressed | None = None
    decide: Decided | None = None
    wait: Duration | None = None
    as_: str | None = Field(default=None, alias="as", max_length=80)

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, STEPS)
        return self


class ExpectedTask(Def):
    node: Key | None = None
    who: str | None = None
    state: Literal["open", "done"] = "open"


class ExpectedProblem(Def):
    pointer: str | None = None
    code: str | None = None


class ExpectedCount(Def):
    form: FormKey
    where: str | None = None
    is_: int = Field(alias="is", ge=0)


EXPECTED = ("task", "record", "problem", "notified", "count")


class Expectation(Def):
    """What must then be so. ``record`` lists values (and ``flow_state``) of the record last written, or of ``of``."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*EXPECTED))

    task: ExpectedTask | None = None
    record: dict[str, Any] | None = None
    problem: ExpectedProblem | None = None
    notified: str | None = None
    count: ExpectedCount | None = None
    of: Key | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, EXPECTED)
        return self


class TestDef(Def):
    """A story with an end that must come true, told in a transaction that is thrown away."""

    name: ShownName
    given: tuple[GivenRecord, ...] = ()
    as_: str | None = Field(default=None, alias="as", max_length=80)
    do: tuple[TestStep, ...] = Field(min_length=1)
    expect: tuple[Expectation, ...] = ()
    at: Annotated[str, Field(max_length=40)] | None = None
