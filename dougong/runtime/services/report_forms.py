"""The forms of one published app as its reports see them: what paths mean and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from dougong.engines.expression.scope import Scope
from dougong.engines.form.scope import RecordScope
from dougong.engines.report.definition import ReportDef
from dougong.engines.report.plan import ReportPlan
from dougong.engines.report.planner import plan_report
from dougong.errors import Text
from dougong.platform.definitions.compiled import CompiledApp

SYSTEM_NAMES: Mapping[str, Text] = {
    "owner": Text("负责人", "Owner"),
    "department": Text("部门", "Department"),
    "created_at": Text("创建时间", "Created"),
    "created_by": Text("创建人", "Created by"),
    "updated_at": Text("修改时间", "Changed"),
    "updated_by": Text("修改人", "Changed by"),
    "flow_state": Text("审批状态", "Approval"),
    "superior": Text("上级", "Superior"),
    "parent": Text("上级部门", "Department above"),
    "head": Text("主管", "Head"),
    "name": Text("名称", "Name"),
}


@dataclass(frozen=True)
class ReportForms:
    app: CompiledApp

    def scope(self, form: str) -> Scope:
        return RecordScope(self._any_form.forms, form)

    def shown(self, form: str, path: str) -> Text:
        """A path is called by its last field, with what leads there before it: ``客户 · 行业``."""
        names: list[Text] = []
        here: str | None = form
        parts = path.split(".")
        for index, part in enumerate(parts):
            field = None if here is None else self._any_form.forms.field(here, part)
            names.append(field.name if field is not None else SYSTEM_NAMES.get(part, Text(part, part)))
            kind = self.scope(form).resolve(tuple(parts[: index + 1]))
            kind = kind.of if kind is not None and kind.of is not None else kind
            here = kind.form if kind is not None else None
        return Text(" · ".join(name.zh for name in names), " · ".join(name.en for name in names))

    def decimals(self, form: str, path: str) -> int | None:
        before, _, last = path.rpartition(".")
        table: str | None = form
        if before:
            kind = self.scope(form).resolve(tuple(before.split(".")))
            kind = kind.of if kind is not None and kind.of is not None else kind
            table = kind.form if kind is not None else None
        field = None if table is None else self._any_form.forms.field(table, last)
        found = None if field is None else getattr(field.held, "decimals", None)
        return found if isinstance(found, int) else None

    @property
    def _any_form(self):  # type: ignore[no-untyped-def]
        return next(iter(self.app.forms.values()))


def plans_of(app: CompiledApp) -> Mapping[str, ReportPlan]:
    """The plans of a version's reports, made once; the check before publish has seen that each has one."""
    return app.derived("report_plans", _plans)


def _plans(app: CompiledApp) -> Mapping[str, ReportPlan]:
    found: dict[str, ReportPlan] = {}
    for report in app.definition.reports:
        plan, _ = plan_one(app, report)
        if plan is not None:
            found[report.key] = plan
    return found


def plan_one(app: CompiledApp, report: ReportDef):  # type: ignore[no-untyped-def]
    return plan_report(report, ReportForms(app), app.functions)
