"""The forms of one published app as its reports see them: what paths mean and what they are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.scope import Scope
from dougong.engines.finding import Finding
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.form.scope import SYSTEM_NAMES, RecordScope, table_of
from dougong.engines.record.choices import Choosing, options_of
from dougong.engines.record.options import OptionDef
from dougong.engines.report.definition import ReportDef
from dougong.engines.report.plan import ReportPlan
from dougong.engines.report.planner import plan_report
from dougong.errors import Text
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.definitions.structure import app_forms


@dataclass(frozen=True)
class ReportForms:
    """``Forms`` of the planner."""

    forms: AppForms

    def scope(self, form: str) -> Scope:
        return RecordScope(self.forms, form)

    def shown(self, form: str, path: str) -> Text:
        """A path by all its names: ``项目 · 地区``."""
        parts = tuple(path.split("."))
        names = [self._name(form, parts[: size + 1]) for size in range(len(parts))]
        return Text(" · ".join(name.zh for name in names), " · ".join(name.en for name in names))

    def decimals(self, form: str, path: str) -> int | None:
        field = self.field(form, tuple(path.split(".")))
        found = None if field is None else getattr(field.held, "decimals", None)
        return found if isinstance(found, int) else None

    def options(self, form: str, path: str) -> Sequence[OptionDef]:
        """The options of the field at a path; none where it has none."""
        field = self.field(form, tuple(path.split(".")))
        if field is None or not isinstance(field.held, Choosing):
            return ()
        return options_of(field.held, self.forms.facts)

    def field(self, form: str, path: tuple[str, ...]) -> CompiledField | None:
        table = form if len(path) == 1 else self._behind(form, path[:-1])
        return None if table is None else self.forms.field(table, path[-1])

    def _behind(self, form: str, path: tuple[str, ...]) -> str | None:
        kind: Kind | None = self.scope(form).resolve(path)
        return None if kind is None else table_of(kind)

    def _name(self, form: str, path: tuple[str, ...]) -> Text:
        field = self.field(form, path)
        return field.name if field is not None else SYSTEM_NAMES.get(path[-1], Text(path[-1], path[-1]))


def forms_of(app: CompiledApp) -> ReportForms:
    """Every form of an app knows them all; an app may also have none yet."""
    form = next(iter(app.forms.values()), None)
    return ReportForms(form.forms if form is not None else app_forms(app.definition, app.kinds))


def plans_of(app: CompiledApp) -> Mapping[str, ReportPlan]:
    """The plans of a version's reports, made once; the check before publish has seen that each has one."""
    return app.derived("report_plans", _plans)


def _plans(app: CompiledApp) -> Mapping[str, ReportPlan]:
    found = {report.key: plan_of(app, report)[0] for report in app.definition.reports}
    return {key: plan for key, plan in found.items() if plan is not None}


def plan_of(app: CompiledApp, report: ReportDef) -> tuple[ReportPlan | None, list[Finding]]:
    return plan_report(report, forms_of(app), app.functions)
