"""How an import is meant: which column goes where, and what is done with a row; every slip is told at its place."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dougong.engines.finding import Finding, Invalid, message, nearest, pointer
from dougong.engines.form.compile import CompiledForm
from dougong.engines.record.columns import Column
from dougong.platform.access.rights import FormRights
from dougong.runtime.services.import_cells import guess

UNKNOWN_COLUMN = message("unknown_column", "文件里没有列“{column}”", "The file has no column “{column}”")
UNKNOWN_FIELD = message("unknown_field", "没有可导入的字段“{field}”", "There is no field “{field}” to import into")
TWICE = message("field_twice", "字段“{field}”对应了两列", "Two columns go into the field “{field}”")
KEY_UNMAPPED = message("key_unmapped", "关键字段“{field}”没有对应的列", "No column goes into the key field “{field}”")
KEY_NEEDED = message("key_needed", "更新时需要选择关键字段", "Updating needs a key field")
BAD_MATCH = message("unknown_field", "“{form}”没有字段“{field}”", "“{form}” has no field “{field}”")
OWNERSHIP = ("owner", "department")


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(_Closed):
    """Where a column goes. ``match``: the field a referenced record is found by; ``values``: cells put right first;
    ``missing``: what a name that is not found means."""

    field: str
    match: str | None = None
    values: dict[str, str | None] = {}
    format: str | None = Field(default=None, max_length=40)
    missing: Literal["error", "create", "blank"] = "error"


class PastStageColumns(_Closed):
    """The column with the moment a stage was entered, and with who moved it there."""

    to: str = Field(max_length=80)
    at: str
    by: str | None = None


class PastColumns(_Closed):
    """Columns that say what was before. Needs the right ``import_history``."""

    created_at: str | None = None
    created_by: str | None = None
    stages: tuple[PastStageColumns, ...] = Field(default=(), max_length=100)

    def places(self) -> list[tuple[str, str]]:
        """Each column with its pointer below ``/history``."""
        found = [("/created_at", self.created_at), ("/created_by", self.created_by)]
        for index, stage in enumerate(self.stages):
            found += [(f"/stages/{index}/at", stage.at), (f"/stages/{index}/by", stage.by)]
        return [(at, column) for at, column in found if column is not None]


def _short(raw: object) -> object:
    return {"field": raw} if isinstance(raw, str) else raw


class Options(_Closed):
    """``header_row`` counts from 1. ``mapping``: column to field, other columns are left out; None: guessed."""

    sheet: str | None = None
    header_row: int = Field(default=1, ge=1, le=1000)
    mode: Literal["create", "update", "upsert"] = "create"
    key: tuple[str, ...] = ()
    mapping: dict[str, Annotated[Target, BeforeValidator(_short)]] | None = None
    pipeline: Literal["check", "skip"] = "check"
    history: PastColumns | None = None
    submit: bool = False
    run: bool = False
    skip_errors: bool = False


def importable(form: CompiledForm, rights: FormRights) -> dict[str, list[str]]:
    """The fields a column may go into, with the names they go by."""
    found: dict[str, list[str]] = {}
    for key, field in form.fields.items():
        single_or_list = field.place is not None and not field.children
        if single_or_list and not field.computed and not rights.hidden(key) and field.definition.type != "serial":
            found[key] = [key, field.name.zh, field.name.en]
    for key, field in form.fields.items():
        if field.definition.type == "serial" and isinstance(field.place, Column):
            found[key] = [key, field.name.zh, field.name.en]
    return found | {"owner": ["owner", "负责人", "Owner"], "department": ["department", "部门", "Department"]}


def guesses(columns: list[str], fields: Mapping[str, list[str]]) -> dict[str, str | None]:
    """The field each column most likely means; each field once."""
    taken: set[str] = set()
    found: dict[str, str | None] = {}
    for column in columns:
        field = guess(column, {key: names for key, names in fields.items() if key not in taken})
        found[column] = field
        if field is not None:
            taken.add(field)
    return found


def judge(options: Options, columns: list[str], form: CompiledForm, rights: FormRights, forms: Any) -> None:
    """Raises Invalid with everything that does not fit the file or the form."""
    fields = importable(form, rights)
    findings: list[Finding] = []
    taken: set[str] = set()
    for column, target in (options.mapping or {}).items():
        at = pointer("mapping", column)
        if column not in columns:
            findings.append(UNKNOWN_COLUMN.at(at, hint=nearest(column, columns), column=column))
        if target.field not in fields:
            findings.append(UNKNOWN_FIELD.at(f"{at}/field", hint=nearest(target.field, fields), field=target.field))
        elif target.field in taken:
            findings.append(TWICE.at(f"{at}/field", field=target.field))
        elif target.match is not None:
            findings += _match(target, form, forms, f"{at}/match")
        taken.add(target.field)
    for place, column in options.history.places() if options.history else ():
        if column not in columns:
            hint = nearest(column, columns)
            findings.append(UNKNOWN_COLUMN.at(f"/history{place}", hint=hint, column=column))
    for index, key in enumerate(options.key):
        if key not in taken:
            findings.append(KEY_UNMAPPED.at(pointer("key", index), field=key))
    if options.mode != "create" and not options.key:
        findings.append(KEY_NEEDED.at("/key"))
    if findings:
        raise Invalid(findings)


def _match(target: Target, form: CompiledForm, forms: Any, at: str) -> list[Finding]:
    if target.field in OWNERSHIP:
        return []
    kind = form.fields[target.field].kind.item
    if kind.name != "record" or kind.form is None:
        return []
    known = forms.definitions(kind.form)
    if target.match in known:
        return []
    return [BAD_MATCH.at(at, hint=nearest(str(target.match), known), form=kind.form, field=target.match)]
