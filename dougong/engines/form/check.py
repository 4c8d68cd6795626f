"""What is wrong with an app's forms beyond names and shape; pointers begin ``/forms/<index>``.

Names that lead nowhere and keys that stand twice are found by the check of the whole document.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dougong.engines.expression.check import check
from dougong.engines.expression.registry import Functions
from dougong.engines.finding import Finding, Invalid, message, nearest
from dougong.engines.form.check_fields import FieldChecks
from dougong.engines.form.computed import Computed, Place, compile_computed, graph_of, rings
from dougong.engines.form.definition import FormDef, PipelineDef, ViewDef
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.form.layout import placed
from dougong.engines.form.scope import RecordScope
from dougong.engines.record.columns import Column
from dougong.engines.record.options import OptionSetDef
from dougong.engines.record.settings import repeated_options

RING = message("computed_ring", "这些字段互相依赖，谁也算不出来：{ring}", "These fields need each other: {ring}")
PLACED_TWICE = message("placed_twice", "“{key}”在布局里出现了两次", "{key} stands twice in the layout", "warning")
NOT_KEPT = message("not_unique_field", "“{key}”这类字段不能用来判断唯一", "A field such as {key} cannot be unique")
NAMED_TWICE = message("named_twice", "“{key}”写了两次", "{key} is named twice")
NOT_A_SELECT = message("not_a_select", "阶段要建在单选字段上", "Stages need a select field")
UNKNOWN_OPTION = message("unknown_option", "没有选项“{value}”", "There is no option {value}")
STAGE_TWICE = message("stage_twice", "阶段“{value}”出现了两次", "The stage {value} stands twice")
UNKNOWN_STAGE = message("unknown_stage", "这个流程里没有阶段“{value}”", "There is no stage {value} in this pipeline")
NEVER_LEFT = message(
    "stage_never_left", "阶段“{value}”没有可去的下一阶段", "The stage {value} leads nowhere", "warning"
)
INCOMPLETE = message("view_incomplete", "这种视图还要说明“{key}”", "A view of this kind needs {key}")
WRONG_FIELD = message("wrong_field_type", "“{key}”这类字段不能用在这里", "A field such as {key} cannot stand here")
TITLE = message(
    "title_not_text", "标题应是文本、编号或选项字段", "A title should be a text, a serial number or an option"
)
READ_ONLY = message("set_computed", "“{key}”是自动计算的，不能赋值", "{key} is computed and cannot be set")

# view -> the settings it needs and the kinds that fit
_NEEDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "kanban": {"group": frozenset({"option", "user", "department", "boolean", "record"})},
    "calendar": {"start": frozenset({"date", "datetime"})},
    "gantt": {"start": frozenset({"date", "datetime"}), "end": frozenset({"date", "datetime"})},
    "tree": {"parent": frozenset({"record"})},
    "map": {"place": frozenset({"json"})},
}


def check_forms(own: Sequence[FormDef], forms: AppForms, functions: Functions) -> Iterator[Finding]:
    """The forms of the app in the order of its document; ``forms`` also knows those of other apps."""
    for index, form in enumerate(own):
        yield from (one.under(f"/forms/{index}") for one in check_form(form, forms, functions))
    yield from _rings(own, forms, functions)


def check_form(form: FormDef, forms: AppForms, functions: Functions) -> Iterator[Finding]:
    """One form; pointers are relative to it."""
    yield from FieldChecks(forms, form.key, functions, "/fields").all(form.fields)
    yield from _title(form, forms)
    yield from _unique(form, forms)
    yield from _linkage(form, forms, functions)
    for index, pipeline in enumerate(form.pipelines):
        yield from (one.under(f"/pipelines/{index}") for one in _pipeline(pipeline, form.key, forms))
    yield from _layout(form)
    for index, view in enumerate(form.views):
        yield from (one.under(f"/views/{index}") for one in _view(view, form.key, forms))


def check_option_sets(sets: Sequence[OptionSetDef]) -> Iterator[Finding]:
    """Pointers begin with ``/option_sets``."""
    for index, one in enumerate(sets):
        yield from repeated_options(one.options, f"/option_sets/{index}/options")


def _title(form: FormDef, forms: AppForms) -> Iterator[Finding]:
    field = forms.field(form.key, form.title) if form.title else None
    if field is not None and not (isinstance(field.place, Column) and field.kind.name in ("text", "option")):
        yield TITLE.at("/title")


def _unique(form: FormDef, forms: AppForms) -> Iterator[Finding]:
    for number, together in enumerate(form.unique):
        for index, key in enumerate(together):
            field = forms.field(form.key, key)
            if field is not None and (not isinstance(field.place, Column) or field.holder.many):
                yield NOT_KEPT.at(f"/unique/{number}/{index}", key=key)
            if key in together[:index]:
                yield NAMED_TWICE.at(f"/unique/{number}/{index}", key=key)


def _linkage(form: FormDef, forms: AppForms, functions: Functions) -> Iterator[Finding]:
    scope = RecordScope(forms, form.key)
    for index, line in enumerate(form.linkage):
        at = f"/linkage/{index}"
        for key, formula in line.set.items():
            field = forms.field(form.key, key)
            if field is None:
                continue
            if field.computed or not field.stored or field.children:
                yield READ_ONLY.at(f"{at}/set/{key}", key=key)
                continue
            found = check(formula, scope, field.kind, functions).findings
            yield from (one.under(f"{at}/set/{key}") for one in found)
        for key, values in line.options.items():
            known = _options(forms.field(form.key, key))
            for number, value in enumerate(values):
                if known is not None and value not in known:
                    yield UNKNOWN_OPTION.at(f"{at}/options/{key}/{number}", value=value, hint=nearest(value, known))


def _options(field: CompiledField | None) -> tuple[str, ...] | None:
    if field is None:
        return None
    return field.kind.item.options


def _pipeline(pipeline: PipelineDef, form: str, forms: AppForms) -> Iterator[Finding]:
    field = forms.field(form, pipeline.field)
    if field is None:
        return
    known = _options(field)
    if field.kind.name != "option" or known is None:
        yield NOT_A_SELECT.at("/field")
        return
    stages = [stage.value for stage in pipeline.stages]
    for index, stage in enumerate(pipeline.stages):
        at = f"/stages/{index}"
        if stage.value not in known:
            yield UNKNOWN_OPTION.at(f"{at}/value", value=stage.value, hint=nearest(stage.value, known))
        elif stage.value in stages[:index]:
            yield STAGE_TWICE.at(f"{at}/value", value=stage.value)
        for number, to in enumerate(stage.to):
            if to not in stages:
                yield UNKNOWN_STAGE.at(f"{at}/to/{number}", value=to, hint=nearest(to, stages))
        if pipeline.moves == "listed" and not stage.to and stage.outcome == "open":
            yield NEVER_LEFT.at(f"{at}/to", value=stage.value)


def _layout(form: FormDef) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in placed(form.layout):
        if one.field in seen:
            yield PLACED_TWICE.at(one.pointer, key=one.field)
        seen.add(one.field)


def _view(view: ViewDef, form: str, forms: AppForms) -> Iterator[Finding]:
    scope = RecordScope(forms, form)
    for name, kinds in _NEEDS.get(view.type, {}).items():
        path = getattr(view, name)
        if path is None:
            yield INCOMPLETE.at(f"/{name}", key=name)
            continue
        kind = scope.resolve(tuple(path.split(".")))
        if kind is not None and kind.name not in kinds:
            yield WRONG_FIELD.at(f"/{name}", key=path)
    for name in ("end", "group"):
        path = getattr(view, name)
        kind = scope.resolve(tuple(path.split("."))) if path else None
        if name not in _NEEDS.get(view.type, {}) and kind is not None and kind.name in ("list", "json"):
            yield WRONG_FIELD.at(f"/{name}", key=path)
    for index, sort in enumerate(view.sort):
        kind = scope.resolve(tuple(sort.removeprefix("-").split(".")))
        if kind is not None and kind.name in ("list", "json", "row"):
            yield WRONG_FIELD.at(f"/sort/{index}", key=sort.removeprefix("-"))


def _rings(own: Sequence[FormDef], forms: AppForms, functions: Functions) -> Iterator[Finding]:
    computed = [one for form in own for one in _computed(form.key, forms, functions)]
    at = {place: pointer for index, form in enumerate(own) for place, pointer in _places(form, f"/forms/{index}")}
    for ring in rings(graph_of(forms, computed)):
        shown = " → ".join(f"{table}.{key}" for table, key in [*ring, ring[0]])
        for place in ring:
            if place in at:
                yield RING.at(at[place], ring=shown)


def _places(form: FormDef, at: str) -> Iterator[tuple[Place, str]]:
    for index, d in enumerate(form.fields):
        yield (form.key, d.key), f"{at}/fields/{index}"
        for number, row in enumerate(getattr(d, "fields", ())):
            yield (f"{form.key}.{d.key}", row.key), f"{at}/fields/{index}/fields/{number}"


def _computed(form: str, forms: AppForms, functions: Functions) -> Iterable[Computed]:
    """What can be compiled; the rest has problems of its own."""
    fields = forms.fields(form)
    tables = {form: fields, **{f"{form}.{key}": one.children for key, one in fields.items() if one.children}}
    for table, members in tables.items():
        for field in members.values():
            try:
                found = compile_computed(forms, table, field, functions)
            except Invalid:
                continue
            if found is not None:
                yield found
