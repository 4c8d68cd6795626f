"""What is done: the settings of an action, the same in a rule, a button, a flow node and a stage task.

``"set"`` maps fields to values. Text is a formula over the record in hand (``"owner": "ME()"``); numbers, true, false
and null stand for themselves; a list gives the rows of a sub-table or the parts of a multi-value; ``{"each": "lines",
"copy": {"product": "product"}}`` makes one row for each row of a sub-table of the record in hand.
"""

from typing import Annotated

from pydantic import Field, model_validator

from dougong.engines.document import Def, FieldPath, FormKey, Key, Open, refused
from dougong.engines.expression.definition import Condition, Formula
from dougong.errors import Text

TWO_TARGETS = Text("of 和 form 只能给出一个", "Give either of or form")
NO_LIMIT = Text("给出 form 时还需要 through 或 where", "form wants through or where")
FORM_MISSING = Text("给出 through 或 where 时还需要 form", "through and where want form")


class CopyRows(Def):
    """Rows of the new record's sub-table, one for each of ``each``; ``copy`` maps new columns to old ones."""

    each: Key
    copy_: dict[Key, Key] = Field(alias="copy")


CellValue = Formula | bool | int | float | None
RowValues = dict[Key, CellValue]
SetValue = Annotated[CopyRows | RowValues | tuple[RowValues | CellValue, ...] | CellValue, Field(union_mode="smart")]
SetFields = Annotated[dict[Key, SetValue], Field(max_length=200)]


class ActionDef(Def):
    """One thing to do. ``action`` chooses the kind; ``when`` (absent: always) is judged on the record in hand."""

    action: str
    when: Condition | None = None


Action = Annotated[ActionDef, Open("actions", "action")]
Actions = Annotated[tuple[Action, ...], Field(max_length=50)]


class OnRecords(ActionDef):
    """An action on records. Nothing given: the record in hand. ``of``: the one record that a reference field names.

    ``form`` with ``through``: the records of ``form`` whose reference field ``through`` names the record in hand.
    ``where`` narrows them by a condition over ``form``; without ``through`` it searches the whole form.
    At most ``limit`` records are touched; more is a fault, never a silent cut.
    """

    of: FieldPath | None = None
    form: FormKey | None = None
    through: Key | None = None
    where: Condition | None = None
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000

    @model_validator(mode="after")
    def _one_way_to_choose(self) -> "OnRecords":
        if self.of is not None and self.form is not None:
            raise refused("two_targets", TWO_TARGETS)
        if self.form is not None and self.through is None and self.where is None:
            raise refused("no_limit", NO_LIMIT)
        if self.form is None and (self.through is not None or self.where is not None):
            raise refused("form_missing", FORM_MISSING)
        return self
