"""Computed fields that tell a role more than it may see: a formula over a hidden cost, a look-up into a closed form.

Such a field shows under its own right, so somebody has to have meant it: ``"discloses": true`` says so. A roll-up that
is computed for its reader tells nobody more than he sees.
"""

from collections.abc import Callable, Iterator, Sequence

from dougong.engines.expression.registry import Functions
from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.form.computed import Computed, compile_computed, reads_of
from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import AppForms
from dougong.engines.record.definition import ComputedDef, SubtableDef

DISCLOSES = message(
    "discloses",
    "角色 {roles} 看得到这个字段，却看不到它用到的 {inputs}；若确实要公开，请设置 discloses",
    "The roles {roles} see this field but not {inputs}, which it is made of; say discloses if that is meant",
)

# role, form, field (``cost``, ``lines.cost``) -> whether the role sees it on some row
Sees = Callable[[str, str, str], bool]


def check_disclosure(
    own: Sequence[FormDef], forms: AppForms, functions: Functions, roles: Sequence[str], sees: Sees
) -> Iterator[Finding]:
    """Pointers begin ``/forms/<index>``."""
    for index, form in enumerate(own):
        for at, computed in _computed(form, forms, functions):
            yield from _judge(f"/forms/{index}{at}", form.key, computed, forms, roles, sees)


def _computed(form: FormDef, forms: AppForms, functions: Functions) -> Iterator[tuple[str, Computed]]:
    for index, d in enumerate(form.fields):
        inner = d.fields if isinstance(d, SubtableDef) else ()
        tables = [(form.key, d, f"/fields/{index}")]
        tables += [(f"{form.key}.{d.key}", row, f"/fields/{index}/fields/{at}") for at, row in enumerate(inner)]
        for table, one, at in tables:
            field = forms.field(table, one.key)
            try:
                found = compile_computed(forms, table, field, functions) if field is not None else None
            except Invalid:
                continue
            if found is not None:
                yield at, found


def _judge(
    at: str, form: str, computed: Computed, forms: AppForms, roles: Sequence[str], sees: Sees
) -> Iterator[Finding]:
    d = computed.field.definition
    if (isinstance(d, ComputedDef) and d.discloses) or not computed.field.stored:
        return
    inputs = {_named(read.table, read.key) for read in reads_of(forms, computed) if forms.field(read.table, read.key)}
    blind: list[str] = []
    unseen: set[tuple[str, str]] = set()
    for role in roles:
        if sees(role, form, computed.path):
            hidden = {one for one in inputs if not sees(role, *one)}
            unseen |= hidden
            blind += [role] if hidden else []
    if blind:
        shown = ", ".join(f"{table}.{key}" for table, key in sorted(unseen))
        yield DISCLOSES.at(f"{at}/discloses", roles=", ".join(blind), inputs=shown)


def _named(table: str, key: str) -> tuple[str, str]:
    form, _, rows = table.partition(".")
    return form, f"{rows}.{key}" if rows else key
