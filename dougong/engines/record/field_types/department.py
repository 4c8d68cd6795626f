"""One department."""

from typing import Literal

from dougong.engines.expression.kinds import DEPARTMENT, Kind
from dougong.engines.record.columns import Target
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._linked import One


class DepartmentDef(FieldDef):
    type: Literal["department"]


class Department(One[DepartmentDef]):
    key = "department"
    definition = DepartmentDef

    def kind(self, d: DepartmentDef, facts: AppFacts) -> Kind:
        return DEPARTMENT

    def target(self, d: DepartmentDef) -> Target:
        return Target("department")


FIELD_TYPE = Department()
