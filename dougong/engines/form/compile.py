"""A form made ready once per published version: validator, computed fields in order, conditions, checks, pipelines.

``compile_forms`` makes all forms of an app, since their computed values reach across. The document must have passed
``check``: what is wrong here is raised as ``Invalid``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dougong.engines.document import in_both
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.registry import Functions
from dougong.engines.form.bounds import compile_bounds
from dougong.engines.form.choice import Choice, compile_choice
from dougong.engines.form.computed import Computed, compile_computed, graph_of, in_order, order_of
from dougong.engines.form.defaults import compile_default
from dougong.engines.form.definition import ButtonDef, FormDef, LinkageDef, PipelineDef, ViewDef
from dougong.engines.form.dependents import Dependent, dependents
from dougong.engines.form.expression import Expression, PathParts, compile_condition, compile_expression
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.form.layout import groups
from dougong.engines.form.nesting import Tree, tree_of
from dougong.engines.form.parts import (
    CompiledBound,
    CompiledButton,
    CompiledCheck,
    CompiledDefault,
    CompiledLine,
    CompiledView,
    FieldConditions,
    RowFields,
)
from dougong.engines.form.pipeline import CompiledPipeline, CompiledStage
from dougong.engines.form.scope import RecordScope
from dougong.engines.form.validator import RecordValidator
from dougong.engines.record.choices import options_of
from dougong.engines.record.definition import SubtableDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types.reference import ReferenceDef
from dougong.engines.record.field_types.select import SelectDef
from dougong.engines.record.field_types.serial import SerialDef
from dougong.errors import Text

# the functions whose value is another one tomorrow
READ_THE_CLOCK = frozenset({"TODAY", "NOW", "AGE", "IDCARDAGE", "WITHIN", "PERIODSTART", "PERIODEND"})


@dataclass(frozen=True)
class CompiledForm:
    """``computed`` stand in the order in which they can be made; ``tree`` is everything an expression of this form
    reads (what has something behind it must be nested); ``dependents`` is what changes elsewhere with its records."""

    key: str
    definition: FormDef
    forms: AppForms
    functions: Functions
    fields: Mapping[str, CompiledField]
    rows: Mapping[str, RowFields]
    conditions: Mapping[str, FieldConditions]
    defaults: Mapping[str, CompiledDefault]
    bounds: Mapping[str, CompiledBound]
    fills: Mapping[str, Mapping[str, PathParts]]
    linkage: tuple[CompiledLine, ...]
    checks: tuple[CompiledCheck, ...]
    pipelines: tuple[CompiledPipeline, ...]
    buttons: Mapping[str, CompiledButton]
    views: Mapping[str, CompiledView]
    filters: Mapping[str, Choice]
    computed: tuple[Computed, ...]
    ranks: Mapping[str, int]
    dependents: tuple[Dependent, ...]
    tree: Tree
    validator: RecordValidator

    @property
    def facts(self) -> AppFacts:
        return self.forms.facts

    @property
    def scope(self) -> RecordScope:
        """What names mean in an expression over this form."""
        return RecordScope(self.forms, self.key)

    @property
    def title(self) -> str | None:
        return title_of(self.definition, self.fields)

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """Shown names by field key, those of sub-table columns as ``lines.price``."""
        rows = {f"{key}.{child}": one.name for key, row in self.rows.items() for child, one in row.fields.items()}
        return {**{key: one.name for key, one in self.fields.items()}, **rows}

    @property
    def serials(self) -> tuple[SerialDef, ...]:
        return tuple(one.definition for one in self.fields.values() if isinstance(one.definition, SerialDef))

    @cached_property
    def unique(self) -> tuple[tuple[str, ...], ...]:
        """Sets of fields that no two records share; the indexes hold it, this is for the message."""
        single = [(key,) for key, one in self.fields.items() if one.definition.unique and one.stored]
        serial = [(d.key,) for d in self.serials]
        return tuple(dict.fromkeys([*single, *serial, *self.definition.unique]))

    @cached_property
    def daily(self) -> tuple[str, ...]:
        """Computed fields that time alone changes."""
        return tuple(one.path for one in self.computed if one.expression and one.expression.uses & READ_THE_CLOCK)


def title_of(form: FormDef, fields: Mapping[str, CompiledField]) -> str | None:
    """The field that names a record: the one said, else the first text, else the first serial number."""
    if form.title is not None:
        return form.title
    for wanted in ("text", "serial", "textarea", "phone", "email"):
        found = next((key for key, one in fields.items() if one.type.key == wanted), None)
        if found is not None:
            return found
    return None


def compile_forms(forms: AppForms, functions: Functions) -> dict[str, CompiledForm]:
    """The app's own forms by key; those of other apps (``app/form``) are only looked into. Raises Invalid."""
    own = [key for key in forms.forms if "/" not in key]
    computed = [one for key in own for one in _computed_of(forms, key, functions)]
    graph = graph_of(forms, computed)
    ranks = order_of(graph)
    affected = dependents(forms, computed, ranks)
    compiled = {}
    for key in own:
        mine = in_order([one for one in computed if one.table.partition(".")[0] == key], ranks)
        places = {one.path: ranks.get(one.place, 0) for one in mine}
        compiled[key] = _Compiler(forms, key, functions).form(mine, places, affected.get(key, ()))
    return compiled


