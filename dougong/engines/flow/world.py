"""What the engine asks of the world while it advances, and the record of the answers.

Conditions, people and deadlines depend on records, the organisation and calendars. The engine asks, the runtime
answers, and the answers are stored with the event: so an instance can be replayed years later to the same state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from dougong.engines.flow.state import State

Asked = Literal["edge", "people", "superior", "department_head", "substitute", "due", "filled"]

AskedOfUser = Literal["superior", "department_head", "substitute"]


@dataclass(frozen=True, slots=True)
class Question:
    """``edge``: whether the condition of edge ``subject`` holds. ``people``: who stands in ``part`` (``who``,
    ``empty_to``, ``admins``, ``timer/0``) of node ``subject``. ``superior``, ``department_head``, ``substitute`` of the
    user ``subject``. ``due``: when timer ``part`` of node ``subject`` fires (``wait``, ``0``, ``0/again``, ``limit``).
    ``filled``: whether all that node ``subject`` requires is in the record."""

    asked: Asked
    subject: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.asked}:{self.subject}:{self.part}" if self.part else f"{self.asked}:{self.subject}"


class World(Protocol):
    """Answers are JSON values: true or false, ids of people, an id or None, a moment as text or None. It may raise
    ``Need`` for what must be fetched first; the caller fetches and advances again from the same state."""

    def answer(self, question: Question, state: State) -> Any: ...


class Need(Exception):
    """Something to fetch before the question can be answered: field paths of the record."""

    def __init__(self, *paths: str) -> None:
        super().__init__(", ".join(paths))
        self.paths = paths


class Replayed:
    """The world as it was: answers out of the log."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    def answer(self, question: Question, state: State) -> Any:
        return self._answers[str(question)]


class Recorder:
    """Asks once for each question and keeps the answer."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.answers: dict[str, Any] = {}

    def _ask(self, question: Question, state: State) -> Any:
        name = str(question)
        if name not in self.answers:
            answer = self._world.answer(question, state)
            self.answers[name] = answer.isoformat() if isinstance(answer, datetime) else answer
        return self.answers[name]

    def holds(self, edge: str, state: State) -> bool:
        return bool(self._ask(Question("edge", edge), state))

    def people(self, node: str, part: str, state: State) -> list[str]:
        return list(self._ask(Question("people", node, part), state))

    def person(self, asked: AskedOfUser, user: str, state: State) -> str | None:
        found = self._ask(Question(asked, user), state)
        return None if found is None else str(found)

    def due(self, node: str, part: str, state: State) -> datetime | None:
        found = self._ask(Question("due", node, part), state)
        return None if found is None else datetime.fromisoformat(found)

    def filled(self, node: str, state: State) -> bool:
        return bool(self._ask(Question("filled", node), state))
