"""What names mean to one reader: a field that shows to him nowhere is not there.

Asked for, misspelt or hinted at, it is like a name that was never given; so the checker cannot tell its type either.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.scope import FormScope, Scope, TitledScope
from dougong.platform.access.condition import is_true
from dougong.platform.access.rights import FormRights
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.paths import World


@dataclass(frozen=True)
class ReadableScope:
    """``whole`` without what is hidden from the world's principal; ``form``: what it is the scope of."""

    world: World
    form: StoredForm
    whole: Scope

    def resolve(self, parts: tuple[str, ...]) -> Kind | None:
        kind = self.whole.resolve(parts)
        return None if kind is None or is_hidden(self.world, self.form, parts) else kind

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        return [name for name in self.whole.names(prefix) if self._shows((*prefix, name))]

    def titles(self, prefix: tuple[str, ...]) -> Mapping[str, str]:
        titles = self.whole.titles(prefix) if isinstance(self.whole, TitledScope) else {}
        return {title: name for title, name in titles.items() if self._shows((*prefix, name))}

    def field_of(self, form: str, field: str) -> Kind | None:
        if not isinstance(self.whole, FormScope):
            return None
        kind = self.whole.field_of(form, field)
        if kind is None:
            return None
        here = self.world.form(form, self.form.app)
        return None if is_hidden(self.world, here, (field,)) else kind

    def _shows(self, path: tuple[str, ...]) -> bool:
        return not is_hidden(self.world, self.form, path)


def is_hidden(world: World, form: StoredForm, path: tuple[str, ...]) -> bool:
    """Whether the path leads through or to what shows on no row."""
    return _leads_through(world, form, path, FormRights.hidden)


def shows_always(world: World, form: StoredForm, path: tuple[str, ...]) -> bool:
    """Whether every part of the path shows on all rows that its reader may read."""
    return not _leads_through(world, form, path, lambda rights, field: not is_true(rights.field_scope(field)))


# whether a field is lost to whoever has these rights on its form
_Lost = Callable[[FormRights, str], bool]


def _leads_through(world: World, form: StoredForm, path: tuple[str, ...], lost: _Lost) -> bool:
    here = form
    for index, part in enumerate(path):
        rights = world.rights(here)
        if "read" not in rights.actions or lost(rights, part):
            return True
        item = here.fields.get(part)
        if item is not None and item.fields and index + 1 < len(path):
            column = path[index + 1]
            if lost(rights, f"{part}.{column}"):
                return True
            item = item.fields.get(column)
            return _leads_through_row(world, here, item, path[index + 2 :], lost)
        if item is None or item.target is None or item.target.table != "record":
            return False
        if index + 1 < len(path):
            here = world.form(item.target.form or "", here.app)
    return False


def _leads_through_row(world: World, here: StoredForm, item: object, rest: tuple[str, ...], lost: _Lost) -> bool:
    """What lies behind a reference in a row of a sub-table."""
    target = getattr(item, "target", None)
    if not rest or target is None or target.table != "record":
        return False
    return _leads_through(world, world.form(target.form or "", here.app), rest, lost)
