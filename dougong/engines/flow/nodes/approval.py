"""People say yes or no."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dougong.engines.document import Key, refused
from dougong.engines.flow.definition import HumanNodeDef
from dougong.engines.flow.node import Asks, NodeKind
from dougong.errors import Text

NOBODY = Text("请指定审批人", "Say who approves")
OnReject = Annotated[str, Field(pattern=r"^(end|branch|return_to_initiator|return_to:[a-z][a-z0-9_]{0,39})$")]


class ApprovalDef(HumanNodeDef):
    """``any``: the first decision counts (``or_reject: all``: a no only when all say no). ``all``: one no rejects at
    once (``collect``: after everybody has spoken). ``sequence``: one after another. ``ratio``: passes at ceil(ratio x
    people).

    ``on_reject``: an edge ``on: rejected`` is taken whatever this says; without one the instance ends rejected, or goes
    back. ``same_person`` and ``self_approval``: who has approved already, and the initiator among the approvers.
    ``resume``: after a return from here, the way again or straight back to here. ``differs_from``: nodes whose deciders
    may not decide here.
    """

    type: Literal["approval"]
    mode: Literal["any", "all", "sequence", "ratio"] = "any"
    ratio: Annotated[float, Field(gt=0, le=1)] = 0.5
    or_reject: Literal["first", "all"] = "first"
    collect: bool = False
    on_reject: OnReject = "end"
    same_person: Literal["adjacent", "off", "instance"] = "adjacent"
    self_approval: Literal["allow", "skip", "superior", "department_head"] = "allow"
    resume: Literal["walk", "jump"] = "walk"
    return_to: tuple[Key, ...] | None = None
    differs_from: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _asks_somebody(self) -> "ApprovalDef":
        if not self.who:
            raise refused("nobody_named", NOBODY)
        return self

    def needed(self, people: int) -> int:
        """Approvals that pass a vote of so many people: ceil(ratio x people), at least one."""
        exact = Fraction(str(self.ratio)) * people
        return max(1, -(-exact.numerator // exact.denominator))


class Approval(NodeKind[ApprovalDef]):
    key = "approval"
    definition = ApprovalDef
    asks = Asks("tasks", "approval")

    def outcomes(self, settings: ApprovalDef) -> tuple[str, ...]:
        return ("approved", "rejected")


NODE = Approval()
