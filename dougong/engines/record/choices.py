"""Which options a field offers: its own, or those of a shared option set."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from dougong.engines.document import in_both
from dougong.engines.finding import Finding, nearest
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.options import OptionDef
from dougong.engines.record.settings import BOTH_OPTIONS, NO_OPTIONS, UNKNOWN_SET, repeated_options


@runtime_checkable
class Choosing(Protocol):
    """The definition of a field that people choose in."""

    @property
    def options(self) -> tuple[OptionDef, ...]: ...

    @property
    def option_set(self) -> str | None: ...


def options_of(d: Choosing, facts: AppFacts) -> tuple[OptionDef, ...]:
    """Those of the shared set where one is named (none where it does not exist), else its own."""
    return facts.option_sets.get(d.option_set, ()) if d.option_set is not None else d.options


def values_of(d: Choosing, facts: AppFacts) -> tuple[str, ...]:
    """As ``options_of``, the values alone."""
    return tuple(option.value for option in options_of(d, facts))


def titles_of(d: Choosing, facts: AppFacts) -> tuple[tuple[str, str], ...]:
    """What each option is called, in both languages, and its value."""
    named = [(in_both(option.name), option.value) for option in options_of(d, facts) if option.name is not None]
    return tuple(dict.fromkeys((title, value) for name, value in named for title in (name.zh, name.en)))


def check_options(d: Choosing, facts: AppFacts, *, needed: bool = True) -> Sequence[Finding]:
    """``needed``: to offer none is a mistake too. Pointers are relative to the field."""
    if d.option_set is not None:
        findings = [BOTH_OPTIONS.at("/options")] if d.options else []
        if d.option_set not in facts.option_sets:
            hint = nearest(d.option_set, facts.option_sets)
            findings.append(UNKNOWN_SET.at("/option_set", key=d.option_set, hint=hint))
        return findings
    if needed and not d.options:
        return [NO_OPTIONS.at("/options")]
    return repeated_options(d.options)
