"""Give people something to do about the record in hand, outside any flow."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.effects import CreateTask, Effect
from dougong.engines.action.kind import ActionKind, Context, Use
from dougong.engines.document import Duration, Key, ShownName, in_both
from dougong.engines.participant.definition import Participant


class TaskAction(ActionDef):
    """One task for all of ``who``: the first to do it has done it. ``within`` counts by ``calendar``."""

    action: Literal["task"]
    name: ShownName
    who: Annotated[tuple[Participant, ...], Field(min_length=1, max_length=30)]
    within: Duration | None = None
    calendar: Key | None = None
    note: ShownName | None = None


class Task(ActionKind[TaskAction]):
    key = "task"
    definition = TaskAction

    def plan(self, settings: TaskAction, context: Context) -> list[Effect]:
        who = tuple(context.people(settings.who))
        if not who:
            return []
        note = context.render(in_both(settings.note)) if settings.note is not None else None
        name = context.render(in_both(settings.name))
        return [CreateTask(name, who, context.target, settings.within, settings.calendar, note=note)]

    def uses(self, settings: TaskAction) -> list[Use]:
        uses = [Use("template", "/name", settings.name), Use("who", "/who", settings.who)]
        if settings.note is not None:
            uses.append(Use("template", "/note", settings.note))
        if settings.calendar is not None:
            uses.append(Use("calendar", "/calendar", settings.calendar))
        return uses


ACTION = Task()
