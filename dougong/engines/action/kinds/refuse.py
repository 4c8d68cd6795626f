"""Before rules: refuse the write and say why."""

from typing import Literal

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.effects import Effect
from dougong.engines.action.effects import Refuse as RefuseEffect
from dougong.engines.action.kind import BEFORE, ActionKind, Context, Use
from dougong.engines.document import Key, ShownName, in_both


class RefuseAction(ActionDef):
    """``message`` may hold ``{field}``; ``fields``: where to show it, else at the top."""

    action: Literal["refuse"]
    message: ShownName
    fields: tuple[Key, ...] = ()


class Refuse(ActionKind[RefuseAction]):
    key = "refuse"
    definition = RefuseAction
    timing = BEFORE

    def plan(self, settings: RefuseAction, context: Context) -> list[Effect]:
        return [RefuseEffect(context.render(in_both(settings.message)), settings.fields)]

    def uses(self, settings: RefuseAction) -> list[Use]:
        fields = [Use("field", f"/fields/{index}", key) for index, key in enumerate(settings.fields)]
        return [Use("template", "/message", settings.message), *fields]


ACTION = Refuse()
