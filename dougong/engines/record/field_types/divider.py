"""A line between the fields."""

from typing import Literal

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_types._shown import Shown


class DividerDef(FieldDef):
    type: Literal["divider"]


class Divider(Shown[DividerDef]):
    key = "divider"
    definition = DividerDef


FIELD_TYPE = Divider()
