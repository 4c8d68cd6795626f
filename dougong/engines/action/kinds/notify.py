"""Tell people something, in the inbox and through other channels."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.effects import Effect
from dougong.engines.action.effects import Notify as NotifyEffect
from dougong.engines.action.kind import ActionKind, Context, Use
from dougong.engines.document import Key, ShownName, in_both
from dougong.engines.participant.definition import Participant


class NotifyAction(ActionDef):
    """``text`` and ``title`` may hold ``{field}``. ``once``: a person is told this once for a record."""

    action: Literal["notify"]
    to: Annotated[tuple[Participant, ...], Field(min_length=1, max_length=30)]
    channels: Annotated[tuple[Key, ...], Field(min_length=1, max_length=10)] = ("inbox",)
    text: ShownName
    title: ShownName | None = None
    once: bool = False


class Notify(ActionKind[NotifyAction]):
    key = "notify"
    definition = NotifyAction

    def plan(self, settings: NotifyAction, context: Context) -> list[Effect]:
        to = tuple(context.people(settings.to))
        if not to:
            return []
        text = context.render(in_both(settings.text))
        title = context.render(in_both(settings.title)) if settings.title is not None else None
        key = f"{context.target.id}:{settings.text!r}" if settings.once else None
        return [NotifyEffect(to, settings.channels, text, title, context.target, key)]

    def uses(self, settings: NotifyAction) -> list[Use]:
        titles = [] if settings.title is None else [Use("template", "/title", settings.title)]
        return [Use("who", "/to", settings.to), Use("template", "/text", settings.text), *titles]


ACTION = Notify()
