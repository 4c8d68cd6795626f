"""Each engine's own check over the whole app, its pointers led back to the document's root."""

from collections.abc import Iterator
from dataclasses import dataclass

from dougong.engines.document import in_both
from dougong.engines.expression.scope import Scope
from dougong.engines.finding import Finding, message
from dougong.engines.flow.check import check_flow, check_subflows
from dougong.engines.flow.facts import FormFacts
from dougong.engines.form.check import check_forms, check_option_sets
from dougong.engines.form.disclosure import Sees, check_disclosure
from dougong.engines.form.fields import AppForms
from dougong.engines.form.scope import RecordScope
from dougong.engines.report.check import check_dashboards, check_reports
from dougong.engines.rule.check import check_rules, check_tables
from dougong.errors import Text
from dougong.kinds import Kinds
from dougong.platform.access.compile import inheritance
from dougong.platform.access.definition import EVERYONE
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.index import AppIndex

ROLE_RING = message("role_ring", "角色互相继承：{key}", "Roles inherit from each other: {key}", "warning")


@dataclass(frozen=True)
class FormsSeen:
    """What rule and report checks ask of the forms."""

    index: AppIndex

    def scope(self, form: str) -> Scope:
        return RecordScope(self.index.forms, form)

    def shown(self, form: str, path: str) -> Text:
        field = self.index.field_at(form, path)
        name = field.definition.name if field is not None else None
        return in_both(name, path)

    def decimals(self, form: str, path: str) -> int | None:
        field = self.index.field_at(form, path)
        found = getattr(field.held, "decimals", None) if field is not None else None
        return found if isinstance(found, int) else None

    def form_at(self, form: str, path: str) -> str | None:
        kind = self.index.kind_at(form, tuple(path.split(".")))
        return kind.form if kind is not None and kind.name == "record" else None

    def stage_fields(self, form: str, pipeline: str | None) -> frozenset[str]:
        definition = self.index.forms.forms.get(form)
        lines = definition.pipelines if definition is not None else ()
        return frozenset(line.field for line in lines if pipeline in (None, line.key))


def engine_findings(app: AppDef, forms: AppForms, kinds: Kinds) -> Iterator[Finding]:
    seen = FormsSeen(AppIndex(app, forms))
    yield from check_option_sets(app.option_sets)
    yield from check_forms(app.forms, forms, kinds.functions)
    yield from check_disclosure(app.forms, forms, kinds.functions, [role.key for role in app.roles], sees_in(app))
    for number, flow in enumerate(app.flows):
        facts = flow_facts(flow.form, forms) if flow.form in forms else None
        yield from (one.under(f"/flows/{number}") for one in check_flow(flow, kinds.nodes, facts))
    yield from (one.under("/flows") for one in check_subflows(app.flows))
    yield from check_rules(app.rules, seen, kinds.actions, kinds.triggers)
    yield from check_tables(app.tables)
    yield from check_reports(app.reports, seen, list(forms.forms), kinds.charts, kinds.functions)
    yield from check_dashboards(app.dashboards, [report.key for report in app.reports])
    yield from _roles(app)


def sees_in(app: AppDef) -> Sees:
    """Whether a role sees a field on some row; what other apps grant is theirs to say."""
    above = inheritance(app.roles)

    def sees(role: str, form: str, field: str) -> bool:
        mine = {role, EVERYONE, *above.get(role, ())}
        names = {field, field.partition(".")[0]}
        return "/" in form or any(
            grant.role in mine
            and grant.form == form
            and "read" in grant.can
            and not any(grant.fields.get(name) == "hide" for name in names)
            for grant in app.grants
        )

    return sees


def flow_facts(form: str, forms: AppForms) -> FormFacts:
    """What the flow engine wants to know of a form's fields."""
    fields = forms.fields(form)
    return FormFacts(
        options={key: one.kind.options for key, one in fields.items() if one.kind.options},
        required=frozenset(key for key, one in fields.items() if one.definition.required),
        computed=frozenset(key for key, one in fields.items() if one.computed),
        boolean=frozenset(key for key, one in fields.items() if one.kind.name == "boolean"),
    )


def _roles(app: AppDef) -> Iterator[Finding]:
    above = inheritance(app.roles)
    for index, role in enumerate(app.roles):
        reached = {name for parent in role.inherits for name in (parent, *above.get(parent, ()))}
        if role.key in reached:
            yield ROLE_RING.at(f"/roles/{index}/inherits", key=role.key)
