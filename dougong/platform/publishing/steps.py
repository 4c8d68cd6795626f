"""From the difference of two sides to the lines of a plan, each with its counts."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table

from dougong.engines.document import in_both
from dougong.engines.form.definition import FormDef
from dougong.engines.record.columns import Column, LinkTable
from dougong.engines.record.type_names import type_name
from dougong.errors import Text
from dougong.platform.definitions.index import AppIndex
from dougong.platform.publishing import counts
from dougong.platform.publishing.convert import Conversion
from dougong.platform.publishing.difference import FormPair, Pair, same_storage
from dougong.platform.publishing.narrowing import narrowed
from dougong.platform.publishing.side import Side, StoredPlace
from dougong.platform.publishing.step import Op, Step, Weight, listed
from dougong.platform.storage.ddl import FoundTable, index_here, unwanted


class Stepper:
    """Asks the database what each difference costs. ``old`` is None for an app that was never published."""

    def __init__(self, connection: Connection, old: Side | None, new: Side, found: dict[str, FoundTable]) -> None:
        self.connection = connection
        self.old = old
        self.new = new
        self.found = found
        self.tables: dict[str, Table] = {table.name: table for table in old.all_tables()} if old else {}
        self.new_tables: dict[str, Table] = {table.name: table for table in new.all_tables()}
        self.here = AppIndex(new.app, new.forms)
        self.there = AppIndex(old.app, old.forms) if old else None

    def steps(self, pairs: list[FormPair]) -> Iterator[Step]:
        for pair in pairs:
            if pair.new is None:
                assert pair.old is not None
                yield self._dropped_form(pair.old)
                continue
            yield from self._form(pair, pair.new)
            for field in pair.fields:
                yield from self._field(field, new_form=pair.old is None)
        yield from self._indexes()

    def _form(self, pair: FormPair, form: FormDef) -> Iterator[Step]:
        at, table = self.at("form", form.key), self.new.names.forms[form.key].table
        if pair.old is None:
            kept = table in self.found
            yield Step(
                "restore" if kept else "create_table",
                at,
                "instant",
                _text("恢复表单 {name} 及其数据" if kept else "新建表单 {name}",
                      "Bring back the form {name} with its data" if kept else "Create the form {name}", form),
                rows=self._rows(table) if kept else 0,
                form=form.key,
            )  # fmt: skip
        elif table not in self.found:
            yield Step(
                "create_table", at, "instant", _text("补建缺失的表 {name}", "Make the missing table of {name}", form)
            )
        if pair.old is not None and pair.old.key != form.key:
            yield Step("rename", at, "instant", _renamed("表单", "form", pair.old.key, form), form=form.key)

    def _field(self, pair: Pair, *, new_form: bool) -> Iterator[Step]:
        old, new = pair.old, pair.new
        if new is None:
            assert old is not None
            yield from self._dropped_field(old)
            return
        if old is None:
            if not new_form:
                yield from self._added(new)
            return
        at = self.at("field", _field_key(new))
        if pair.renamed:
            what = _renamed("字段", "field", old.path[-1], new.field.definition)
            yield Step("rename", at, "instant", what, form=new.form)
        if pair.moved:
            yield self._moved(old, new, at)
        elif not self._stands(new) and (new.own_table or new.table in self.found):
            op: Op = "create_table" if new.own_table else "add_column"
            what = _text("补建缺失的 {name}", "Make the missing {name}", new.field.definition)
            yield Step(op, at, "instant", what, form=new.form)
        elif old.field.held.type != new.field.held.type:
            was, now = type_name(old.field.held.type), type_name(new.field.held.type)
            what = _text(
                f"{{name}} 的类型由“{was.zh}”改为“{now.zh}”",
                f"The type of {{name}} changes from {was.en} to {now.en}",
                new.field.definition,
            )
            yield Step("change_type", at, "instant", what, rows=self._filled(old), form=new.form)
        if not pair.moved and needs_compute(pair):
            yield self._computed(new, at)
        yield from self._required(old, new, at)
        yield from self._options(old, new, at)
        table = self._table(old)
        if not pair.moved and table is not None:
            yield from narrowed(self.connection, old, new, table, at)

    def _added(self, new: StoredPlace) -> Iterator[Step]:
        at, name = self.at("field", _field_key(new)), new.field.definition
        exists = self._stands(new)
        if exists:
            what = _text("恢复字段 {name} 及其数据", "Bring back the field {name} with its values", name)
            yield Step("restore", at, "instant", what, rows=self._filled(new, new=True), form=new.form)
        else:
            op: Op = "create_table" if new.own_table else "add_column"
            yield Step(op, at, "instant", _text("新增字段 {name}", "Add the field {name}", name), form=new.form)
        if new.field.computed:
            yield self._computed(new, at)
        if getattr(name, "required", False) and not exists and len(new.path) == 1:
            rows = self._rows(self.new.names.forms[new.form].table)
            if rows:
                what = _text(
                    "{name} 为必填，已有记录没有值，下次修改时须补填",
                    "{name} is required; records that are there lack it until they are next changed",
                    name,
                )
                yield Step("require", at, "instant", what, rows=rows, form=new.form)

    def _computed(self, new: StoredPlace, at: str) -> Step:
        rows = self._rows(self.new.names.forms[new.form].table)
        what = _text("计算已有记录的 {name}", "Compute {name} for the records that are there", new.field.definition)
        return Step("compute", at, "rewrites" if rows else "instant", what, rows=rows, form=new.form)

    def _moved(self, old: StoredPlace, new: StoredPlace, at: str) -> Step:
        """A type that needs another place: values are converted into it, the old ones stay in the old place."""
        name = new.field.definition
        types = _types(old, new)
        if new.field.computed:
            rows = self._rows(self.new.names.forms[new.form].table)
            what = _text(f"{{name}} 改为计算得出（{types.zh}）", f"{{name}} becomes computed ({types.en})", name)
            return Step("change_type", at, "rewrites" if rows else "instant", what, rows=rows, form=new.form)
        table = self._table(old)
        if table is None:
            return Step(
                "change_type",
                at,
                "instant",
                _text(f"{{name}}：{types.zh}", f"{{name}}: {types.en}", name),
                form=new.form,
            )
        tried = counts.unconvertible(self.connection, old, table, Conversion(old.field, new.field))
        weight: Weight = "loses" if tried.lost else "rewrites" if tried.filled else "instant"
        what = _text(
            f"{{name}}：{types.zh}，{tried.filled} 个值中有 {tried.lost} 个无法转换",
            f"{{name}}, {types.en}: {tried.lost} of {tried.filled} values cannot be converted",
            name,
        )
        return Step(
            "change_type", at, weight, what,
            rows=tried.filled, lost=tried.lost, confirm=tried.lost > 0, samples=tried.samples, form=new.form,
        )  # fmt: skip

    def _required(self, old: StoredPlace, new: StoredPlace, at: str) -> Iterator[Step]:
        became = new.field.definition.required and not old.field.definition.required
        table = self._table(old)
        if not became or table is None or old.column is None:
            return
        rows = counts.blank(self.connection, table, table.c[old.column])
        if rows:
            what = _text(
                "{name} 改为必填，已有记录中有空值，下次修改时须补填",
                "{name} becomes required; records that lack it keep doing so until they are next changed",
                new.field.definition,
            )
            yield Step("require", at, "instant", what, rows=rows, form=new.form)

    def _options(self, old: StoredPlace, new: StoredPlace, at: str) -> Iterator[Step]:
        """Options of a single choice that are renamed (``was``) or gone while records have them."""
        if old.column is None or old.column != new.column or new.field.held.type != "select":
            return
        table = self._table(old)
        before, after = _values(old), _values(new)
        if table is None or before is None or after is None:
            return
        renames = renamed_options(old, new)
        for was, now in renames.items():
            rows = counts.with_values(self.connection, table, table.c[old.column], [was])
            what = _text(
                f"{{name}} 的选项标识由 {was} 改为 {now}",
                f"The option {was} of {{name}} becomes {now}",
                new.field.definition,
            )
            yield Step("rename_option", f"{at}/options/{now}", "rewrites", what, rows=rows, form=new.form)
        gone = before - after - set(renames)
        rows = counts.with_values(self.connection, table, table.c[old.column], gone) if gone else 0
        if rows:
            named = [in_both(one.name, one.value) for one in _options(old) if one.value in gone]
            what = Text(
                "{name} 的选项“{gone}”不再存在，仍有记录在用（值保留）",
                "{gone} is no longer among the options of {name}, while records have it (their values stay)",
            ).format(name=new.field.name, gone=listed(named))
            yield Step("drop_option", at, "instant", what, rows=rows, confirm=True, form=new.form)

    def _dropped_field(self, old: StoredPlace) -> Iterator[Step]:
        if len(old.path) == 2 and old.path[0] not in {path[0] for path in self.new.places(old.form)}:
            return  # the whole sub-table goes: one line is enough
        lost = 0 if old.field.computed else self._filled(old)
        what = _text(
            "删除字段 {name}，其中的值先搁置保留",
            "Drop the field {name}; its values are set aside",
            old.field.definition,
        )
        at = self.was_at("field", _field_key(old))
        yield Step(
            "drop", at, "loses" if lost else "instant", what, rows=lost, lost=lost, confirm=lost > 0, form=old.form
        )

    def _dropped_form(self, form: FormDef) -> Step:
        assert self.old is not None
        lost = self._rows(self.old.names.forms[form.key].table)
        what = _text("删除表单 {name}，其中的记录先搁置保留", "Drop the form {name}; its records are set aside", form)
        at = self.was_at("form", form.key)
        return Step(
            "drop", at, "loses" if lost else "instant", what, rows=lost, lost=lost, confirm=lost > 0, form=form.key
        )

    def _indexes(self) -> Iterator[Step]:
        for form, tables in self.new.tables.items():
            for table in tables.all():
                found = self.found.get(table.name)
                if found is None:
                    continue
                at = self.at("form", form)
                for index in sorted(table.indexes, key=lambda one: str(one.name)):
                    if str(index.name) in found.indexes or not index_here(index, self.connection):
                        continue
                    rows = self._rows(table.name)
                    what = self._index_words(form, [column.name for column in index.columns], index.unique)
                    yield Step(
                        "add_index", f"{at}/indexes/{index.name}", "rewrites" if rows else "instant", what, rows=rows,
                        form=form,
                    )  # fmt: skip
                for name in unwanted(found, table.indexes):
                    what = Text("移除不再需要的索引", "Remove an index nobody needs")
                    yield Step("drop_index", f"{at}/indexes/{name}", "instant", what, form=form)

    def _index_words(self, form: str, columns: list[str], unique: bool) -> Text:
        """What is searched through, or kept apart, by the names of its fields."""
        at = {place.column: place.field.name for place in self.new.places(form).values() if place.column}
        named = [at.get(column) or Text(column, column) for column in columns]
        what = Text("建立索引，查找更快：{fields}", "An index that makes it quicker to find by {fields}")
        if unique:
            what = Text("今后不允许重复：{fields}", "From now on no two may have the same {fields}")
        return what.format(fields=listed(named))

    def _stands(self, place: StoredPlace) -> bool:
        """Whether the place is really there."""
        table = self.found.get(place.table)
        return table is not None and (place.own_table or place.column in table.columns)

    def at(self, kind: str, name: str) -> str:
        return self.here.where((kind, name)) or ""

    def was_at(self, kind: str, name: str) -> str:
        return (self.there.where((kind, name)) if self.there else None) or ""

    def _table(self, old: StoredPlace) -> Table | None:
        return self.tables.get(old.table) if old.table in self.found else None

    def _rows(self, table: str) -> int:
        if table not in self.found:
            return 0
        known = self.tables.get(table)
        return counts.rows(self.connection, known if known is not None else self.new_tables[table])

    def _filled(self, place: StoredPlace, *, new: bool = False) -> int:
        tables = self.new_tables if new else self.tables
        table, found = tables.get(place.table), self.found.get(place.table)
        if table is None or found is None:
            return 0
        if place.column is None:
            return counts.records_in(self.connection, table)
        return counts.filled(self.connection, table, table.c[place.column]) if place.column in found.columns else 0


def renamed_options(old: StoredPlace, new: StoredPlace) -> dict[str, str]:
    """Former value to new value of the options that say ``was`` for the first time."""
    before = {option.value: option for option in _options(old)}
    return {
        option.was: option.value
        for option in _options(new)
        if option.was and option.was in before and option.value not in before
    }


def _options(place: StoredPlace) -> list[Any]:
    held = place.field.held
    own = list(getattr(held, "options", ()))
    named = getattr(held, "option_set", None)
    return own or (list(place.field.facts.option_sets.get(named, ())) if named else [])


def _values(place: StoredPlace) -> set[str] | None:
    if place.field.held.type != "select" or getattr(place.field.held, "allow_other", False):
        return None
    return {option.value for option in _options(place)}


def _field_key(place: StoredPlace) -> str:
    return ".".join((place.form, *place.path))


def _renamed(zh: str, en: str, was: str, part: Any) -> Text:
    return _text(
        f"{zh} {{name}} 的标识由 {was} 改为 {part.key}，数据和引用一并带走",
        f"The {en} {{name}} goes by {part.key} instead of {was}, with its data and everything that names it",
        part,
    )


def _types(old: StoredPlace, new: StoredPlace) -> Text:
    """From what to what: of one type, the places behind the point."""
    here, there = old.field.held, new.field.held
    if here.type != there.type:
        was, now = type_name(here.type), type_name(there.type)
        return Text(f"类型由“{was.zh}”改为“{now.zh}”", f"{was.en} becomes {now.en}")
    before, after = getattr(here, "decimals", None), getattr(there, "decimals", None)
    if before != after:
        return Text(f"小数位由 {before} 改为 {after}", f"{after} decimals instead of {before}")
    return Text("存放方式改变", "kept in another way")


def _text(zh: str, en: str, named: Any) -> Text:
    """Both wordings with the part's own name in each language."""
    return Text(zh, en).format(name=in_both(getattr(named, "name", None), named.key))


def needs_copy(pair: Pair) -> bool:
    """Whether values have to be brought to a new place."""
    old, new = pair.old, pair.new
    if old is None or new is None or not pair.moved or new.field.computed:
        return False
    return isinstance(old.field.place, Column | LinkTable) and isinstance(new.field.place, Column | LinkTable)


def needs_compute(pair: Pair) -> bool:
    """Whether the values of records that are there have to be computed anew."""
    new = pair.new
    if new is None or not new.field.computed:
        return False
    old = pair.old
    if old is None or pair.moved or not old.field.computed or not same_storage(old.field, new.field):
        return True
    told = {"key", "name", "was", "hint", "readonly", "index", "discloses"}
    return old.field.definition.model_dump(exclude=told) != new.field.definition.model_dump(exclude=told)
