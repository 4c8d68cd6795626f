"""How an expression stands in a document: text, or a tree that the visual condition builder draws."""

from typing import Annotated, Any

from pydantic import Field

from dougong.engines.document import Def


class Term(Def):
    """One line of the builder: a field (or path), an operator and, for most operators, a value."""

    field: str
    op: str
    value: Any = None


class AllOf(Def):
    all: tuple["ConditionTree", ...]


class AnyOf(Def):
    any: tuple["ConditionTree", ...]


class NotOf(Def):
    not_: "ConditionTree" = Field(alias="not")


class AnyRow(Def):
    """Holds when some row of the sub-table ``any_row`` fulfils ``when``."""

    any_row: str
    when: "ConditionTree"


class AllRows(Def):
    """Holds when every row of the sub-table ``all_rows`` fulfils ``when``; also when there is none."""

    all_rows: str
    when: "ConditionTree"


ConditionTree = AllOf | AnyOf | NotOf | AnyRow | AllRows | Term

Formula = Annotated[str, Field(max_length=10_000)]
Condition = Formula | ConditionTree
