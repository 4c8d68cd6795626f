"""What is wrong with the fields of a form beyond names and shape: settings, defaults, formulas, look-ups, roll-ups.

Names that lead nowhere are found by the check of the whole document; here they are passed over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dougong.engines.expression.check import check
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.signature import ORDERED
from dougong.engines.finding import Finding, Invalid, Message, message
from dougong.engines.form.bounds import compile_bounds
from dougong.engines.form.computed import HELD, formula_of
from dougong.engines.form.defaults import BAD_DEFAULT, BadDefault, compile_default
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.form.scope import RecordScope
from dougong.engines.record.definition import FieldDef, SubtableDef
from dougong.engines.record.field_types.formula import FormulaDef
from dougong.engines.record.field_types.lookup import NOT_CARRIED, LookupDef
from dougong.engines.record.field_types.money import MoneyDef
from dougong.engines.record.field_types.reference import ReferenceDef
from dougong.engines.record.field_types.rollup import RollupDef
from dougong.engines.record.field_types.serial import SerialDef
from dougong.engines.record.serial_pattern import BadPart, parts_of

NESTED = message("nested_subtable", "明细里不能再放明细", "Rows hold no rows of their own")
ROW_SERIAL = message("serial_in_rows", "明细里不能放自动编号", "Rows have no serial numbers")
ROW_ROLLUP = message("rollup_in_rows", "明细里不能放汇总", "Rows have no roll-ups: nothing can point at a row")
NOT_A_REFERENCE = message(
    "not_a_reference", "“{key}”不是关联字段，没有可带出的内容", "{key} is no reference, so there is nothing behind it"
)
NOT_CARRIED_OVER = message("not_carried", "“{key}”这类字段不能带到别处", "A field such as {key} cannot be carried over")
NOT_HERE = message("not_a_reference_here", "“{key}”没有关联到这个表单", "{key} does not point at this form")
FIELD_MISSING = message("field_missing", "请说明汇总哪个字段", "Say which field the roll-up is made of")
NOT_SUMMABLE = message(
    "not_summable", "“{key}”不是数字，不能求和或平均", "{key} is no number: it has no sum or average"
)
NOT_ORDERED = message("not_ordered", "“{key}”不能比较大小", "Values of {key} have no order")
GIVES_NOTHING = message(
    "formula_result", "公式的结果是{found}，字段里存不下", "The formula gives {found}, which no field can keep"
)
COMPUTED_REQUIRED = message(
    "computed_required", "“{key}”是自动计算的，“必填”没有作用", "{key} is computed: required has no effect", "warning"
)
SERIAL_PART = message(
    "serial_field",
    "编号里的“{key}”应是文本、选项、数字或日期字段",
    "{key} in a serial number should be a text, option, number or date",
)
CURRENCY_FIELD = message("not_a_select", "“{key}”应是单选或文本字段", "{key} should be a select or a text")
UNIQUE_MANY = message("not_unique_field", "这类字段不能设为唯一", "A field of this type cannot be unique")

_ORDERED = frozenset(ORDERED)
_PRINTED = frozenset({"text", "option", "number", "money", "date", "datetime"})


@dataclass(frozen=True)
class FieldChecks:
    """Checks the fields of one table; ``at`` is the pointer of their list."""

    forms: AppForms
    table: str
    functions: Functions
    at: str

    def all(self, fields: Sequence[FieldDef]) -> Iterator[Finding]:
        for index, d in enumerate(fields):
            compiled = self.forms.field(self.table, d.key)
            # of two with one key only the last is compiled; the other one is told already
            if compiled is not None and compiled.definition == d:
                yield from (one.under(f"{self.at}/{index}") for one in self._field(d, compiled))

    @property
    def _scope(self) -> RecordScope:
        return RecordScope(self.forms, self.table)

    def _field(self, d: FieldDef, field: CompiledField) -> Iterator[Finding]:
        yield from field.type.check(d, self.forms.facts)
        yield from self._common(d, field)
        match d:
            case SubtableDef():
                yield from self._subtable(d)
            case LookupDef():
                yield from self._lookup(d)
            case RollupDef():
                yield from self._rollup(d)
            case ReferenceDef():
                yield from self._fill(d)
            case SerialDef():
                yield from self._serial(d)
            case MoneyDef(currency_field=str(key)):
                yield from self._typed(key, "/currency_field", frozenset({"text", "option"}), CURRENCY_FIELD)
        if formula_of(d) is not None and not isinstance(d, LookupDef):
            yield from self._formula(d, field)

    def _common(self, d: FieldDef, field: CompiledField) -> Iterator[Finding]:
        if field.computed and d.required:
            yield COMPUTED_REQUIRED.at("/required", key=d.key)
        if d.unique and (field.holder.many or not field.stored or field.computed):
            yield UNIQUE_MANY.at("/unique")
        if d.default is not None and field.stored:
            yield from self._default(field)
        try:
            compile_bounds(field, self._scope, self.functions)
        except Invalid as invalid:
            yield from (
                one.under("/min" if isinstance(getattr(d, "min", None), str) else "/max") for one in invalid.findings
            )

    def _default(self, field: CompiledField) -> Iterator[Finding]:
        at = "/default"
        try:
            compile_default(field, self._scope, self.functions)
        except BadDefault:
            yield BAD_DEFAULT.at(at, name=field.name)
        except Invalid as invalid:
            given = field.definition.default
            if isinstance(given, str) and not any(char in given for char in '("='):
                # one word that is neither a value of the field nor a name
                yield BAD_DEFAULT.at(at, name=field.name)
            else:
                yield from (one.under(at) for one in invalid.findings)

    def _formula(self, d: FieldDef, field: CompiledField) -> Iterator[Finding]:
        formula = formula_of(d)
        untyped = isinstance(d, FormulaDef) and d.returns is None
        if formula is None:
            return
        checked = check(formula, self._scope, None if untyped else field.kind, self.functions)
        yield from (one.under("/formula") for one in checked.findings)
        if untyped and checked.ok and checked.kind.name not in HELD | {"blank"}:
            yield GIVES_NOTHING.at("/formula", found=checked.kind.name)

    def _subtable(self, d: SubtableDef) -> Iterator[Finding]:
        for index, row in enumerate(d.fields):
            at = f"/fields/{index}/type"
            if isinstance(row, SubtableDef):
                yield NESTED.at(at)
            elif isinstance(row, SerialDef):
                yield ROW_SERIAL.at(at)
            elif isinstance(row, RollupDef):
                yield ROW_ROLLUP.at(at)
        if "." not in self.table:
            inner = FieldChecks(self.forms, f"{self.table}.{d.key}", self.functions, "/fields")
            yield from inner.all(d.fields)

    def _lookup(self, d: LookupDef) -> Iterator[Finding]:
        through = self.forms.definitions(self.table).get(d.through)
        if through is None:
            return
        if not isinstance(through, ReferenceDef):
            yield NOT_A_REFERENCE.at("/through", key=d.through)
            return
        found = self.forms.field(through.form, d.field)
        if found is not None and found.held.type in NOT_CARRIED:
            yield NOT_CARRIED_OVER.at("/field", key=d.field)

    def _rollup(self, d: RollupDef) -> Iterator[Finding]:
        through = self.forms.definitions(d.form).get(d.through)
        if through is not None and not (isinstance(through, ReferenceDef) and through.form == self.table):
            yield NOT_HERE.at("/through", key=d.through)
        if d.field is None:
            if d.function != "count":
                yield FIELD_MISSING.at("/field")
            return
        found = self.forms.field(d.form, d.field)
        if found is None:
            return
        if d.function in ("sum", "avg") and not found.kind.quantity:
            yield NOT_SUMMABLE.at("/field", key=d.field)
        elif d.function in ("min", "max") and found.kind.name not in _ORDERED:
            yield NOT_ORDERED.at("/field", key=d.field)
        elif found.held.type in NOT_CARRIED:
            yield NOT_CARRIED_OVER.at("/field", key=d.field)

    def _fill(self, d: ReferenceDef) -> Iterator[Finding]:
        for target, source in d.fill.items():
            into = self.forms.field(self.table, target)
            kind = RecordScope(self.forms, d.form).resolve(tuple(source.split(".")))
            if into is not None and kind is not None:
                checked = check(f"{d.key}.{source}", self._scope, into.kind, self.functions)
                yield from (one.under(f"/fill/{target}") for one in checked.findings)

    def _serial(self, d: SerialDef) -> Iterator[Finding]:
        try:
            parts = parts_of(d.pattern)
        except BadPart:
            return
        for part in parts:
            if part.name == "field":
                yield from self._typed(part.text, "/pattern", _PRINTED, SERIAL_PART, needed=True)
        if d.date is not None:
            yield from self._typed(d.date, "/date", frozenset({"date", "datetime"}), SERIAL_PART)

    def _typed(
        self, key: str, at: str, kinds: frozenset[str], wrong: Message, *, needed: bool = False
    ) -> Iterator[Finding]:
        kind: Kind | None = self._scope.resolve((key,))
        if (kind is None and needed) or (kind is not None and kind.name not in kinds):
            yield wrong.at(at, key=key)
