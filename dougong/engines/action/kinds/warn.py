"""Before rules: tell the writer something and go on."""

from typing import Literal

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.effects import Effect
from dougong.engines.action.effects import Warn as WarnEffect
from dougong.engines.action.kind import BEFORE, ActionKind, Context, Use
from dougong.engines.document import Key, ShownName, in_both


class WarnAction(ActionDef):
    """``message`` may hold ``{field}``; ``fields``: where to show it, else at the top."""

    action: Literal["warn"]
    message: ShownName
    fields: tuple[Key, ...] = ()


class Warn(ActionKind[WarnAction]):
    key = "warn"
    definition = WarnAction
    timing = BEFORE

    def plan(self, settings: WarnAction, context: Context) -> list[Effect]:
        return [WarnEffect(context.render(in_both(settings.message)), settings.fields)]

    def uses(self, settings: WarnAction) -> list[Use]:
        fields = [Use("field", f"/fields/{index}", key) for index, key in enumerate(settings.fields)]
        return [Use("template", "/message", settings.message), *fields]


ACTION = Warn()
