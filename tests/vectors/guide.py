"""The examples of the guide for people who write formulas, read from its tables and put to the CRM's forms.

    python tests/vectors/guide.py       writes tests/vectors/expression/guide.json

A table's first two headings say what stands in its rows: a formula and its result, what it looks like in the condition
builder, what a person is told. The record it reads stands in the ``json <form>`` block above it (``json <form>
before``: as it was before; ``json me``: who asks). What is expected is what the page says, never what is computed.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dougong.engines.expression.check import Checked, check
from dougong.engines.expression.reference import as_lines
from dougong.engines.expression.trial import types_needed
from dougong.engines.form.scope import RecordScope
from dougong.errors import Locale
from dougong.kinds import load_kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.structure import app_forms

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "formulas.md"
CRM = ROOT / "examples" / "crm_app.json"
VECTORS = Path(__file__).parent / "expression" / "guide.json"

_LANGUAGES: dict[str, Locale] = {"中文": "zh-CN", "English": "en"}
_TABLES = {
    ("公式", "结果"): "result", ("Formula", "Result"): "result",
    ("公式", "构建器里"): "builder", ("Formula", "In the builder"): "builder",
    ("公式", "提示"): "message", ("Formula", "You are told"): "message",
    ("位置", "它回答什么"): "place", ("Where", "What it answers"): "place",
    ("函数", "为什么"): "server", ("Function", "Why"): "server",
}  # fmt: skip
_TRUTH = {"是": True, "否": False, "true": True, "false": False}
_BLANK = {"空", "blank"}
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    """One row of a table. ``given`` is what its record, the one before and who asks are."""

    locale: Locale
    section: str
    table: str
    cells: tuple[str, ...]
    form: str
    given: dict[str, Any]

    @property
    def formula(self) -> str:
        found = _CODE.fullmatch(self.cells[0])
        assert found, self.cells
        return found[1]

    def checked(self) -> Checked:
        return check(self.formula, scope(self.form), None, kinds().functions)

    def vector(self) -> dict[str, Any]:
        """The formula on this record as a vector, without what is expected."""
        depends = self.checked().depends
        firsts = {path[0] for path in depends}
        vector: dict[str, Any] = {"expression": self.formula, "types": types_needed(sorted(depends), scope(self.form))}
        for name, values in self.given.items():
            vector[name] = values if name == "me" else {key: values[key] for key in values if key in firsts}
        return vector


@dataclass
class _Reader:
    locale: Locale = "en"
    section: str = ""
    form: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    table: str | None = None

    def rows(self, lines: Iterator[str]) -> Iterator[Row]:
        for line in lines:
            if line.startswith("## "):
                self.locale, self.given = _LANGUAGES[line[3:]], {}
            elif line.startswith("### "):
                self.section = line[4:]
            elif line.startswith("```json "):
                self._block(line.split()[1:], json.loads("".join(iter(lambda: next(lines), "```"))))
            elif line.startswith("|"):
                cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
                if self.table is None:
                    self.table = _TABLES[cells[0], cells[1]]
                elif set(line) - set("|-"):
                    yield Row(self.locale, self.section, self.table, cells, self.form, dict(self.given))
            else:
                self.table = None

    def _block(self, words: list[str], block: dict[str, Any]) -> None:
        match words:
            case ["me"]:
                self.given["me"] = block
            case [_, "before"]:
                self.given["old"] = block
            case [form]:
                self.form, self.given = form, {"values": block}


def rows(table: str) -> list[Row]:
    """The rows of all tables of one kind, in both languages."""
    return [row for row in _Reader().rows(iter(PAGE.read_text("utf-8").splitlines())) if row.table == table]


@cache
def kinds() -> Any:
    return load_kinds()


@cache
def scope(form: str) -> RecordScope:
    app = AppDef.model_validate(json.loads(CRM.read_text("utf-8")), context=kinds())
    return RecordScope(app_forms(app, kinds()), form)


def value(cell: str, kind: str) -> object:
    """What a cell says, in the JSON of the API."""
    if cell in _BLANK:
        return None
    found = _CODE.fullmatch(cell)
    assert found, cell
    return _TRUTH[found[1]] if kind == "boolean" else found[1]


def vectors() -> list[dict[str, object]]:
    """Every formula of the page that has a result."""
    made: list[dict[str, object]] = []
    for row in [*rows("result"), *rows("builder")]:
        checked = row.checked()
        assert not checked.findings, (row.formula, checked.findings)
        said = row.cells[1 if row.table == "result" else 2]
        expected = {"value": value(said, checked.kind.name)}
        made.append({**row.vector(), **expected, "why": f"{PAGE.name}: {row.section}"})
    return made


def written() -> str:
    return as_lines(vectors())


if __name__ == "__main__":
    VECTORS.write_text(written(), "utf-8")
    sys.exit(0)
