"""A record is created (a draft: when it is submitted)."""

from typing import Literal

from dougong.engines.document import Def
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnCreated(Def):
    type: Literal["created"]


TRIGGER = Trigger("created", OnCreated, Text("新建记录后", "A record is created"), before=True)
