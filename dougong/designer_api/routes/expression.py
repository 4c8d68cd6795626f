"""The formula editor's questions: what an expression is, what is wrong with it, and what it gives.

Nothing is stored. Values to try with come from the caller; what functions look up is read as he, or a member he names,
may see it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from dougong.designer_api.answers import CheckedExpression, Evaluated, FunctionList
from dougong.designer_api.depends import BUILD, Who, building, named, problems
from dougong.edge import BUILDER, Body, Caller, LocalMoment, Routes
from dougong.engines.document import in_both
from dougong.engines.expression.canonical import envelope
from dougong.engines.expression.check import Checked, check
from dougong.engines.expression.check_messages import UNKNOWN_NAME
from dougong.engines.expression.condition_trees import from_node, read_condition, sound_part
from dougong.engines.expression.conditions import to_node
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.env import Env, MondayToFriday
from dougong.engines.expression.guessing import guess
from dougong.engines.expression.hints import of_path
from dougong.engines.expression.kinds import BOOLEAN, Kind, KindName, kind_from_json
from dougong.engines.expression.printing import print_
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.samples import SampleScope, record
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.trial import Step, Trial, try_out, types_needed
from dougong.engines.finding import Finding, Invalid, Message, message, nearest, pointer
from dougong.engines.form.fields import AppForms
from dougong.engines.form.scope import ChoiceScope, RecordScope
from dougong.errors import Locale, NotFound, Text
from dougong.platform.definitions import drafts
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.calendars import working_calendar
from dougong.platform.definitions.check import foreign_forms
from dougong.platform.definitions.partial import readable
from dougong.platform.definitions.structure import app_forms
from dougong.runtime.services import preview

_SHOWN = 60
routes = Routes("/api/designer", tags=["expression"], about="Formulas, checked and tried.")

UNKNOWN_TYPE = message("unknown_type", "没有类型 {type}", "There is no type {type}")
UNKNOWN_FORM = message("unknown_form", "没有表单 {form}", "There is no form {form}")
BAD_NOW = message("date_out_of_range", "时间应在 2 年到 9998 年之间", "The moment should lie in the years 2 to 9998")
BAD_VALUE = message("bad_value", "示例值与字段类型不符", "A value does not fit its field")


class Question(Body):
    """``form``: a form's key, or ``form.subtable`` for an expression over one row; without one no field is known.
    ``filled``: the same of the record being filled in, for what a reference offers (``this.account``)."""

    expression: str | dict[str, Any] = Field(
        union_mode="left_to_right", description="A formula, or a condition tree as the visual builder draws it."
    )
    form: str | None = None
    filled: str | None = None


class CheckQuestion(Question):
    """``want``: the type that is needed, as the JSON of a kind; any where it is left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"expression": "SUM(lines.quantity * lines.price)", "form": "order", "want": "money"},
                {"expression": {"all": [{"field": "amount", "op": "gt", "value": "100"}]}, "form": "order"},
            ]
        }
    )

    want: Any = Field(default=None, examples=["boolean", {"list": "text"}, {"record": "order"}])


