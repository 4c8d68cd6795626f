"""Who is acting: with which rights, in which language, through which door, and why.

Made by the edge, a worker or the command line, and only passed down; nothing here is looked up globally.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dougong.errors import Locale
from dougong.platform.access.principal import Principal, app_principal

Channel = Literal["ui", "api", "import", "rule", "flow", "public", "cli", "test"]


@dataclass(frozen=True)
class Cause:
    """Why something happens: ``chain`` are the (rule, record) pairs that led here, oldest first."""

    chain: tuple[tuple[str, str], ...] = ()
    rule: str | None = None
    flow: str | None = None
    task: str | None = None
    button: str | None = None
    trace: str | None = None

    @property
    def depth(self) -> int:
        return len(self.chain)

    def by_rule(self, rule: str, record: str) -> "Cause":
        return replace(self, chain=(*self.chain, (rule, record)), rule=rule)

    def as_json(self) -> dict[str, object]:
        named = {"rule": self.rule, "flow": self.flow, "task": self.task, "button": self.button, "trace": self.trace}
        known: dict[str, object] = {key: value for key, value in named.items() if value is not None}
        return known | ({"chain": [list(step) for step in self.chain]} if self.chain else {})

    @classmethod
    def from_json(cls, raw: Mapping[str, Any] | None) -> "Cause":
        given = dict(raw or {})
        chain = tuple((str(rule), str(record)) for rule, record in given.pop("chain", ()))
        return cls(
            chain=chain, **{key: given[key] for key in ("rule", "flow", "task", "button", "trace") if key in given}
        )


@dataclass(frozen=True)
class Actor:
    """Somebody doing something: with these rights, in this language, through this door, for this cause."""

    principal: Principal
    locale: Locale = "zh-CN"
    channel: Channel = "api"
    cause: Cause = field(default_factory=Cause)

    @property
    def user(self) -> str | None:
        return self.principal.user

    def because(self, cause: Cause, channel: Channel | None = None) -> "Actor":
        return replace(self, cause=cause, channel=channel or self.channel)

    def as_app(self, app: str) -> "Actor":
        """The app itself, for the same cause."""
        return replace(self, principal=app_principal(app))
