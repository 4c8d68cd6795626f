"""The run log of rules, for builders."""

from collections.abc import Mapping
from typing import Any

from dougong.edge import BUILDER, Caller, PageSize, Routes
from dougong.errors import Locale, NotFound, NotNow, Text
from dougong.ids import is_id
from dougong.platform import rules
from dougong.platform.db import Unit
from dougong.runtime.answers.work import RuleRun, RuleRunPage, RunOutcome
from dougong.runtime.depends import before_of, desk_of
from dougong.runtime.services import rule_runs
from dougong.runtime.services.people import person

NOT_FAILED = Text("这次运行没有失败，不必重试", "This run did not fail: there is nothing to try again")
RETRIED = Text("这次运行已经重试成功", "This run was tried again already, with success")

routes = Routes("/api", tags=["rules"], about="What rules did.")


@routes.get("/apps/{app}/rules/{rule}/runs", BUILDER, answers=RuleRunPage)
def runs(
    caller: Caller,
    app: str,
    rule: str,
    limit: PageSize = 50,
    cursor: str | None = None,
    record: str | None = None,
    outcome: RunOutcome | None = None,
) -> dict[str, Any]:
    """What a rule did, newest first. Of runs whose condition did not hold the last 100 are kept."""
    desk = desk_of(caller, app)
    if all(one.key != rule for one in desk.app.definition.rules):
        raise NotFound
    if record is not None and not is_id(record):
        return {"items": [], "next": None, "total": None}
    before, outcomes = before_of(cursor), (outcome,) if outcome is not None else ()
    caller.release()
    caller.services.run_log.flush()
    found = rules.runs(caller.connection, app, rule, limit=limit + 1, before=before, record=record, outcomes=outcomes)
    items = [_shown(caller, row) for row in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None, "total": None}


@routes.post("/rule-runs/{id}/retry", BUILDER, answers=RuleRun)
def retry(caller: Caller, id: str) -> dict[str, Any]:
    """Run once more what failed, on the record as it is now; once it succeeds, no more."""
    row = rules.run(caller.connection, id) if is_id(id) else None
    if row is None or row.event.get("timing") == "before":
        raise NotFound
    if row.outcome != rules.FAILED:
        raise NotNow(NOT_FAILED)

    def work(unit: Unit) -> dict[str, Any]:
        rules.run(unit.connection, id, lock=True)
        if rules.retried(unit.connection, id):
            raise NotNow(RETRIED)
        # under the keys of today
        event = {**row.event, "rule": row.rule, "form": row.form or row.event["form"]}
        made = rule_runs.keep(caller.services, unit, event, retry_of=row.id)
        if made is None:
            raise NotFound
        return _shown(caller, rules.run(unit.connection, made))

    return caller.write(work)


def _shown(caller: Caller, row: Any) -> dict[str, Any]:
    error = None
    if row.error is not None:
        problems = [_said(one, caller.locale) for one in row.error.get("problems", [])]
        error = {"code": row.error["code"], "message": row.error.get(caller.locale), "problems": problems}
    facts, changed = row.event.get("facts", {}), sorted(row.event.get("new", {}))
    return {
        "id": row.id,
        "rule": row.rule,
        "version": row.version,
        "form": row.form,
        "record": row.record_id,
        "at": row.at,
        "by": person(caller.organisation, row.by),
        "event": {"type": row.event["type"], "facts": facts, "changed": changed},
        "outcome": row.outcome,
        "effects": [_said(one, caller.locale) for one in row.effects],
        "error": error,
        "milliseconds": row.milliseconds,
        "retry_of": row.retry_of,
    }


def _said(kept: Mapping[str, Any], locale: Locale) -> Mapping[str, Any]:
    """What the log keeps, with its message in one language."""
    words = kept.get("message")
    return {**kept, "message": words[locale]} if isinstance(words, Mapping) else kept
