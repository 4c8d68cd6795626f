"""A record comes back from the recycle bin."""

from typing import Literal

from dougong.engines.document import Def
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnRestored(Def):
    type: Literal["restored"]


TRIGGER = Trigger("restored", OnRestored, Text("恢复记录后", "A record is restored"))
