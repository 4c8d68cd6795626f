"""Only splits and joins: a place where ways part or meet and nothing else happens."""

from typing import Literal

from dougong.engines.flow.definition import NodeDef
from dougong.engines.flow.node import Asks, NodeKind


class GateDef(NodeDef):
    type: Literal["gate"]


class Gate(NodeKind[GateDef]):
    key = "gate"
    definition = GateDef
    asks = Asks("pass")


NODE = Gate()
