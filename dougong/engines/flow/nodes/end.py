"""The instance is over; whatever is still open is cancelled."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.flow.definition import NodeDef
from dougong.engines.flow.node import Asks, NodeKind


class EndDef(NodeDef):
    """``result``: ``approved``, ``rejected`` or a word of the app's own."""

    type: Literal["end"]
    result: Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")] = "approved"


class End(NodeKind[EndDef]):
    key = "end"
    definition = EndDef
    asks = Asks("end")

    def outcomes(self, settings: EndDef) -> tuple[str, ...]:
        return ()


NODE = End()
