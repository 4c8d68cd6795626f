"""People are told and may read; the flow goes on at once."""

from typing import Literal

from pydantic import Field

from dougong.engines.document import FieldPath
from dougong.engines.flow.definition import NodeDef, Who
from dougong.engines.flow.node import Asks, NodeKind


class CcDef(NodeDef):
    """``once``: somebody who got a copy earlier in this instance gets no second one."""

    type: Literal["cc"]
    who: Who = ()
    fields: dict[FieldPath, Literal["read", "hide"]] = Field(default_factory=dict)
    once: bool = True


class Cc(NodeKind[CcDef]):
    key = "cc"
    definition = CcDef
    asks = Asks("read", "cc")


NODE = Cc()
