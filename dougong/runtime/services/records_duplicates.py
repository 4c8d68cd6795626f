"""Finding the same thing twice: records that agree with given values by the form's ``duplicates``.

The database narrows down, by equality or by a part of the text; what counts as the same is decided here. Only records
their asker may see are told of.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from dougong.engines.expression.kinds import BOOLEAN, TEXT
from dougong.engines.expression.tree import Call, Lit, Node, Path
from dougong.engines.finding import message
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.definition import DuplicateDef, MatchDef
from dougong.errors import NotFound
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.records import Found, Records
from dougong.platform.storage.select import ListQuery
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_shape import shape_all
from dougong.runtime.services.records_work import Work, able

BLOCKED = message("duplicate", "已有相同或相近的数据，不能重复录入", "The same or nearly the same is there already")
WARNED = message(
    "duplicate", "已有相同或相近的数据，请确认", "The same or nearly the same is there already; please check", "warning"
)
MOST_COMPARED = 20
MOST_LOOKED_AT = 500
MOST_TOLD = 20
_ENDINGS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|co\.?,?\s*ltd\.?|limited|ltd\.?|inc\.?|llc|corp\.?|gmbh)$"
)
_BETWEEN = re.compile(r"[\s\-_.,()（）·'\"]+")
Json = dict[str, Any]


def find_duplicates(desk: Desk, form: str, values: Mapping[str, Any], *, without: str | None = None) -> Json:
    """``{"items": [{"record", "by": key, "on": "warn|block"}]}``; ``values`` as they would be sent, ``without``: the
    record itself. Raises NotFound for somebody who may do nothing with the form."""
    stored, compiled = desk.stored(form), desk.form(form)
    if not desk.door.rights(stored).actions:
        raise NotFound
    known, _ = compiled.validator.read({key: value for key, value in values.items() if key in compiled.fields}, "sent")
    items: list[Json] = []
    seen: set[str] = set()
    for number, definition in enumerate(compiled.definition.duplicates):
        found = [one for one in same(desk.door, stored, definition, known) if one.id != without and one.id not in seen][
            :MOST_TOLD
        ]
        seen |= {one.id for one in found}
        for record in shape_all(desk, stored, found):
            items.append({"record": record, "by": definition.key or str(number), "on": definition.on})
    return {"items": items}


def same(door: Records, stored: StoredForm, definition: DuplicateDef, values: Mapping[str, Any]) -> list[Found]:
    """The records that agree in every match. A blank agrees with nothing."""
    rights = door.rights(stored)
    if any(values.get(match.field) in (None, "", []) or rights.hidden(match.field) for match in definition.match):
        return []
    conditions = [_narrowed(stored, match, values[match.field]) for match in definition.match]
    wanted = [condition for condition in conditions if condition is not None]
    if not wanted:
        return []
    condition: Node = wanted[0] if len(wanted) == 1 else Call("AND", tuple(wanted), BOOLEAN)
    page = door.page(stored, ListQuery(filter=condition, sort=("id",)), limit=MOST_LOOKED_AT)
    return [found for found in page.items if _agrees(definition, values, found.values)]


def _narrowed(stored: StoredForm, match: MatchDef, value: Any) -> Node | None:
    """What the database is asked: equality, or that a telling part of the text occurs."""
    path = Path((match.field,), stored.fields[match.field].kind)
    if match.like == "exact" or not isinstance(value, str):
        return Call("=", (path, Lit(value, path.kind)), BOOLEAN)
    part = _telling(match, value)
    return Call("CONTAINS", (Call("LOWER", (path,), TEXT), Lit(part, TEXT)), BOOLEAN) if part else None


def _telling(match: MatchDef, value: str) -> str:
    """A part that any text which counts as the same has too: of a phone its last digits, of a name two characters."""
    if match.like == "phone":
        return _digits(value)[-4:]
    # the first run of the name as it is written, so that it occurs in the stored text
    core = plain_name(value)
    runs = [run for run in _BETWEEN.split(_ENDINGS.sub("", value.strip().lower())) if run]
    longest = max(runs, key=len, default=core)
    return longest[:2] if match.like == "fuzzy" else longest[:12]


def _agrees(definition: DuplicateDef, values: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(
        _alike(match, values[match.field], other.get(match.field), definition.threshold) for match in definition.match
    )


def _alike(match: MatchDef, left: Any, right: Any, threshold: float) -> bool:
    if right is None or not isinstance(left, str) or not isinstance(right, str):
        return bool(left == right)
    match match.like:
        case "exact":
            return left == right
        case "phone":
            return _digits(left)[-11:] == _digits(right)[-11:]
        case "name":
            return plain_name(left) == plain_name(right)
        case "fuzzy":
            return SequenceMatcher(None, plain_name(left), plain_name(right)).ratio() >= threshold


def plain_name(text: str) -> str:
    """Without case, width, blanks, punctuation and company endings."""
    folded = unicodedata.normalize("NFKC", text).lower().strip()
    return _BETWEEN.sub("", _ENDINGS.sub("", folded))


def _digits(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isdigit())


def judge_duplicates(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work]) -> None:
    """What is typed in by hand is compared with what is there: a warning, or for ``block`` a problem. Batches and
    imports compare by their keys instead."""
    if not form.definition.duplicates or len(works) > MOST_COMPARED or desk.actor.channel == "import":
        return
    for work in able(works):
        if work.settled is None or work.stays_draft or work.python:
            continue
        for definition in form.definition.duplicates:
            fields = [match.field for match in definition.match]
            before = {} if work.was_draft else work.stored or {}
            if all(work.settled.values.get(key) == before.get(key) for key in fields):
                continue
            door = desk.open_door if definition.on == "block" else desk.door
            others = [one for one in same(door, stored, definition, work.settled.values) if one.id != work.record_id]
            if others:
                told = BLOCKED if definition.on == "block" else WARNED
                work.findings += [told.at(f"/values/{key}") for key in fields[:1]]
