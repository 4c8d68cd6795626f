"""What a document may say already and nothing acts on yet: told as a warning at its place, so that nobody waits for it.

A part leaves this page with the change that brings it to life.
"""

from collections.abc import Iterable, Iterator

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.kinds.notify import NotifyAction
from dougong.engines.action.kinds.webhook import WebhookAction
from dougong.engines.finding import Finding, message, pointer
from dougong.engines.form.definition import FormDef
from dougong.engines.report.charts.funnel import Funnel
from dougong.engines.report.definition import ReportDef
from dougong.engines.rule.triggers.webhook import OnWebhook
from dougong.errors import Text
from dougong.platform.definitions.app import AppDef

IDLE = message("without_effect", "{what}目前还不起作用", "{what} has no effect yet", "warning")

PARTS = {
    "scores": Text("评分", "A score"),
    "pools": Text("公共池的回收与领取上限", "A pool's recycling and limits"),
    "segments": Text("人群", "A segment"),
    "modules": Text("模块", "A module"),
    "tables": Text("决策表", "A decision table"),
    "templates": Text("模板", "A template"),
}
PUBLIC = Text("公开表单", "A public form")
PRINT = Text("打印模板", "A printed form")
COMPARE = Text("与其他时期比较", "A comparison with another period")
TARGET = Text("与目标比较", "A comparison with a target")
REACHED = Text("按到达阶段计数的漏斗", "A funnel of stages reached")
HOOK_IN = Text("由外部系统触发的规则", "A rule set off by another system")
HOOK_OUT = Text("调用外部系统的动作", "An action that calls another system")
CHANNEL = Text("除站内消息以外的通知渠道", "A channel besides the inbox")


def idle_findings(app: AppDef, actions: Iterable[tuple[str, Iterable[ActionDef]]]) -> Iterator[Finding]:
    """``actions`` with the pointer of their list."""
    for key, what in PARTS.items():
        yield from (IDLE.at(pointer(key, index), what=what) for index in range(len(getattr(app, key))))
    for number, form in enumerate(app.forms):
        yield from (one.under(pointer("forms", number)) for one in _form(form))
    for number, report in enumerate(app.reports):
        yield from (one.under(pointer("reports", number)) for one in _report(report))
    for number, rule in enumerate(app.rules):
        if isinstance(rule.on, OnWebhook):
            yield IDLE.at(pointer("rules", number, "on"), what=HOOK_IN)
    for at, listed in actions:
        for number, action in enumerate(listed):
            if isinstance(action, WebhookAction):
                yield IDLE.at(f"{at}/{number}", what=HOOK_OUT)
            elif isinstance(action, NotifyAction) and set(action.channels) - {"inbox"}:
                yield IDLE.at(f"{at}/{number}/channels", what=CHANNEL)


def _form(form: FormDef) -> Iterator[Finding]:
    if form.public is not None:
        yield IDLE.at("/public", what=PUBLIC)
    yield from (IDLE.at(pointer("print", index), what=PRINT) for index in range(len(form.print)))


def _report(report: ReportDef) -> Iterator[Finding]:
    if report.compare is not None:
        yield IDLE.at("/compare", what=COMPARE)
    if report.target is not None:
        yield IDLE.at("/target", what=TARGET)
    if isinstance(report.chart, Funnel) and report.chart.counts != "snapshot":
        yield IDLE.at("/chart/counts", what=REACHED)
