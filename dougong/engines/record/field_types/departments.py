"""Several departments."""

from typing import Literal

from pydantic import Field, StrictInt

from dougong.engines.expression.kinds import DEPARTMENT, Kind, list_of
from dougong.engines.record.columns import Target
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._linked import Many


class DepartmentsDef(FieldDef):
    type: Literal["departments"]
    max: StrictInt = Field(default=500, ge=1, le=500)


class Departments(Many[DepartmentsDef]):
    key = "departments"
    definition = DepartmentsDef

    def kind(self, d: DepartmentsDef, facts: AppFacts) -> Kind:
        return list_of(DEPARTMENT)

    def target(self, d: DepartmentsDef) -> Target:
        return Target("department")

    def most(self, d: DepartmentsDef) -> int:
        return d.max


FIELD_TYPE = Departments()
