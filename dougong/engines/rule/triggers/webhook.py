"""Somebody outside calls the rule's address; what was sent is mapped to fields."""

from typing import Literal

from pydantic import Field

from dougong.engines.document import Def, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnWebhook(Def):
    """``map``: field to a path into the body (``data.phone``). ``match``: the fields an existing record is found by."""

    type: Literal["webhook"]
    map: dict[Key, str] = Field(default={}, max_length=200)
    match: tuple[Key, ...] = ()
    secret: Key | None = Field(default=None, description="the connection whose secret signs the body (HMAC-SHA256)")


TRIGGER = Trigger("webhook", OnWebhook, Text("外部调用", "A webhook is called"), record=False)
