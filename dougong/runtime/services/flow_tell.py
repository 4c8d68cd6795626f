"""Telling people what a flow wants of them or has come to, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong.engines.document import in_both
from dougong.engines.flow.effects import Tell
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.state import State
from dougong.errors import Text
from dougong.platform import notifications
from dougong.platform.instances.store import Instance
from dougong.platform.notifications import Message
from dougong.runtime.services.desk import Desk

WORDS = {
    "task": Text("待处理：{title}（{flow} · {node}）", "For you to do: {title} ({flow} · {node})"),
    "copy": Text("抄送给你：{title}（{flow}）", "A copy for you: {title} ({flow})"),
    "urge": Text("催办：{title}（{flow} · {node}）", "Please hurry: {title} ({flow} · {node})"),
    "remind": Text("提醒：{title} 等待处理（{flow} · {node}）", "Reminder: {title} waits for you ({flow} · {node})"),
    "notify": Text("{title} 仍未处理（{flow} · {node}）", "{title} is still open ({flow} · {node})"),
    "returned": Text("已退回：{title}（{flow}）", "Returned to you: {title} ({flow})"),
    "approved": Text("已通过：{title}（{flow}）", "Approved: {title} ({flow})"),
    "rejected": Text("已拒绝：{title}（{flow}）", "Rejected: {title} ({flow})"),
    "terminated": Text("已终止：{title}（{flow}）", "Ended: {title} ({flow})"),
    "incident": Text("流程出现异常：{title}（{flow} · {node}）", "A flow needs attention: {title} ({flow} · {node})"),
}


@dataclass(frozen=True)
class Notices:
    desk: Desk
    flow: Flow
    instance: Instance
    state: State

    def send(self, told: Sequence[Tell], task_ids: Mapping[int, str]) -> None:
        """One message for each thing and person; open pages hear that tasks changed."""
        messages: list[Message] = []
        for (what, node, timer), to in self._gathered(told).items():
            words = self._words(what, node, timer)
            if words is None:
                continue
            about = self._about(what, node, to, task_ids)
            messages.append(Message(to, f"flow_{what}", words.as_json(), about))
        people = notifications.notify_all(self.desk.writing, messages)
        everybody = list(dict.fromkeys([*people, *([self.desk.actor.user] if self.desk.actor.user else [])]))
        self.desk.services.live.tell(self.desk.writing, everybody, "tasks")

    def _gathered(self, told: Sequence[Tell]) -> dict[tuple[str, str | None, int | None], list[str]]:
        found: dict[tuple[str, str | None, int | None], list[str]] = {}
        acting = self.desk.actor.user
        for one in told:
            if one.what == "incident":
                to = sorted(p.id for p in self.desk.organisation.people.values() if p.admin and p.active)
            else:
                # nobody is told what he has just done himself; a task of his own is news all the same
                to = [user for user in one.to if user != acting or one.what == "task"]
            if to:
                found.setdefault((one.what, one.node, one.timer), []).extend(to)
        return found

    def _words(self, what: str, node: str | None, timer: int | None) -> Text | None:
        if what == "ended":
            what = self.state.flow_state
        if what not in WORDS:
            return None
        own = self.flow.human(node) if node is not None and timer is not None else None
        if own is not None and timer is not None and own.timers[timer].text is not None:
            return in_both(own.timers[timer].text, "")
        settings = self.flow.nodes.get(node) if node is not None else None
        return WORDS[what].format(
            title=self.instance.title or "—",
            flow=in_both(self.flow.definition.name, self.flow.key),
            node=in_both(settings.name, settings.key) if settings is not None else "",
        )

    def _about(self, what: str, node: str | None, to: Sequence[str], task_ids: Mapping[int, str]) -> dict[str, Any]:
        about = {"app": self.instance.app, "form": self.instance.form, "record": self.instance.record_id}
        mine = [
            task_ids[task.id]
            for task in self.state.tasks.values()
            if what in ("task", "copy")
            and task.id in task_ids
            and task.node == node
            and {task.user, task.delegate} & {*to}
        ]
        return {**about, "task": mine[0]} if len(mine) == 1 and len(set(to)) == 1 else about
