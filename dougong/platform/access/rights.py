"""What one person has on one form: the grants that reach him, bound to who he is.

A row is his to read when the scope of some reading grant holds on it; a field shows on a row when some reading grant
whose scope holds there does not hide it. So both are disjunctions of scopes, and one door compiles both into SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dougong.engines.expression.tree import Node
from dougong.platform.access.condition import FALSE, TRUE, either, is_false, is_true
from dougong.platform.access.definition import ACTIONS, FieldRight

# always there for whoever may read the row: without them a row could not be named or guarded
OPEN_FIELDS = frozenset({"id", "rev"})


@dataclass(frozen=True)
class BoundGrant:
    """One grant of a principal. ``fields`` may name a column of a sub-table as ``lines.cost``."""

    actions: frozenset[str]
    scope: Node
    fields: Mapping[str, FieldRight]

    def right(self, field: str) -> FieldRight:
        """What this grant gives on the field; a sub-table's column has at most what its sub-table has."""
        if field in OPEN_FIELDS:
            return "read"
        own = self.fields.get(field, "edit")
        if "." not in field:
            return own
        above = self.fields.get(field.split(".", 1)[0], "edit")
        return min(own, above, key=_ORDER.__getitem__)


_ORDER: Mapping[FieldRight, int] = {"hide": 0, "read": 1, "edit": 2}


@dataclass(frozen=True)
class FormRights:
    """Everything somebody may do to one form."""

    grants: tuple[BoundGrant, ...]

    def with_more(self, grants: tuple[BoundGrant, ...]) -> "FormRights":
        """These rights and more: what tasks let somebody read of one record."""
        return FormRights((*self.grants, *grants)) if grants else self

    @cached_property
    def actions(self) -> frozenset[str]:
        """What he may do to some row at least."""
        return frozenset(action for grant in self.grants for action in grant.actions if not is_false(grant.scope))

    def row_scope(self, action: str) -> Node:
        """On which rows he may do it."""
        return either(grant.scope for grant in self._granting(action))

    def field_scope(self, field: str, action: str = "read", *, need: FieldRight = "read") -> Node:
        """On which of *the rows of* ``row_scope(action)`` he has ``need`` on the field: true says on all of them,
        false on none."""
        granting = self._granting(action)
        enough = [grant for grant in granting if _ORDER[grant.right(field)] >= _ORDER[need]]
        if len(enough) == len(granting) and granting:
            return TRUE
        scope = either(grant.scope for grant in enough)
        if scope == either(grant.scope for grant in granting):
            return FALSE if is_false(scope) else TRUE
        return scope

    def hidden(self, field: str) -> bool:
        """Whether the field shows on no row at all."""
        return is_false(self.field_scope(field))

    def right(self, field: str) -> FieldRight:
        """The most he has on the field, on any row: what a page needs to draw it."""
        if self.hidden(field):
            return "hide"
        writing = (self.field_scope(field, action, need="edit") for action in ("update", "create"))
        return "edit" if any(not is_false(scope) for scope in writing) else "read"

    def covers(self, action: str, than: str) -> bool:
        """Whether ``action`` may be done on every row on which ``than`` may."""
        scope = self.row_scope(action)
        return is_true(scope) or (scope == self.row_scope(than) and not is_false(scope))

    def _granting(self, action: str) -> list[BoundGrant]:
        return [grant for grant in self.grants if action in grant.actions and not is_false(grant.scope)]


NOTHING = FormRights(())
EVERYTHING = FormRights((BoundGrant(frozenset(ACTIONS), TRUE, {}),))