class TrialQuestion(Question):
    """``values`` in the JSON of the API; ``old`` the record before, for OLD, CHANGED and WAS. ``now``: of the app's
    zone where it has no offset. ``locale``: of what cannot be computed. ``as``: an id or a username: who
    ``ME()`` is, and whose access counts where a function looks records up."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"expression": "amount * 0.9", "form": "order", "values": {"amount": "120.00"}},
                {"expression": "a + 1", "values": {"a": "41.5"}, "now": "2026-11-22T08:00:00Z", "locale": "en"},
            ]
        }
    )

    values: dict[str, Any] = Field(default_factory=dict)
    old: dict[str, Any] | None = None
    now: LocalMoment | None = None
    locale: Locale | None = None
    as_: Who | None = Field(default=None, alias="as")


@routes.get("/functions", BUILDER, answers=FunctionList)
def functions(caller: Caller) -> dict[str, Any]:
    """Every function with its signature and help, in both languages."""
    shown = [
        {**function.as_json(caller.locale), "doc": function.doc.as_json()}
        for function in caller.services.kinds.functions.values()
    ]
    return {"items": shown}


@routes.post(
    "/apps/{app}/expression/check", BUILD, reads=True, operation_id="expression_check", answers=CheckedExpression
)
def check_expression(caller: Caller, app: str, body: CheckQuestion) -> dict[str, Any]:
    """The type of an expression, what it reads, all that is wrong with it, and its tree.

    What is wrong with the expression is in ``problems`` of a 200: each with the half-open range of characters
    (``position``) or the part of the tree (``pointer``) it is about, and what was probably meant (``hint``). A
    condition tree of a wrong shape, an unknown form or an unknown ``want`` are a 422.
    """
    scope = _scope(caller, app, body.form, body.filled)
    want, functions = _wanted(body.want), caller.services.kinds.functions
    try:
        source = _source(body)
        found = check(source, scope, want, functions)
    except Invalid as malformed:
        # the rest of a malformed tree is judged as well
        rest = check(sound_part(body.expression), scope, want, functions)
        raise Invalid([*malformed.findings, *(one.under("/expression") for one in rest.findings)]) from None
    return {
        "type": found.kind.as_json(),
        "depends": sorted(".".join(path) for path in found.depends),
        **problems(list(found.findings)),
        "ast": envelope(found.node, found.kind, found.depends) if found.ok else None,
        "tree": _tree(found, scope, functions),
        "text": None if isinstance(source, str) or not found.ok else print_(to_node(source, scope)),
    }


@routes.post(
    "/apps/{app}/expression/evaluate", BUILD, reads=True, operation_id="expression_evaluate", answers=Evaluated
)
def evaluate_expression(caller: Caller, app: str, body: TrialQuestion) -> dict[str, Any]:
    """Try an expression with given values; without a form their types are guessed from the values.

    ``trace`` has the value of every part, inner parts first. Functions that look records up see what the caller, or who
    ``as`` names, may see of the published app; what he may not see is ``computed_on_save``. What cannot be
    computed, as a number that is too long, is the ``problem`` of a 200; an expression with problems and values that do
    not fit are a 422, all at once.
    """
    caller.locale = body.locale or caller.locale
    definition = _definition(caller, app)
    given = {**(body.old or {}), **{name: value for name, value in body.values.items() if value is not None}}
    scope: Scope
    if body.form is None:
        scope, found = guess(_source(body), {**body.values, **given}, caller.services.kinds.functions)
    else:
        scope = _scope(caller, app, body.form, body.filled)
        found = check(_source(body), scope, None, caller.services.kinds.functions)
    strangers = (
        [] if body.form is None else [*_strangers("values", body.values, scope), *_strangers("old", body.old, scope)]
    )
    if not found.ok or strangers:
        raise Invalid([*(finding.under("/expression") for finding in found.findings), *strangers])
    types = types_needed(found.depends, scope)
    zone = ZoneInfo(definition.timezone) if definition is not None else ZoneInfo("UTC")
    tried = try_out(found, caller.services.kinds.functions, _environment(caller, app, body, definition, types, zone))
    return _answer(tried, caller.locale)


def _environment(
    caller: Caller, app: str, body: TrialQuestion, definition: AppDef | None, types: Mapping[str, Any], zone: ZoneInfo
) -> Callable[[], Env]:
    now = body.now or caller.services.clock()
    # within a year of either end of the calendar the words for periods mean nothing
    misfits = [] if date.min.year < now.year < date.max.year else [BAD_NOW.at("/now")]
    if now.tzinfo is None:
        now = now.replace(tzinfo=zone)
    values = _read("values", types, body.values, zone, misfits)
    old = None if body.old is None else _read("old", types, body.old, zone, misfits)
    if misfits:
        raise Invalid(misfits)
    calendar = MondayToFriday() if definition is None else working_calendar(definition)
    services, connection = caller.services, caller.connection
    around = preview.surroundings(services, connection, caller.actor, app, body.form, named(body.as_))
    # a formula of the rows is tried as that of the first one
    row = 1 if "." in (body.form or "") else None
    return lambda: Env(values, now, zone, around.me, old, calendar, row, around.doors())


def _strangers(part: str, given: Mapping[str, Any] | None, scope: Scope) -> list[Finding]:
    """Values of fields that there are not, which would change nothing unseen."""
    return [
        UNKNOWN_NAME.at(pointer(part, name), name=name, hint=of_path(scope, (name,)))
        for name in given or ()
        if scope.resolve((name,)) is None
    ]


def _read(
    part: str, types: Mapping[str, Any], given: Mapping[str, Any], zone: ZoneInfo, misfits: list[Finding]
) -> dict[str, Any]:
    """A record to try with; ``misfits`` gets what does not fit its field."""
    values: dict[str, Any] = {}
    for name, written in types.items():
        try:
            values |= record({name: written}, given, zone)
        except EvaluationProblem as problem:
            misfits.append(Message(problem.code, problem.title).at(pointer(part, name)))
        except (ValueError, TypeError, AttributeError, KeyError):
            misfits.append(BAD_VALUE.at(pointer(part, name)))
    return values


def _source(body: Question) -> Condition:
    return body.expression if isinstance(body.expression, str) else read_condition(body.expression, "/expression")


def _tree(found: Checked, scope: Scope, functions: Functions) -> dict[str, Any] | None:
    """A condition as the visual builder draws it, where it can."""
    tree = from_node(found.node, scope, functions) if found.ok and found.kind == BOOLEAN else None
    return None if tree is None else tree.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _wanted(want: object) -> Kind | None:
    try:
        return None if want is None else kind_from_json(want)
    except (ValueError, RecursionError):
        shown = (want if isinstance(want, str) else json.dumps(want, ensure_ascii=False))[:_SHOWN]
        raise Invalid([UNKNOWN_TYPE.at("/want", type=shown, hint=nearest(shown, get_args(KindName)))]) from None


def _definition(caller: Caller, app: str) -> AppDef | None:
    """What can be read of the draft. Raises NotFound."""
    building(caller, app)
    draft = drafts.get(caller.connection, app)
    return readable(draft.document, caller.services.kinds).app


def _scope(caller: Caller, app: str, form: str | None, filled: str | None = None) -> Scope:
    """What names mean in a form of the draft. Raises NotFound, Invalid."""
    definition = _definition(caller, app)
    if form is None:
        return SampleScope({})
    if definition is None:
        raise NotFound(Text("草稿的结构有误，请先修正", "The draft cannot be read; mend its shape first"))
    kinds = caller.services.kinds
    forms = app_forms(definition, kinds, foreign_forms(caller.connection, definition, kinds))
    _refuse_unknown(forms, form, "/form")
    if filled is None:
        return RecordScope(forms, form)
    _refuse_unknown(forms, filled, "/filled")
    return ChoiceScope(forms, form, filled=filled)


def _refuse_unknown(forms: AppForms, form: str, at: str) -> None:
    """Raises Invalid for a form, or rows of a form, that there are not."""
    name, dot, _ = form.partition(".")
    tables = [f"{name}.{key}" for key in _subtables(forms, name)] if name in forms else []
    if name not in forms or (dot and form not in tables):
        called = {title: key for key, one in forms.forms.items() for title in in_both(one.name).as_json().values()}
        close = nearest(form, tables) if tables else nearest(name, [*forms.forms, *called])
        raise Invalid([UNKNOWN_FORM.at(at, form=form, hint=called.get(close, close) if close else None)])


def _subtables(forms: AppForms, form: str) -> Iterator[str]:
    for key in forms.definitions(form):
        found = forms.field(form, key)
        if found is not None and found.children:
            yield key


def _answer(tried: Trial, locale: Locale) -> dict[str, Any]:
    return {
        "value": tried.value,
        "type": tried.kind.as_json(),
        "problem": _failed(tried, locale),
        "trace": [_step(step, locale) for step in tried.steps],
    }


def _step(step: Step, locale: Locale) -> dict[str, Any]:
    return {
        "position": None if step.position is None else list(step.position),
        "expression": step.expression,
        "type": step.kind.as_json(),
        "value": step.value,
        "problem": _failed(step, locale),
    }


def _failed(found: Trial | Step, locale: Locale) -> dict[str, str] | None:
    if found.problem is None:
        return None
    return {"code": found.problem.code, "message": found.problem.title.in_locale(locale)}
