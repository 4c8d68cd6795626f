"""What every check returns: a problem at a place, in both languages.

A ``Message`` is declared once beside the check that reports it; ``.at(pointer, ...)`` makes the ``Finding``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from dougong.errors import Failure, Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``pointer`` is a JSON pointer (RFC 6901) into what was judged; ``position`` is a 0-based
    half-open range of characters when the problem lies inside a formula."""

    pointer: str
    code: str
    message: Text
    severity: Severity = "error"
    hint: str | None = None
    position: tuple[int, int] | None = None

    def under(self, prefix: str) -> "Finding":
        """The same problem seen from further up; ``prefix`` is a JSON pointer."""
        return Finding(prefix + self.pointer, self.code, self.message, self.severity, self.hint, self.position)


@dataclass(frozen=True, slots=True)
class Message:
    """The wording of one kind of problem, with ``{names}`` to fill."""

    code: str
    text: Text
    severity: Severity = "error"

    def at(
        self, pointer: str, *, hint: str | None = None, position: tuple[int, int] | None = None, **details: object
    ) -> Finding:
        return Finding(pointer, self.code, self.text.format(**details), self.severity, hint, position)


def message(code: str, zh: str, en: str, severity: Severity = "error") -> Message:
    """A problem people may see; what stands in braces is filled by ``at``."""
    return Message(code, Text(zh, en), severity)


class Invalid(Failure):
    """Values or a document were refused; every reason is in ``findings``."""

    code, status, title = "validation", 422, Text("内容有误，请修改后再试", "Some values need to be corrected")

    def __init__(self, findings: Sequence[Finding], **extra: object) -> None:
        super().__init__(None, **extra)
        self.findings = tuple(findings)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The existing name somebody most likely meant, or None."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def pointer(*parts: str | int) -> str:
    """A JSON pointer from its parts, escaped as RFC 6901 asks."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
