"""What a field type must know of the app around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dougong.engines.record.options import OptionDef

if TYPE_CHECKING:
    from dougong.engines.record.field_type import AnyFieldType

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class AppFacts:
    """The field types there are, the app's time zone and currency, and its shared option sets by key."""

    types: Mapping[str, AnyFieldType] = field(default_factory=dict)
    zone: ZoneInfo = DEFAULT_ZONE
    currency: str = "CNY"
    option_sets: Mapping[str, tuple[OptionDef, ...]] = field(default_factory=dict)
