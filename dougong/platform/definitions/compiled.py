"""One published version of an app, made ready once and shared by every request: forms, tables, rights.

It never changes and has no connection. What other parts make of it (flows, rules, reports) they make once through
``derived``.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, MutableMapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar

from sqlalchemy import MetaData

from dougong.engines.expression.env import WorkCalendar
from dougong.engines.expression.registry import Functions
from dougong.engines.form.compile import CompiledForm, compile_forms
from dougong.engines.form.definition import FormDef
from dougong.kinds import Kinds
from dougong.platform.access.compile import Access, At, compile_access
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.calendars import working_calendar
from dougong.platform.definitions.structure import app_forms, indexing
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.names import Names
from dougong.platform.storage.stored import stored_form

T = TypeVar("T")
KEPT_STATEMENTS = 2_000


class Kept(MutableMapping[Hashable, Any]):
    """A bounded store that forgets what was put in first. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = RLock()

    def __getitem__(self, key: Hashable) -> Any:
        return self._held[key]

    def __setitem__(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._held[key] = value
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def __delitem__(self, key: Hashable) -> None:
        with self._lock:
            del self._held[key]

    def __iter__(self) -> Any:
        return iter(list(self._held))

    def __len__(self) -> int:
        return len(self._held)


@dataclass(frozen=True, eq=False)
class CompiledApp:
    """``foreign``: the n of the other apps whose forms this one names, as they were when it was compiled."""

    definition: AppDef
    n: int
    names: Names
    kinds: Kinds
    forms: Mapping[str, CompiledForm]
    stored: Mapping[str, StoredForm]
    access: Access
    foreign: Mapping[str, int] = field(default_factory=dict)
    statements: MutableMapping[Any, Any] = field(default_factory=lambda: Kept(KEPT_STATEMENTS))
    _derived: dict[str, Any] = field(default_factory=dict)
    _lock: Any = field(default_factory=RLock)

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def zone(self) -> str:
        return self.definition.timezone

    @property
    def calendar(self) -> WorkCalendar:
        """The first of its calendars; Monday to Friday where it has none."""
        return self.derived("work_calendar", lambda app: working_calendar(app.definition))

    @property
    def functions(self) -> Functions:
        return self.kinds.functions

    def derived(self, key: str, make: Callable[["CompiledApp"], T]) -> T:
        """What another part makes of this version, made once: ``app.derived("flows", compile_flows)``."""
        with self._lock:
            if key not in self._derived:
                self._derived[key] = make(self)
            found: T = self._derived[key]
            return found


def compile_app(
    app: AppDef,
    n: int,
    names: Names,
    kinds: Kinds,
    *,
    others: Mapping[str, FormDef] | None = None,
    foreign: Mapping[str, int] | None = None,
) -> CompiledApp:
    """``others``: forms of other apps that this one names, as ``app/form``; ``foreign``: their versions. The document
    must have passed ``check``; raises Invalid otherwise."""
    functions = kinds.functions
    forms = app_forms(app, kinds, others)
    compiled = compile_forms(forms, functions)
    metadata = MetaData()
    stored = {
        key: stored_form(
            app.key, key, form.fields, form.title, names.forms[key], metadata, indexing(form.definition, form.fields)
        )
        for key, form in compiled.items()
    }
    hidden = _hidden_by_nodes(app)
    access = compile_access(app.key, app.roles, app.grants, lambda form: compiled[form].scope, functions, hidden)
    return CompiledApp(app, n, names, kinds, compiled, stored, access, dict(foreign or {}))


def _hidden_by_nodes(app: AppDef) -> dict[At, frozenset[str]]:
    """What each node of the app's flows hides from whoever has its task."""
    found: dict[At, frozenset[str]] = {}
    for flow in app.flows:
        for node in flow.nodes:
            fields: Mapping[str, str] = getattr(node, "fields", {})
            found[(flow.key, node.key)] = frozenset(field for field, right in fields.items() if right == "hide")
    return found
