"""Words between the fields."""

from typing import Literal

from dougong.engines.document import ShownName
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_types._shown import Shown


class NoteDef(FieldDef):
    type: Literal["note"]
    text: ShownName | None = None
    tone: Literal["info", "success", "warning", "error"] = "info"


class Note(Shown[NoteDef]):
    key = "note"
    definition = NoteDef


FIELD_TYPE = Note()
