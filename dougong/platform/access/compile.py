"""The grants of one published version, ready to be asked: what may this person do to that form?"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

from dougong.engines.expression.check import check
from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Node
from dougong.engines.finding import Finding, Invalid
from dougong.platform.access.condition import bind, rows_word
from dougong.platform.access.definition import ROW_WORDS, FieldRight, GrantDef, RoleDef
from dougong.platform.access.principal import Principal
from dougong.platform.access.rights import EVERYTHING, NOTHING, BoundGrant, FormRights

# how many people's rights are kept at a time
KEPT = 4096


@dataclass(frozen=True)
class CompiledGrant:
    """``rows``: a word, or a condition not yet bound to anybody."""

    role: str
    form: str
    actions: frozenset[str]
    rows: str | Node
    fields: Mapping[str, FieldRight]

    def bound(self, principal: Principal) -> BoundGrant:
        scope = rows_word(self.rows, principal) if isinstance(self.rows, str) else bind(self.rows, principal)
        return BoundGrant(self.actions, scope, self.fields)


# more that somebody has on a form beside his grants: the tasks he holds
MoreGrants = Callable[[Principal, str], Iterable[BoundGrant]]


class Access:
    """What everybody may do in one version of an app. Safe to share between threads."""

    def __init__(
        self,
        app: str,
        grants: Iterable[CompiledGrant],
        inherited: Mapping[str, frozenset[str]],
        more: MoreGrants | None = None,
    ) -> None:
        self.app = app
        self._grants: dict[str, list[CompiledGrant]] = defaultdict(list)
        for grant in grants:
            self._grants[grant.form].append(grant)
        self._inherited = inherited
        self._more = more
        self._kept: OrderedDict[Hashable, FormRights] = OrderedDict()
        self._lock = Lock()

    def roles(self, principal: Principal) -> frozenset[str]:
        """His roles in this app and those they inherit; ``everyone`` is one."""
        own = principal.roles_in(self.app)
        return own.union(*(self._inherited.get(role, frozenset()) for role in own))

    def rights(self, principal: Principal, form: str) -> FormRights:
        """Everything he may do to a form of this app."""
        if principal.app is not None:
            return EVERYTHING if principal.app == self.app else NOTHING
        key = (principal.fingerprint, form)
        with self._lock:
            held = self._kept.get(key)
        if held is None:
            held = self._rights(principal, form)
            with self._lock:
                self._kept[key] = held
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return held

    def allows(self, principal: Principal, form: str, action: str) -> bool:
        """Whether he may do it to some row at least."""
        return action in self.rights(principal, form).actions

    def row_scope(self, principal: Principal, form: str, action: str) -> Node:
        return self.rights(principal, form).row_scope(action)

    def field_scope(self, principal: Principal, form: str, field: str) -> Node:
        return self.rights(principal, form).field_scope(field)

    def grants_of(self, role: str, form: str) -> list[CompiledGrant]:
        """The grants of a role on a form, those it inherits and those of everyone included."""
        roles = {role, "everyone", *self._inherited.get(role, frozenset())}
        return [grant for grant in self._grants[form] if grant.role in roles]

    def _rights(self, principal: Principal, form: str) -> FormRights:
        roles = self.roles(principal)
        own = [grant.bound(principal) for grant in self._grants.get(form, ()) if grant.role in roles]
        more = self._more(principal, form) if self._more is not None else ()
        return FormRights((*own, *more))


def compile_access(
    app: str,
    roles: Iterable[RoleDef],
    grants: Iterable[GrantDef],
    scope_of: Callable[[str], Scope],
    functions: Functions,
    more: MoreGrants | None = None,
) -> Access:
    """``scope_of``: what names mean in a condition over a form. Raises Invalid for a condition that is wrong."""
    findings: list[Finding] = []
    compiled: list[CompiledGrant] = []
    for index, grant in enumerate(grants):
        rows: str | Node
        if isinstance(grant.rows, str) and grant.rows in ROW_WORDS:
            rows = grant.rows
        else:
            checked = check(grant.rows, scope_of(grant.form), BOOLEAN, functions)
            findings += [item.under(f"/grants/{index}/rows") for item in checked.findings if item.severity == "error"]
            rows = checked.node
        compiled.append(CompiledGrant(grant.role, grant.form, frozenset(grant.can), rows, grant.fields))
    if findings:
        raise Invalid(findings)
    return Access(app, compiled, inheritance(roles), more)


def inheritance(roles: Iterable[RoleDef]) -> dict[str, frozenset[str]]:
    """For each role all it inherits, directly or not; a ring gives all its members the same."""
    direct = {role.key: set(role.inherits) for role in roles}
    found: dict[str, frozenset[str]] = {}
    for role in direct:
        reached: set[str] = set()
        waiting = list(direct[role])
        while waiting:
            current = waiting.pop()
            if current not in reached:
                reached.add(current)
                waiting += direct.get(current, ())
        found[role] = frozenset(reached - {role})
    return found
