"""Up to a thousand operations at once, all or none or each by itself, in the order they were sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from dougong.engines.finding import Finding, Invalid
from dougong.errors import Failure, Locale
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_bin import delete
from dougong.runtime.services.records_pipeline import save
from dougong.runtime.services.records_work import Options, Work

MOST = 1_000
Json = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One of them. ``values`` is None for a deletion."""

    kind: str
    id: str | None = None
    rev: int | None = None
    values: Mapping[str, Any] | None = None
    draft: bool | None = None
    options: Options = field(default_factory=Options)


class BatchRefused(Invalid):
    """Nothing was written; the problems' pointers begin ``/operations/<n>``."""


def batch(desk: Desk, form: str, operations: Sequence[Operation], *, atomic: bool = True) -> Json:
    """``{"results": [{"id", "rev"} | {"problems"}]}`` in order. Raises BatchRefused when ``atomic`` and one is
    refused."""
    results: list[Json | Failure] = []
    for kind, numbered in groupby(enumerate(operations), key=lambda one: one[1].kind):
        several = [operation for _, operation in numbered]
        done = _deleted(desk, form, several) if kind == "delete" else _saved(desk, form, several, atomic=atomic)
        results += done
        if atomic and any(isinstance(result, Failure) for result in results):
            raise BatchRefused(list(_findings(results)))
    return {"results": [_told(result, desk.actor.locale) for result in results]}


def _saved(desk: Desk, form: str, operations: Sequence[Operation], *, atomic: bool) -> list[Json | Failure]:
    results: list[Json | Failure] = []
    for several in _apart(operations):
        works = [
            Work(
                "create" if one.kind == "create" else "update",
                one.values or {},
                one.id,
                one.rev,
                one.draft,
                options=one.options,
            )
            for one in several
        ]
        save(desk, form, works, all_or_none=atomic)
        results += [
            work.failure() if work.failed else {"id": work.record_id, "rev": int(work.after.get("rev", 0))}
            for work in works
        ]
    return results


def _apart(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Runs in which no record is changed twice: a second change must see the first."""
    run: list[Operation] = []
    seen: set[str] = set()
    for one in operations:
        if one.id is not None and one.id in seen:
            yield run
            run, seen = [], set()
        run.append(one)
        if one.id is not None:
            seen.add(one.id)
    if run:
        yield run


def _deleted(desk: Desk, form: str, operations: Sequence[Operation]) -> list[Json | Failure]:
    results: list[Json | Failure] = []
    for one in operations:
        try:
            delete(desk, form, [str(one.id)], rev=one.rev)
            results.append({"id": one.id, "rev": None})
        except Failure as refused:
            results.append(refused)
    return results


def _findings(results: Sequence[Json | Failure]) -> Iterator[Finding]:
    for index, result in enumerate(results):
        at = f"/operations/{index}"
        if isinstance(result, Invalid):
            yield from (finding.under(at) for finding in result.findings)
        elif isinstance(result, Failure):
            yield Finding(at, result.code, result.detail or result.title)


def _told(result: Json | Failure, locale: Locale) -> Json:
    if not isinstance(result, Failure):
        return result
    if isinstance(result, Invalid):
        return {
            "problems": [
                {"pointer": one.pointer, "code": one.code, "message": one.message.in_locale(locale)}
                for one in result.findings
            ]
        }
    return {
        "problems": [{"pointer": "", "code": result.code, "message": (result.detail or result.title).in_locale(locale)}]
    }
