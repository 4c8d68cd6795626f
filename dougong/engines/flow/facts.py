"""What a check must know of the form a flow runs on."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FormFacts:
    """``options``: the values of select fields; ``required`` and ``computed``: keys of such fields; ``known``: all
    fields (None: not known, nothing is said about them); ``numeric``: fields that hold numbers; ``boolean``: yes or
    no."""

    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    boolean: frozenset[str] = frozenset()
