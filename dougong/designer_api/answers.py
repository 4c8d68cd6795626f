"""What the designer's calls answer, as typed dictionaries: they describe the contract and are never made at run time.

Words of a document or about it come in both languages, as whoever edits it edits both. A document is what the JSON
Schema of documents says (``GET /api/designer/schema``).
"""

from datetime import datetime
from typing import Any, Literal

from typing_extensions import TypedDict

from dougong.runtime.answers.app import Envelope, Kind
from dougong.runtime.answers.titled import Titled

Document = dict[str, Any]
# how a part names itself: one text, or both languages
ShownName = str | dict[str, str]

Both = TypedDict("Both", {"zh-CN": str, "en": str})


class DocumentProblem(TypedDict):
    """``hint``: the nearest name; ``position``: a half-open range of characters inside a formula."""

    pointer: str
    code: str
    severity: Literal["error", "warning"]
    message: Both
    hint: str | None
    position: list[int] | None


class Checked(TypedDict):
    problems: list[DocumentProblem]


class AppDraftInfo(TypedDict):
    """``version``: the n that is published, 0 for none; ``label``: the document's own; ``changed``: the draft differs
    from what is published."""

    key: str
    name: ShownName | None
    icon: str | None
    version: int
    label: str | None
    rev: int
    changed: bool
    updated_at: datetime


class AppDraftList(TypedDict):
    items: list[AppDraftInfo]


class NewDraft(Checked):
    app: str
    rev: int


class BuilderList(TypedDict):
    items: list[Titled]


class BuilderIds(TypedDict):
    users: list[str]


class Draft(TypedDict):
    document: Document
    rev: int
    updated_at: datetime


class SavedDraft(TypedDict):
    rev: int


class Revision(TypedDict):
    """``how`` it was saved: created, put, patched, reverted, merged."""

    rev: int
    at: datetime
    by: Titled | None
    how: str


class RevisionList(TypedDict):
    items: list[Revision]


class RevisionDocument(TypedDict):
    rev: int
    document: Document


class MergedDraft(Checked):
    """``conflicts``: pointers to what both sides changed; ours stands there."""

    document: Document
    conflicts: list[str]
    rev: int


# ``class`` is no name in Python
PlanStep = TypedDict(
    "PlanStep",
    {
        "id": str,
        "op": str,
        "pointer": str,
        "class": Literal["instant", "rewrites", "loses"],
        "what": Both,
        "rows": int,
        "lost": int,
        "confirm": bool,
        "samples": list[str],
        "form": str | None,
    },
)


class AffectedPart(TypedDict):
    """Something that uses a part (``by``) which the plan changes; ``count`` is set for running flows."""

    kind: str
    key: str | None
    pointer: str
    by: list[str]
    count: int | None


class TestOutcome(TypedDict):
    """One of the app's own tests."""

    name: Both
    ok: bool
    problems: list[dict[str, Any]]


class Plan(TypedDict):
    """What publishing would do. ``publish`` takes the ``plan_id`` and the ids of the steps that want confirming."""

    plan_id: str
    draft_rev: int
    base_version: int
    rollback_of: int | None
    steps: list[PlanStep]
    affects: list[AffectedPart]
    tests: list[TestOutcome]
    problems: list[DocumentProblem]


class Published(TypedDict):
    version: int


class VersionInfo(TypedDict):
    n: int
    note: str | None
    published_at: datetime
    published_by: Titled | None
    base: int | None
    rollback_of: int | None


class VersionList(TypedDict):
    """``current``: the n members work with."""

    items: list[VersionInfo]
    current: int


class Version(VersionInfo):
    document: Document


class Difference(TypedDict):
    """``pointer`` is into the newer document, for what was removed into the older one."""

    kind: Literal["added", "removed", "changed", "renamed", "moved"]
    pointer: str
    text: Both
    before: Any
    after: Any


class DifferenceList(TypedDict):
    items: list[Difference]


class Part(TypedDict):
    kind: str
    key: str


class PartPlace(Part):
    pointer: str


class Usage(TypedDict):
    """A place that names the part; ``within``: the part it belongs to."""

    pointer: str
    kind: str
    within: Part | None


class UsageList(TypedDict):
    part: PartPlace
    items: list[Usage]


class ExampleResult(TypedDict):
    """``given``: the values of the fields it reads. ``also``: what it rests on besides, as ``now``, ``me``, ``old``."""

    value: Any
    given: dict[str, Any]
    also: dict[str, Any]


class ChoiceOfText(TypedDict):
    """A text that an argument takes, and what it is called."""

    value: str
    name: Both


class FunctionHelp(TypedDict):
    """A function of the expression language. ``results`` and ``notes``: of the examples, null where one gives nothing
    but a problem, or says nothing more. ``excel``: how it differs from Excel's. ``choices``: the texts that an
    argument takes, by the parameter's name."""

    key: str
    family: str
    signature: str
    returns: str
    doc: Both
    examples: list[str]
    results: list[ExampleResult | None]
    notes: list[Both | None]
    excel: Both | None
    choices: dict[str, list[ChoiceOfText]]
    volatility: str
    back_ends: list[str]


class FunctionList(TypedDict):
    items: list[FunctionHelp]


class CheckedExpression(Checked):
    """``ast`` is null while there are problems. ``tree``: a condition as the visual builder draws it; null where only
    text can say it. ``text``: a tree written as a formula; null for what came as text or has problems."""

    type: Kind
    depends: list[str]
    ast: Envelope | None
    tree: dict[str, Any] | None
    text: str | None


class EvaluationFault(TypedDict):
    code: str
    message: str


class TrialStep(TypedDict):
    """One step of an evaluation; ``position``: where it stands in the text."""

    position: list[int] | None
    expression: str
    type: Kind
    value: Any
    problem: EvaluationFault | None


class Evaluated(TypedDict):
    """What an expression gives; numbers and dates as text."""

    value: Any
    type: Kind
    problem: EvaluationFault | None
    trace: list[TrialStep]


class BacktestRecord(TypedDict):
    id: str
    title: str | None


class BacktestSample(TypedDict):
    """``diff``: field to [before, after]."""

    record: BacktestRecord
    at: datetime | None
    diff: dict[str, list[Any]]
    messages: list[str]
    effects: list[Any]


class Backtest(TypedDict):
    """How many past changes were looked at, met the rule, and would have been changed by it."""

    looked: int
    matched: int
    changed: int
    samples: list[BacktestSample]
