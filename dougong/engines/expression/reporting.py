"""Telling what is wrong at its place: characters of a text, or a part of a condition tree in the words of its line."""

from dataclasses import replace

from dougong.engines.expression import check_messages as say
from dougong.engines.expression.tree import Call, Node, Origin, Path, Spot, located
from dougong.engines.finding import Finding, Message
from dougong.errors import Text


class Reporting:
    """What is wrong gathers in ``findings``."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def report(self, problem: Message, node: Node, *, hint: str | None = None, **details: object) -> None:
        pointer, position = located(node.span)
        self.findings.append(problem.at(pointer, hint=hint, position=position, **details))

    def told_of_line(self, node: Node, expected: Text, found: Text) -> bool:
        """Whether the node is the field or the value of a condition's line, where a wrong kind is told as such."""
        spot = node.span
        if not isinstance(spot, Spot) or spot.line is None:
            return False
        line = spot.line
        if spot.role == "value":
            self.report(say.BAD_VALUE, node, op=line.op, expected=expected, found=found)
            return True
        if spot.role == "field" and line.known:
            at = line.pointer + "/op"
            self.findings.append(say.WRONG_OPERATOR.at(at, op=line.op, expected=expected, found=found))
        return spot.role == "field"

    def called(self, node: Node, function: str) -> str:
        """The function by its name, or by that of the operator of a condition's line."""
        line = node.span.line if isinstance(node.span, Spot) else None
        return line.op if line else function

    def role(self, node: Node) -> str | None:
        return node.span.role if isinstance(node.span, Spot) else None


def name_of(call: Call) -> Node:
    """What stands before the parenthesis of a call, at its place."""
    origin: Origin | None = call.span
    _, span = located(origin)
    if span is not None:
        span = (span[0], min(span[0] + len(call.function), span[1]))
        origin = replace(origin, span=span) if isinstance(origin, Spot) else span
    return Path((call.function,), span=origin)
