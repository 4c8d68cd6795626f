"""The world a flow asks while it advances: conditions and people of the record in hand, deadlines by calendar."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from dougong.engines.calendar.working import natural
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.finding import Invalid
from dougong.engines.flow.definition import START, TimerDef, Who
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.nodes.wait import WaitDef
from dougong.engines.flow.state import State
from dougong.engines.flow.world import Question
from dougong.engines.participant.resolve import Ground, people
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_book import calendar_named
from dougong.runtime.services.hand import AppPeople, Hand


@dataclass
class RecordWorld:
    """``hand`` gives the record as it stands at the moment of the question."""

    desk: Desk
    flow: Flow
    hand: Callable[[], Hand]

    def answer(self, question: Question, state: State) -> Any:
        subject, part = question.subject, question.part
        match question.asked:
            case "edge":
                return self._holds(subject)
            case "people":
                return self.people_of(self._who(subject, part), subject, state)
            case "superior":
                return self._active(self.desk.organisation.superior_of(subject))
            case "department_head":
                department = self.desk.organisation.department_of(subject)
                return self._active(self.desk.organisation.head_of(department)) if department else None
            case "substitute":
                return self.desk.organisation.delegate_of(subject, self.desk.now)
            case "due":
                return self._due(subject, part)
            case "filled":
                return not missing_fields(self.flow, subject, self.hand().values)

    def _holds(self, edge: str) -> bool:
        """A condition that cannot be computed any more (its field was dropped) does not hold; ``otherwise`` is
        taken."""
        when = self.flow.edge[edge].when
        try:
            return when is None or self.hand().holds(when)
        except (EvaluationProblem, Invalid):
            return False

    def _active(self, user: str | None) -> str | None:
        return user if user is not None and self.desk.organisation.active(user) else None

    def _who(self, node: str, part: str) -> Who | None:
        """The participants meant; None for the administrators of the platform."""
        settings: Any = self.flow.nodes[node]
        if part == "admins":
            return self.flow.definition.admins or None
        if part.startswith("timer/"):
            timers: Sequence[TimerDef] = settings.timers
            return timers[int(part.removeprefix("timer/"))].to
        found: Who = getattr(settings, part)
        return found

    def people_of(self, who: Who | None, node: str, state: State) -> list[str]:
        """The people of a node; the administrators of the platform where nobody is named."""
        if who is None:
            everybody = self.desk.organisation.people.values()
            return sorted(person.id for person in everybody if person.admin and person.active)
        hand = self.hand()
        ground = Ground(
            AppPeople(self.desk.organisation, self.desk.app.key),
            initiator=state.initiator,
            actor=self.desk.actor.user,
            value=hand.evaluate,
            evaluate=hand.evaluate,
            picks=state.picks.get(node, ()),
            deciders=lambda other: deciders_of(state, other),
        )
        try:
            return people(who, ground, self.desk.app.kinds.participants)
        except (EvaluationProblem, Invalid):
            return []  # the node's rule for finding nobody applies

    def _due(self, node: str, part: str) -> datetime | None:
        now = self.desk.now
        if part == "limit":
            limit = self.flow.definition.timeout
            return now + natural(limit) if limit else None
        settings: Any = self.flow.nodes[node]
        if part == "wait":
            return self._until(settings)
        index, _, again = part.partition("/")
        timer: TimerDef = settings.timers[int(index)]
        if again:
            return self._later(now, timer.every, timer.calendar) if timer.every else None
        base = now if timer.at is None else self._moment(timer.at)
        if base is None:
            return None
        if timer.before is not None:
            return base - natural(timer.before)
        return self._later(base, timer.after, timer.calendar)

    def _until(self, settings: WaitDef) -> datetime | None:
        base = self.desk.now if settings.until is None else self._moment(settings.until)
        return None if base is None else self._later(base, settings.for_, settings.calendar)

    def _later(self, base: datetime, duration: str | None, calendar: str | None) -> datetime:
        if duration is None:
            return base
        named = calendar_named(self.desk.app, calendar)
        return base + natural(duration) if named is None else named.add(base, duration)

    def _moment(self, path: str) -> datetime | None:
        """A date of the record begins at midnight in the app's zone."""
        try:
            value = self.hand().evaluate(path)
        except (EvaluationProblem, Invalid):
            return None
        if isinstance(value, datetime):
            return value
        if isinstance(value, date):
            return datetime.combine(value, time.min, self.desk.zone).astimezone(UTC)
        return None


def deciders_of(state: State, node: str) -> list[str]:
    """Who really decided a node in its present round."""
    here = state.nodes.get(node)
    if here is None:
        return []
    found = [
        task.by
        for task in state.tasks.values()
        if task.node == node and task.round == here.round and task.vote in ("approved", "done") and task.by is not None
    ]
    return list(dict.fromkeys(found))


def missing_fields(flow: Flow, node: str, values: Mapping[str, Any]) -> list[str]:
    """Fields (and ``lines.price``) that a node requires and that are blank."""
    human = flow.human(node)
    required = [key for key, right in human.fields.items() if right == "require"] if human and node != START else []
    found = []
    for path in required:
        key, _, column = path.partition(".")
        value = values.get(key)
        if not column:
            blank = value is None or value in ([], "")
        else:
            blank = any(row.get(column) is None for row in value or ())
        if blank:
            found.append(path)
    return found


def in_hand(desk: Desk, form: str, id_: str, values: Mapping[str, Any]) -> Hand:
    """The record as conditions see it; fields of an older version that are gone read as blank."""
    return Hand(desk, form, id_, values)


def as_flow(desk: Desk, instance: str, task: str | None = None) -> Desk:
    """The same actor, working for a flow: what he writes is not held back by it, and the history says so."""
    cause = replace(desk.actor.cause, flow=instance, task=task)
    return desk.with_actor(desk.actor.because(cause, "flow"))
