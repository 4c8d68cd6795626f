"""A button of the form is pressed."""

from typing import Literal

from dougong.engines.document import Def, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnButton(Def):
    type: Literal["button"]
    button: Key


TRIGGER = Trigger("button", OnButton, Text("点击按钮", "A button is pressed"))
