"""A rule that fails again and again: builders are told, once a version, whether it runs before or after the write."""

import logging
from collections.abc import Iterable

from sqlalchemy.exc import SQLAlchemyError

from dougong.engines.document import in_both
from dougong.errors import Failure
from dougong.platform import notifications, rules
from dougong.platform.db import Unit
from dougong.platform.definitions.compiled import CompiledApp
from dougong.runtime.services.context import Services

log = logging.getLogger(__name__)

FAULTS_BEFORE_NOTICE = 5
# a run that refused the write was computed like one that did something
ACTED = (rules.DONE, rules.REFUSED, rules.FAILED)


def tell_builders(services: Services, unit: Unit, app: CompiledApp, rule: str) -> None:
    """Tell them if the last runs of the rule all failed."""
    recent = rules.runs(unit.connection, app.key, rule, limit=FAULTS_BEFORE_NOTICE, outcomes=ACTED)
    if len(recent) < FAULTS_BEFORE_NOTICE or any(one.outcome != rules.FAILED for one in recent):
        return
    people = services.organisation(unit.connection).people
    builders = [id_ for id_, person in people.items() if person.builder and person.active]
    name = next((in_both(one.name, rule) for one in app.definition.rules if one.key == rule), in_both(None, rule))
    text = {
        "zh-CN": f"规则“{name.zh}”连续失败 {FAULTS_BEFORE_NOTICE} 次，请查看运行记录",
        "en": f"The rule “{name.en}” failed {FAULTS_BEFORE_NOTICE} times in a row; see its runs",
    }
    key = f"rule-fault:{app.key}:{rule}:{app.n}"
    told = notifications.notify(unit, builders, "rule", text, about={"app": app.key}, key=key)
    services.live.tell(unit, told, "inbox")


def tell_of_refused(services: Services, app: CompiledApp, failed: Iterable[str]) -> None:
    """The same of before rules, whose write was refused: in a transaction of its own, behind that of the run log. What
    was refused stays refused if it fails."""

    def tell(unit: Unit) -> None:
        for rule in failed:
            tell_builders(services, unit, app, rule)

    try:
        services.database.write(tell)
    except (SQLAlchemyError, Failure) as trouble:  # a twin has told them, or the next failure will
        log.warning("nobody was told of rules that fail: %s", trouble)
