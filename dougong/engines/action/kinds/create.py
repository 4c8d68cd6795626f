"""Make a record of any form; ``draft`` stores it without validation and runs nothing."""

from typing import Literal

from dougong.engines.action.definition import ActionDef, SetFields
from dougong.engines.action.effects import CreateRecord, Effect
from dougong.engines.action.kind import ActionKind, Context, Use, computed_set, set_uses
from dougong.engines.document import FormKey


class CreateAction(ActionDef):
    action: Literal["create"]
    form: FormKey
    set: SetFields
    draft: bool = False


class Create(ActionKind[CreateAction]):
    key = "create"
    definition = CreateAction

    def plan(self, settings: CreateAction, context: Context) -> list[Effect]:
        return [CreateRecord(settings.form, computed_set(settings.set, context), settings.draft)]

    def uses(self, settings: CreateAction) -> list[Use]:
        return [Use("form", "/form", settings.form), *set_uses(settings.set, settings.form)]


ACTION = Create()
