"""A record is created or changed; with fields, a change must touch one of them."""

from typing import Literal

from dougong.engines.document import Def, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnSaved(Def):
    type: Literal["saved"]
    fields: tuple[Key, ...] = ()


TRIGGER = Trigger("saved", OnSaved, Text("新建或修改后", "A record is created or changed"), before=True)
