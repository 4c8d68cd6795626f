"""A record in hand: what the actions, participants and conditions of a document are computed on.

Expressions are checked and compiled once per version; what stands behind references is fetched when one needs it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dougong.engines.action.effects import RecordRef
from dougong.engines.action.kind import Context
from dougong.engines.action.template import filled
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import BOOLEAN, Kind
from dougong.engines.form.expression import Expression, compile_expression
from dougong.engines.form.nesting import Nesting, tree_of
from dougong.engines.form.run import Need, Run, need
from dougong.engines.form.scope import RecordScope
from dougong.engines.participant.definition import ParticipantDef
from dougong.engines.participant.organisation import Organisation
from dougong.engines.participant.resolve import Ground, people
from dougong.errors import Locale, Text
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.storage.titles import qualified
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.portal import words
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.report_forms import forms_of

More = tuple[tuple[str, Kind], ...]


def program(app: CompiledApp, form: str, source: Condition, want: Kind | None = None, more: More = ()) -> Expression:
    """The expression over one form, made once per version; ``more`` are names of its place alone. The check before
    publish has seen that it is sound; raises Invalid otherwise."""
    programs: dict[object, Expression] = app.derived("programs", lambda _: {})
    text = source if isinstance(source, str) else source.model_dump_json(by_alias=True)
    key = (form, text, want, more)
    if key not in programs:
        scope = RecordScope(app.forms[form].forms, form, more)
        programs[key] = compile_expression(source, scope, want, app.functions)
    return programs[key]


@dataclass(frozen=True)
class AppPeople:
    """The organisation as one app sees it: roles are its own, and what inherits a role is not asked for it."""

    organisation: Organisation
    app: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.organisation, name)

    def role_members(self, role: str) -> Sequence[str]:
        return self.organisation.members(self.app, role)


@dataclass
class Hand:
    """``values`` and ``old`` are flat records in Python values; ``asked`` what a button asked for, readable by name."""

    desk: Desk
    form: str
    id: str
    values: Mapping[str, Any]
    old: Mapping[str, Any] | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)
    more: More = ()
    kitchen: Kitchen | None = None

    def evaluate(self, source: Condition, want: Kind | None = None) -> Any:
        """Raises EvaluationProblem for what cannot be computed."""
        expression = program(self.desk.app, self.form, source, want, self.more)
        kitchen = self.kitchen = self.kitchen or Kitchen(self.desk, self.form)
        return kitchen.cook([self], lambda hand, run: hand.run(expression, run))[0]

    def holds(self, source: Condition) -> bool:
        """Blank is false."""
        return self.evaluate(source, BOOLEAN) is True

    def run(self, expression: Expression, run: Run) -> Any | Need:
        """One step of the kitchen: the value, or what must be fetched for it."""
        nesting = Nesting(self.desk.app.forms[self.form].forms, run.fetched)
        tree = tree_of(expression.depends)

        def nested(values: Mapping[str, Any]) -> dict[str, Any]:
            deeper = {key: below for key, below in tree.items() if below and key in values}
            return {
                **values,
                **{key: nesting.value(self.form, key, values[key], below) for key, below in deeper.items()},
            }

        view = {**nested(self.values), **self.asked}
        before = None if self.old is None else nested(self.old)
        missing = need(nesting.missing)
        return missing if missing is not None else expression.run(run.env(view, before))

    def people(self, who: Sequence[ParticipantDef], initiator: str | None = None) -> list[str]:
        """The active people meant, each once."""
        actor = self.desk.actor.user
        ground = Ground(
            AppPeople(self.desk.organisation, self.desk.app.key),
            initiator=initiator or actor,
            actor=actor,
            value=self.evaluate,
            evaluate=self.evaluate,
        )
        return people(who, ground, self.desk.app.kinds.participants)

    def context(self, cursor: str) -> Context:
        """What actions are planned on."""
        return _HandContext(
            target=RecordRef(self.form, self.id),
            values=self.values,
            cursor=cursor,
            evaluate=self.evaluate,
            holds=self.holds,
            people=self.people,
            render=self.render,
            form_of=self.form_of,
        )

    def form_of(self, path: str) -> str:
        """The form that a reference path leads to. Raises KeyError for a path that leads to none."""
        kind = self.desk.app.forms[self.form].scope.resolve(tuple(path.split(".")))
        kind = kind.of if kind is not None and kind.of is not None else kind
        if kind is None or kind.form is None:
            raise KeyError(path)
        return kind.form

    def render(self, text: Text) -> Text:
        """Text with ``{path}`` filled in; what is blank leaves nothing."""

        def value(locale: Locale) -> Callable[[str], str]:
            return lambda path: self._shown(path, locale)

        return Text(filled(text.zh, value("zh-CN")), filled(text.en, value("en")))

    def _shown(self, path: str, locale: Locale) -> str:
        """The value at a path as people read it."""
        value = self.evaluate(path)
        if value is None or isinstance(value, list | tuple):
            return ""
        forms = forms_of(self.desk.app)
        kind = forms.scope(self.form).resolve(tuple(path.split(".")))
        match kind.name if kind is not None else "":
            case "user":
                return self.desk.organisation.name_of(str(value)) or ""
            case "department":
                return self.desk.organisation.department_name(str(value)) or ""
            case "record":
                name = qualified(self.desk.app.key, (kind.form if kind else None) or "")
                return (
                    self.desk.open_door.titles_of(self.desk.app.key, {name: {str(value)}}).records.get((name, value))
                    or ""
                )
            case "option":
                names = {one.value: words(one.name, locale) for one in forms.options(self.form, path)}
                return names.get(str(value)) or str(value)
        field_ = forms.field(self.form, tuple(path.split(".")))
        return str(field_.dump(value) if field_ is not None else value)


class _HandContext(Context):
    """Paths are evaluated: what lies behind a reference is fetched when an action looks at it."""

    def value(self, path: str) -> object:
        return self.evaluate(path)
