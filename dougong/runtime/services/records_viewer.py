"""Roll-ups that are worked out for whoever reads (``"scope": "viewer"``): never stored, never more than he may see."""

from collections.abc import Iterable, Sequence

from dougong.engines.form.compile import CompiledForm
from dougong.engines.record.field_types.rollup import RollupDef
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.records import Found
from dougong.platform.storage.rollups import Rolling, rolled_up
from dougong.runtime.services.desk import Desk


def viewer_rollups(form: CompiledForm) -> list[str]:
    """The fields of the form that are made for each reader."""
    return [
        key
        for key, item in form.fields.items()
        if isinstance(item.definition, RollupDef) and item.definition.scope == "viewer"
    ]


def rolling_of(app: CompiledApp, form: CompiledForm, field: str) -> Rolling | None:
    """What a roll-up of the form folds; None for one over another app's form."""
    definition = form.fields[field].definition
    assert isinstance(definition, RollupDef)
    other = app.stored.get(definition.form)
    if other is None:
        return None
    computed = next((one for one in form.computed if one.path == field), None)
    when = computed.when.node if computed is not None and computed.when is not None else None
    return Rolling(other, definition.through, definition.function, definition.field, when)


def fill_viewer_rollups(
    desk: Desk, stored: StoredForm, found: Sequence[Found], fields: Iterable[str] | None = None
) -> None:
    """Put them into the records; one statement for each such field."""
    form = desk.form(stored.key)
    keys = viewer_rollups(form)
    if not keys or not found:
        return
    wanted = set(keys) if fields is None else set(fields) & set(keys)
    rights = desk.door.rights(stored)
    for key in keys:
        rolling = rolling_of(desk.app, form, key) if key in wanted and not rights.hidden(key) else None
        if rolling is None:
            continue
        values = rolled_up(desk.door, rolling, [item.id for item in found])
        for item in found:
            item.values[key] = form.fields[key].settled(values.get(item.id))
