"""Put records into the recycle bin."""

from typing import Literal

from dougong.engines.action.definition import OnRecords
from dougong.engines.action.effects import DeleteRecord, Effect
from dougong.engines.action.kind import ActionKind, Context, Use, target_of, target_uses


class DeleteAction(OnRecords):
    action: Literal["delete"]


class Delete(ActionKind[DeleteAction]):
    key = "delete"
    definition = DeleteAction

    def plan(self, settings: DeleteAction, context: Context) -> list[Effect]:
        target = target_of(settings, context)
        return [] if target is None else [DeleteRecord(target)]

    def uses(self, settings: DeleteAction) -> list[Use]:
        return target_uses(settings)


ACTION = Delete()
