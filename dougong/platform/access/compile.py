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
from dougong.platform.access.condition import TRUE, bind, rows_word
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


# (flow, node) of a task; no flow for a task outside of any
At = tuple[str | None, str]
READING = frozenset({"read"})


class Access:
    """What everybody may do in one version of an app. Safe to share between threads."""

    def __init__(
        self,
        app: str,
        grants: Iterable[CompiledGrant],
        inherited: Mapping[str, frozenset[str]],
        hidden: Mapping[At, frozenset[str]] | None = None,
    ) -> None:
        self.app = app
        self._grants: dict[str, list[CompiledGrant]] = defaultdict(list)
        for grant in grants:
            self._grants[grant.form].append(grant)
        self._inherited = inherited
        self._hidden = hidden or {}
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

    def enters(self, principal: Principal) -> bool:
        """Whether he may do anything at all in the app."""
        return any(self.rights(principal, form).actions for form in self._grants)

    def allows(self, principal: Principal, form: str, action: str) -> bool:
        """Whether he may do it to some row at least."""
        return action in self.rights(principal, form).actions

    def row_scope(self, principal: Principal, form: str, action: str) -> Node:
        return self.rights(principal, form).row_scope(action)

    def field_scope(self, principal: Principal, form: str, field: str) -> Node:
        return self.rights(principal, form).field_scope(field)

    def held(self, tasks: Iterable[At]) -> tuple[BoundGrant, ...]:
        """What tasks of a record let their holder read of it: everything but what their nodes hide."""
        hiding = dict.fromkeys(self._hidden.get(task, frozenset()) for task in tasks)
        return tuple(BoundGrant(READING, TRUE, dict.fromkeys(fields, "hide")) for fields in hiding)

    def _rights(self, principal: Principal, form: str) -> FormRights:
        roles = self.roles(principal)
        own = [grant.bound(principal) for grant in self._grants.get(form, ()) if grant.role in roles]
        return FormRights(tuple(own))


def compile_access(
    app: str,
    roles: Iterable[RoleDef],
    grants: Iterable[GrantDef],
    scope_of: Callable[[str], Scope],
    functions: Functions,
    hidden: Mapping[At, frozenset[str]] | None = None,
) -> Access:
    """``scope_of``: what names mean in a condition over a form; ``hidden``: what nodes of flows hide from whoever has
    their task. Raises Invalid for a condition that is wrong."""
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
    return Access(app, compiled, inheritance(roles), hidden)


def inheritance(roles: Iterable[RoleDef]) -> dict[str, frozenset[str]]:
    """For each role all it inherits, directly or not; a ring gives all its members the same."""
    direct = {role.key: set(role.inherits) for role in roles}
    found: dict[str, frozenset[str]] = {}
    for role, inherited in direct.items():
        reached: set[str] = set()
        waiting = list(inherited)
        while waiting:
            current = waiting.pop()
            if current not in reached:
                reached.add(current)
                waiting += direct.get(current, ())
        found[role] = frozenset(reached - {role})
    return found
