"""An app as one of its members may see it: what pages are drawn from.

What an app's document has kinds for stands here as the document has it, with names in one language; the JSON Schema of
the document (``GET /api/designer/schema``) says what a kind holds.
"""

from typing import Any, Literal, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from dougong.runtime.answers.titled import Keyed

Right = Literal["edit", "read"]
# a type of values: "number", {"list": "money"}, {"record": "account"}
Kind = str | dict[str, Any]


class Envelope(TypedDict):
    """A compiled expression: its tree, its type, and what it reads."""

    grammar: int
    kind: Kind
    ast: Any
    depends: list[str]


@with_config(extra="allow")
class AppField(TypedDict):
    """A field with the asker's right; the settings of its type stand beside these keys."""

    key: str
    type: str
    name: str
    kind: Kind
    right: NotRequired[Right]
    computed: NotRequired[bool]
    expressions: NotRequired[dict[str, Envelope]]
    fields: NotRequired[list[dict[str, Any]]]


class Linkage(TypedDict):
    """While ``when`` holds, fields are shown, hidden, required, read-only, or set."""

    when: Envelope
    show: list[str]
    hide: list[str]
    require: list[str]
    readonly: list[str]
    set: dict[str, Envelope]
    options: dict[str, list[str]]


class AppButton(Keyed):
    """``ask``: fields to be filled in before it is pressed."""

    icon: NotRequired[str | None]
    style: NotRequired[str | None]
    confirm: NotRequired[str | None]
    when: Envelope | None
    ask: list[AppField]


class AppForm(Keyed):
    """``title``: the field its records go by; ``owner`` and ``department``: the right on these."""

    icon: str | None
    hint: str | None
    title: str | None
    can: list[str]
    fields: list[AppField]
    owner: Literal["edit", "read", "hide"]
    department: Literal["edit", "read", "hide"]
    linkage: list[Linkage]
    checks: list[dict[str, Any]]
    pipelines: list[dict[str, Any]]
    buttons: list[AppButton]
    views: list[dict[str, Any]]
    layout: list[Any]
    print: list[dict[str, Any]]
    flows: list[Keyed]


class AppReport(Keyed):
    chart: str | None
    form: str


class WorkingDays(TypedDict):
    """``week``: whether Monday to Sunday are worked; ``exceptions``: the days for which that is not so, in order."""

    week: list[bool]
    exceptions: list[str]


class App(TypedDict):
    """``home``: the first page that is his. ``version``: the n that is published. ``calendar``: where expressions of
    its pages count working days."""

    key: str
    name: str
    icon: str | None
    version: int
    locale: str
    timezone: str
    calendar: WorkingDays | None
    currency: str
    can_build: bool
    roles: list[str]
    menu: list[dict[str, Any]]
    home: dict[str, Any] | None
    forms: list[AppForm]
    reports: list[AppReport]
    dashboards: list[Keyed]
    pages: list[dict[str, Any]]
    option_sets: list[dict[str, Any]]
