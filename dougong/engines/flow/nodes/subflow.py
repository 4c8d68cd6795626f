"""Another flow of the same app, on this record or on one it refers to."""

from typing import Literal

from dougong.engines.document import FieldPath, Key
from dougong.engines.flow.definition import NodeDef
from dougong.engines.flow.node import Asks, NodeKind


class SubflowDef(NodeDef):
    """``of``: the reference field that names the record (absent: this record). ``wait: false`` goes on at once.
    A child that was not approved has the outcome ``rejected``; ``on_rejected: continue`` makes it ``done``."""

    type: Literal["subflow"]
    flow: Key
    of: FieldPath | None = None
    wait: bool = True
    on_rejected: Literal["fail", "continue"] = "fail"


class Subflow(NodeKind[SubflowDef]):
    key = "subflow"
    definition = SubflowDef
    asks = Asks("child")

    def outcomes(self, settings: SubflowDef) -> tuple[str, ...]:
        return ("done", "rejected") if settings.wait and settings.on_rejected == "fail" else ("done",)


NODE = Subflow()
