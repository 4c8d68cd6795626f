"""A record goes to the recycle bin."""

from typing import Literal

from dougong.engines.document import Def
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnDeleted(Def):
    type: Literal["deleted"]


TRIGGER = Trigger("deleted", OnDeleted, Text("删除记录后", "A record is deleted"), before=True)
