"""Running the app's own tests: each told from its beginning by people made for it, on tables of their own, all of it in
a transaction that somebody else throws away.

There is one person for each role (called like the role), their superior (``superior``) and the head of their department
(``head``). What rules and flows promise is done at once; ``wait`` moves the clock and does what has become due.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from dougong.engines.document import in_both
from dougong.engines.finding import Finding, Invalid
from dougong.errors import Failure, Text
from dougong.platform import notifications, outbox
from dougong.platform.access.principal import app_principal
from dougong.platform.db import Unit
from dougong.platform.definitions.apps import AppCatalog, AppSource
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.definitions.parts import Decided, Expectation, Pressed, Submitted, TestDef, TestStep
from dougong.platform.identity import accounts, structure
from dougong.platform.identity.accounts import NewUser
from dougong.platform.identity.store import Organisations
from dougong.platform.instances import store
from dougong.platform.instances.store import TaskRow
from dougong.platform.outbox import Claim
from dougong.runtime.services import records, tasks
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, writing_desk
from dougong.runtime.services.records_reading import Asked, condition_of, read_list

Outcome = dict[str, Any]
# does one promised job: services, unit, claim
Perform = Callable[[Services, Unit, Claim], None]
MOST_JOBS = 500
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

NO_PROBLEM = Text("应当被拒绝，却成功了", "This should have been refused and was not")
REFUSED = Text("被拒绝：{why}", "Refused: {why}")
NO_TASK = Text("节点 {node} 没有符合的任务", "There is no such task at the node {node}")
OTHER_VALUE = Text("{field} 应为 {wanted}，实际是 {found}", "{field} should be {wanted} and is {found}")
OTHER_PROBLEM = Text("拒绝的原因不同：{found}", "It was refused for another reason: {found}")
NOT_TOLD = Text("{who} 没有收到通知", "{who} was not told anything")
OTHER_COUNT = Text("{form} 应有 {wanted} 条，实际 {found} 条", "{form} should have {wanted} records and has {found}")
UNKNOWN = Text("没有 {name}", "There is no {name}")


@dataclass(frozen=True)
class TrialApps:
    """The one app that is tried; every other as it is published."""

    app: CompiledApp
    published: AppSource

    def current(self, connection: Connection, key: str) -> CompiledApp:
        return self.app if key == self.app.key else self.published.current(connection, key)

    def every(self, connection: Connection) -> list[CompiledApp]:
        others = [one for one in self.published.every(connection) if one.key != self.app.key]
        return [*others, self.app]

    def catalog(self, connection: Connection, app: CompiledApp) -> AppCatalog:
        return AppCatalog(app, self, connection)


class AppTests:
    """Port ``run_tests`` of publishing."""

    def __init__(self, services: Services, perform: Perform) -> None:
        self._services = services
        self._perform = perform

    def __call__(self, unit: Unit, app: CompiledApp) -> Sequence[Outcome]:
        people = _people(unit, app)
        apps = TrialApps(app, self._services.apps)
        services = replace(self._services, apps=apps, organisations=Organisations())
        outcomes = []
        for test in app.definition.tests:
            with unit.connection.begin_nested() as tried:
                problems = _Story(services, self._perform, app, unit, test, people).told()
                tried.rollback()
            outcomes.append({"name": in_both(test.name).as_json(), "ok": not problems, "problems": problems})
        return outcomes


def _people(unit: Unit, app: CompiledApp) -> dict[str, str]:
    """A person for each role, and those above them, by what a test calls them."""
    department = structure.create_department(unit, f"trial {app.key}", None, None)

    def person(name: str, superior: str | None) -> str:
        new = NewUser(f"trial.{app.key}.{name}", name, department=department, superior=superior)
        return accounts.create(unit, new)

    head = person("head", None)
    structure.change_department(unit, department, {"head_id": head})
    found = {"head": head, "superior": person("superior", head)}
    found["everyone"] = person("everyone", found["superior"])
    for role in app.definition.roles:
        found[role.key] = person(f"role.{role.key}", found["superior"])
        structure.set_role_members(unit, app.key, role.key, [found[role.key]], [])
    return found


@dataclass
class _Story:
    """One test being told. ``names`` are the records by what the test calls them; ``last`` the one written last."""

    services: Services
    perform: Perform
    app: CompiledApp
    unit: Unit
    test: TestDef
    people: Mapping[str, str]
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    last: tuple[str, str] | None = None
    refusal: Failure | None = None
    promised: list[tuple[str, datetime]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def told(self) -> list[dict[str, Any]]:
        """What did not come true."""
        moment = datetime.fromisoformat(self.test.at) if self.test.at else self.unit.now
        self.unit = Unit(self.unit.connection, moment if moment.tzinfo else moment.astimezone())
        try:
            for given in self.test.given:
                who = self.people.get(given.owner or "")
                actor = self._actor(who) if who else Actor(app_principal(self.app.key), channel="test")
                self._write(Submitted(form=given.form, id=given.id, set=given.set), actor)
            for index, step in enumerate(self.test.do):
                self._step(step, f"/do/{index}")
        except Failure as failure:
            self._fault("/given", _reason(failure))
            return self.problems
        expects_refusal = any(one.problem is not None for one in self.test.expect)
        if self.refusal is not None and not expects_refusal:
            self._fault("/do", REFUSED.format(why=_reason(self.refusal)))
        for index, expected in enumerate(self.test.expect):
            self._judge(expected, f"/expect/{index}")
        return self.problems

    def _step(self, step: TestStep, at: str) -> None:
        """A refusal ends nothing: what is expected decides whether it is a fault."""
        self.refusal = None
        user = self.people.get(step.as_ or self.test.as_ or "everyone")
        if user is None:
            self._fault(at, UNKNOWN.format(name=step.as_ or self.test.as_))
            return
        with self.unit.connection.begin_nested() as tried:
            try:
                self._do(step, self._actor(user), user)
            except Failure as refusal:
                self.refusal = refusal
                tried.rollback()
        self._due()

    def _do(self, step: TestStep, actor: Actor, user: str) -> None:
        if (written := step.create or step.submit) is not None:
            self._write(written, actor)
        elif step.update is not None:
            form, id_ = self._named(step.update)
            records.update(self._desk(actor), form, id_, self._values(form, step.update.set))
            self.last = (form, id_)
        elif step.delete is not None:
            form, id_ = self._named(step.delete)
            records.delete(self._desk(actor), form, [id_])
        elif step.press is not None:
            form, id_ = self._named(step.press)
            records.press(self._desk(actor), form, id_, step.press.button, self._values(form, step.press.set))
        elif step.decide is not None:
            self._decide(step.decide, user if step.as_ else None)
        elif step.wait is not None:
            amount, letter = int(step.wait[:-1]), step.wait[-1]
            self.unit.now += timedelta(**{_UNITS[letter]: amount})

    def _write(self, written: Submitted, actor: Actor) -> None:
        made = records.create(self._desk(actor), written.form, self._values(written.form, written.set))
        self.last = (written.form, str(made["id"]))
        if written.id is not None:
            self.names[written.id] = self.last

    def _decide(self, wanted: Decided, user: str | None) -> None:
        """By the person of the step, else by whoever has the task."""
        task = next((one for one in self._tasks(wanted.node) if one.status == "open"), None)
        if task is None:
            raise Failure(NO_TASK.format(node=wanted.node))
        form = task.form
        to = (self.people.get(wanted.to, wanted.to),) if wanted.to else ()
        act = tasks.Act(wanted.action, comment=wanted.comment, values=self._values(form, wanted.set), to=to)
        tasks.act(self.services, self.unit, self._actor(user or task.user_id), task.id, act)

    def _due(self) -> None:
        """Do what was promised and is due, and what that promises in turn."""
        for _ in range(MOST_JOBS):
            self.promised += self.unit.promised
            self.unit.promised.clear()
            job = next((job for job, due in self.promised if due <= self.unit.now), None)
            if job is None:
                return
            self.promised = [one for one in self.promised if one[0] != job]
            claim = outbox.claim(self.unit, job)
            if claim is not None:
                self.perform(self.services, self.unit, claim)

    def _judge(self, expected: Expectation, at: str) -> None:
        if expected.task is not None:
            wants_open = expected.task.state == "open"
            found = [one for one in self._tasks(expected.task.node) if _waits(one) == wants_open]
            who = self.people.get(expected.task.who or "")
            if not [one for one in found if who is None or who in one.people]:
                self._fault(f"{at}/task", NO_TASK.format(node=expected.task.node or "*"))
        if expected.record is not None:
            self._judge_record(expected, f"{at}/record")
        if expected.problem is not None:
            self._judge_problem(expected, f"{at}/problem")
        if expected.notified is not None:
            user = self.people.get(expected.notified)
            if user is None or not notifications.page(self.unit.connection, user, limit=1):
                self._fault(f"{at}/notified", NOT_TOLD.format(who=expected.notified))
        if expected.count is not None:
            wanted = expected.count
            asked = Asked(filter=condition_of(wanted.where), count="exact", limit=1)
            total = read_list(self._desk(Actor(app_principal(self.app.key))), wanted.form, asked)["total"]
            if total != wanted.is_:
                self._fault(f"{at}/count", OTHER_COUNT.format(form=wanted.form, wanted=wanted.is_, found=total))

    def _judge_record(self, expected: Expectation, at: str) -> None:
        where = self.names.get(expected.of) if expected.of else self.last
        if where is None:
            self._fault(at, UNKNOWN.format(name=expected.of or "record"))
            return
        form, id_ = where
        desk = self._desk(Actor(app_principal(self.app.key)))
        values = desk.door.get(desk.stored(form), id_).values
        compiled = self.app.forms[form]
        for key, wanted in (expected.record or {}).items():
            field_ = compiled.fields.get(key)
            found = field_.dump(values.get(key)) if field_ is not None else values.get(key)
            plain = found.get("id") if isinstance(found, Mapping) else found
            meant = self._value(form, key, wanted)
            if not _same(plain, meant):
                self._fault(f"{at}/{key}", OTHER_VALUE.format(field=key, wanted=wanted, found=plain))

    def _judge_problem(self, expected: Expectation, at: str) -> None:
        assert expected.problem is not None
        if self.refusal is None:
            self._fault(at, NO_PROBLEM)
            return
        wanted = expected.problem
        findings: Sequence[Finding] = self.refusal.findings if isinstance(self.refusal, Invalid) else ()
        met = [one for one in findings if wanted.pointer in (None, one.pointer) and wanted.code in (None, one.code)]
        whole = wanted.pointer is None and wanted.code in (None, self.refusal.code)
        if not met and not whole:
            self._fault(at, OTHER_PROBLEM.format(found=_reason(self.refusal)))

    def _tasks(self, node: str | None) -> list[TaskRow]:
        """The tasks of the record written last, newest first."""
        if self.last is None:
            return []
        instances = store.instances_of_record(self.unit.connection, self.last[1])
        rows = [row for one in instances for row in store.tasks_of_instance(self.unit.connection, one.id)]
        return [row for row in rows if node in (None, row.node)]

    def _named(self, written: Submitted | Pressed) -> tuple[str, str]:
        """The record a step is about: the one it names, else the one written last."""
        found = self.names.get(written.record) if written.record else self.last
        if found is None:
            raise Failure(UNKNOWN.format(name=written.record or "record"))
        return found

    def _values(self, form: str, given: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self._value(form, key, value) for key, value in given.items()}

    def _value(self, form: str, key: str, value: Any) -> Any:
        """Names of records and people become their ids."""
        compiled = self.app.forms.get(form)
        kind = compiled.fields[key].kind if compiled is not None and key in compiled.fields else None
        name = kind.name if kind is not None else {"owner": "user"}.get(key, "")
        if name == "record" and isinstance(value, str) and value in self.names:
            return self.names[value][1]
        if name == "user" and isinstance(value, str):
            return self.people.get(value, value)
        return value

    def _desk(self, actor: Actor) -> Desk:
        return writing_desk(self.services, self.unit, actor, self.app.key)

    def _actor(self, user: str) -> Actor:
        return Actor(self.services.person(self.unit.connection, user), "zh-CN", "test")

    def _fault(self, at: str, words: Text) -> None:
        self.problems.append({"pointer": at, "message": words.as_json()})


def _waits(task: TaskRow) -> bool:
    """A copy asks for nothing, so it is always there to be read."""
    return task.status == "open" or task.kind == "cc"


def _same(found: Any, wanted: Any) -> bool:
    """Numbers by their value, the rest as it stands."""
    if found == wanted:
        return True
    try:
        return float(found) == float(wanted)
    except (TypeError, ValueError):
        return False


def _reason(failure: Failure) -> Text:
    if isinstance(failure, Invalid) and failure.findings:
        said = [(one.pointer, one.message) for one in failure.findings]
        zh = "；".join(f"{at} {words.zh}" for at, words in said)
        return Text(zh, "; ".join(f"{at} {words.en}" for at, words in said))
    return failure.detail or failure.title
