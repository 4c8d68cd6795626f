"""The root of an app document. ``docs/reference/document.md`` tells it to builders; here it is law.

The raw document stays the truth: it is parsed for reading and never written back from these models.
"""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from dougong.engines.document import Def, Key, ShownName, refused
from dougong.engines.flow.definition import FlowDef
from dougong.engines.form.definition import FormDef
from dougong.engines.record.options import OptionSetDef
from dougong.engines.report.definition import DashboardDef, ReportDef
from dougong.engines.rule.definition import PoolDef, RuleDef, ScoreDef, SegmentDef, TableDef
from dougong.errors import Text
from dougong.platform.access.definition import GrantDef, RoleDef
from dougong.platform.definitions.parts import (
    CalendarDef,
    ConnectionDef,
    Icon,
    MenuGroup,
    MenuItem,
    ModuleDef,
    PageDef,
    Requires,
    TemplateDef,
    TestDef,
)
from dougong.platform.definitions.zones import is_zone


class AppDef(Def):
    """One JSON document is one app."""

    dougong: Literal[1] = Field(description="the format of the document")
    key: Key
    name: ShownName
    description: ShownName | None = None
    icon: Icon | None = None
    version: Annotated[str, Field(max_length=40)] = ""
    locale: Literal["zh-CN", "en"] = "zh-CN"
    timezone: Annotated[
        str, Field(max_length=60, json_schema_extra={"x-dougong-server": "a zone of the IANA database"})
    ] = "Asia/Shanghai"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    requires: Requires = Requires()
    connections: tuple[ConnectionDef, ...] = ()
    option_sets: tuple[OptionSetDef, ...] = ()
    calendars: tuple[CalendarDef, ...] = ()
    roles: tuple[RoleDef, ...] = ()
    grants: tuple[GrantDef, ...] = ()
    forms: tuple[FormDef, ...] = Field(default=(), max_length=500)
    flows: tuple[FlowDef, ...] = ()
    rules: tuple[RuleDef, ...] = ()
    reports: tuple[ReportDef, ...] = ()
    dashboards: tuple[DashboardDef, ...] = ()
    pages: tuple[PageDef, ...] = ()
    menu: tuple[MenuGroup | MenuItem, ...] = ()
    tables: tuple[TableDef, ...] = ()
    scores: tuple[ScoreDef, ...] = ()
    pools: tuple[PoolDef, ...] = ()
    segments: tuple[SegmentDef, ...] = ()
    templates: tuple[TemplateDef, ...] = ()
    modules: tuple[ModuleDef, ...] = ()
    tests: tuple[TestDef, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if not is_zone(zone):
            raise refused("unknown_timezone", Text(f"没有名为 {zone} 的时区", f"There is no time zone {zone}"))
        return zone
