"""How refusals are told (``application/problem+json``, RFC 9457): their shapes, for the OpenAPI document."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict


class FoundProblem(TypedDict):
    """One thing that is wrong. ``pointer`` is a JSON pointer into what was sent; ``position`` a half-open range of
    characters inside a formula."""

    pointer: str
    code: str
    message: str
    severity: NotRequired[Literal["error", "warning"]]
    hint: NotRequired[str]
    position: NotRequired[list[int]]


class Problem(TypedDict):
    """A refusal (RFC 9457), in the asked language. ``type`` is stable; ``trace_id`` finds it in the server's log."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[FoundProblem]
    trace_id: str


class Denial(Problem):
    """``scope``: what an API key would have to carry."""

    scope: NotRequired[str]


class FieldConflict(TypedDict):
    """A field that two people changed."""

    field: str
    name: str
    yours: Any
    theirs: Any


class ConflictProblem(Problem):
    """A stale revision tells the one there is (``rev``) and, for a record, both versions; a set of values that must be
    unique names its ``fields``; a task that was decided already tells by whom (``decided_by``) and why (``reason``); a
    plan that is out of date tells what there is now."""

    rev: NotRequired[int]
    given: NotRequired[int]
    fields: NotRequired[list[FieldConflict] | list[str]]
    current: NotRequired[dict[str, Any]]
    decided_by: NotRequired[str | None]
    task_status: NotRequired[str]
    reason: NotRequired[str | None]
    result: NotRequired[str | None]
    draft_rev: NotRequired[int]
    base_version: NotRequired[int]


class RefusedProblem(Problem):
    """``ignored``: fields whose values would be dropped; ``node``: a step nobody was found for; ``to``: what is no
    target."""

    ignored: NotRequired[list[str]]
    node: NotRequired[str]
    to: NotRequired[str]


class BusyProblem(Problem):
    """``retry_after``: seconds."""

    retry_after: NotRequired[int]