def _computed_of(forms: AppForms, form: str, functions: Functions) -> Iterable[Computed]:
    for field in forms.fields(form).values():
        for child in field.children.values():
            found = compile_computed(forms, f"{form}.{field.key}", child, functions)
            if found is not None:
                yield found
        found = compile_computed(forms, form, field, functions)
        if found is not None:
            yield found


class _Compiler:
    """Puts one form together and remembers every path its expressions read."""

    def __init__(self, forms: AppForms, key: str, functions: Functions) -> None:
        self.forms = forms
        self.key = key
        self.functions = functions
        self.definition = forms.forms[key]
        self.fields = forms.fields(key)
        self.groups = groups(self.definition.layout)
        self.paths: set[PathParts] = set()

    def form(
        self, computed: tuple[Computed, ...], ranks: Mapping[str, int], affected: tuple[Dependent, ...]
    ) -> CompiledForm:
        for one in computed:
            if one.expression is not None:
                self._remember(one.table, one.expression)
        linkage = tuple(self._line(line) for line in self.definition.linkage)
        optional = frozenset(key for line in linkage for key in line.show | line.hide)
        conditions = self._conditions(self.key, self.fields)
        defaults, bounds = self._defaults(self.key, self.fields), self._bounds(self.key, self.fields)
        rows = {
            key: self._rows(key, one) for key, one in self.fields.items() if isinstance(one.definition, SubtableDef)
        }
        checks = tuple(
            CompiledCheck(check, self._condition(check.when), in_both(check.message, check.key))
            for check in self.definition.checks
        )
        pipelines = tuple(self._pipeline(pipeline) for pipeline in self.definition.pipelines)
        buttons = {button.key: self._button(button) for button in self.definition.buttons}
        fills = self._fills(self.key, self.fields)
        names = {key: one.name for key, one in self.fields.items()}
        names |= {child: one.name for row in rows.values() for child, one in row.fields.items() if child not in names}
        return CompiledForm(
            key=self.key,
            definition=self.definition,
            forms=self.forms,
            functions=self.functions,
            fields=self.fields,
            rows=rows,
            conditions=conditions,
            defaults=defaults,
            bounds=bounds,
            fills=fills,
            linkage=linkage,
            checks=checks,
            pipelines=pipelines,
            buttons=buttons,
            views={view.key: self._view(view) for view in self.definition.views},
            filters=self._filters(),
            computed=computed,
            ranks=ranks,
            dependents=affected,
            tree=tree_of(self.paths),
            validator=RecordValidator(self.definition, self.forms.facts, optional, names),
        )

    def _remember(self, table: str, expression: Expression) -> None:
        """Paths of a row count from the record: ``lines.product.price``."""
        rows = table.partition(".")[2]
        for path in expression.depends:
            own = rows and self.forms.field(table, path[0]) is not None
            self.paths.add((rows, *path) if own else path)

    def _condition(self, source: Condition, table: str | None = None) -> Expression:
        where = table or self.key
        expression = compile_condition(source, RecordScope(self.forms, where), self.functions)
        self._remember(where, expression)
        return expression

    def _maybe(self, source: Condition | None, table: str | None = None) -> Expression | None:
        return None if source is None else self._condition(source, table)

    def _conditions(self, table: str, fields: Mapping[str, CompiledField]) -> dict[str, FieldConditions]:
        found = {}
        for key, one in fields.items():
            d = one.definition
            if d.visible_when is not None or d.required_when is not None or d.readonly_when is not None:
                sources = (d.visible_when, d.required_when, d.readonly_when)
                found[key] = FieldConditions(*(self._maybe(source, table) for source in sources))
        return found

    def _defaults(self, table: str, fields: Mapping[str, CompiledField]) -> dict[str, CompiledDefault]:
        found = {}
        for key, one in fields.items():
            default = compile_default(one, RecordScope(self.forms, table), self.functions) if one.stored else None
            if default is not None:
                found[key] = default
                if default.formula is not None:
                    self._remember(table, default.formula)
        return found

    def _bounds(self, table: str, fields: Mapping[str, CompiledField]) -> dict[str, CompiledBound]:
        found: dict[str, CompiledBound] = {}
        for key, one in fields.items():
            bounds = compile_bounds(one, RecordScope(self.forms, table), self.functions)
            if bounds is not None:
                found[key] = bounds
                for bound in (bounds.low, bounds.high):
                    if isinstance(bound, Expression):
                        self._remember(table, bound)
        return found

    def _fills(self, table: str, fields: Mapping[str, CompiledField]) -> dict[str, dict[str, PathParts]]:
        found = {}
        for key, one in fields.items():
            if isinstance(one.definition, ReferenceDef) and one.definition.fill:
                fill = {target: (key, *source.split(".")) for target, source in one.definition.fill.items()}
                found[key] = fill
                rows = table.partition(".")[2]
                self.paths |= {(rows, *path) if rows else path for path in fill.values()}
        return found

    def _rows(self, key: str, one: CompiledField) -> RowFields:
        table = f"{self.key}.{key}"
        return RowFields(
            one.children,
            self._conditions(table, one.children),
            self._defaults(table, one.children),
            self._bounds(table, one.children),
            self._fills(table, one.children),
        )

    def _spelt(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(field for name in names for field in self.groups.get(name, {name}))

    def _line(self, line: LinkageDef) -> CompiledLine:
        return CompiledLine(
            definition=line,
            when=self._condition(line.when),
            show=self._spelt(line.show),
            hide=self._spelt(line.hide),
            require=self._spelt(line.require),
            readonly=self._spelt(line.readonly),
            set={key: self._formula(formula, self.fields[key].kind) for key, formula in line.set.items()},
            options={key: frozenset(values) for key, values in line.options.items()},
        )

    def _formula(self, formula: str, want: Kind | None) -> Expression:
        expression = compile_expression(formula, RecordScope(self.forms, self.key), want, self.functions)
        self._remember(self.key, expression)
        return expression

    def _pipeline(self, pipeline: PipelineDef) -> CompiledPipeline:
        field = self.fields[pipeline.field].held
        options = {}
        if isinstance(field, SelectDef):
            options = {
                option.value: in_both(option.name, option.value) for option in options_of(field, self.forms.facts)
            }
        stages = {
            stage.value: CompiledStage(
                definition=stage,
                position=position,
                name=options.get(stage.value, Text(stage.value, stage.value)),
                enter_when=self._maybe(stage.enter_when),
                exit_when=self._maybe(stage.exit_when),
                tasks=tuple((task, self._maybe(task.when)) for task in stage.tasks),
            )
            for position, stage in enumerate(pipeline.stages)
        }
        return CompiledPipeline(pipeline, self._maybe(pipeline.when), stages)

    def _button(self, button: ButtonDef) -> CompiledButton:
        ask = {d.key: self.forms.alone(d) for d in button.ask}
        guards = tuple((self._condition(one.when), in_both(one.message, button.key)) for one in button.guards)
        return CompiledButton(button, self._maybe(button.when), guards, ask)

    def _view(self, view: ViewDef) -> CompiledView:
        scope = RecordScope(self.forms, self.key)
        condition = None if view.filter is None else compile_condition(view.filter, scope, self.functions)
        colors = tuple((compile_condition(one.when, scope, self.functions), one.color) for one in view.color_when)
        return CompiledView(view, condition, colors)

    def _filters(self) -> dict[str, Choice]:
        """Which records a reference may choose, by field (``lines.product``): conditions over the form it points at."""
        found: dict[str, Choice] = {}
        for key, one in self.fields.items():
            for name, field in ((key, one), *((f"{key}.{child}", row) for child, row in one.children.items())):
                condition, form = getattr(field.definition, "filter", None), getattr(field.definition, "form", None)
                if condition is not None and form is not None:
                    table, own = (self.key, {}) if field is one else (f"{self.key}.{key}", one.children)
                    found[name] = compile_choice(condition, self.forms, table, form, self.functions)
                    self.paths |= {(key, *path) if path[0] in own else path for path in found[name].reads}
        return found
