"""A field of the record that a reference points at."""

from typing import Literal

from dougong.engines.document import Key
from dougong.engines.record.definition import ComputedDef, FieldDef
from dougong.engines.record.field_type import Find
from dougong.engines.record.field_types._computed import Computed
from dougong.engines.record.field_types._held import holding
from dougong.engines.record.field_types.reference import ReferenceDef

# what cannot be carried over: rows, several records and files stay where they are
NOT_CARRIED = ("subtable", "references", "users", "departments", "file", "image", "signature", "note", "divider")


class LookupDef(ComputedDef):
    """``through``: a reference of this form; ``field``: a field of the form it points at. ``mode``: ``live`` follows
    every change there, ``snapshot`` keeps what was true when the record was chosen."""

    type: Literal["lookup"]
    through: Key
    field: Key
    mode: Literal["live", "snapshot"] = "live"


class Lookup(Computed[LookupDef]):
    key = "lookup"
    definition = LookupDef

    def holds(self, d: LookupDef, find: Find) -> FieldDef:
        """Text when it dangles: the check says so, the rest goes on."""
        through = find.here(d.through)
        found = find.there(through.form, d.field) if isinstance(through, ReferenceDef) else None
        if found is None or found.type in NOT_CARRIED:
            return holding("text", d)
        carried = {"key": d.key, "name": d.name, "index": d.index, "required": False, "unique": False, "default": None}
        return found.model_copy(update=carried)


FIELD_TYPE = Lookup()
