"""The app's own tests: that their people, nodes and records are some there are, before one is told."""

from collections.abc import Collection, Iterator

from dougong.engines.finding import Finding, message, nearest
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.platform.access.definition import EVERYONE
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.index import AppIndex
from dougong.platform.definitions.parts import TestDef, TestStep
from dougong.platform.definitions.refs import UNKNOWN

UNKNOWN_PERSON = message(
    "unknown_person",
    "测试里没有 {name} 这个人：可以写角色、everyone、superior 或 head",
    "A test knows nobody called {name}: write a role, everyone, superior or head",
)
UNKNOWN_NODE = message("unknown_node", "没有名为 {name} 的节点", "There is no node {name}")
UNKNOWN_RECORD = message("unknown_record", "测试里没有名为 {name} 的记录", "The test has no record called {name}")
# people every test has beside one for each role
ABOVE = ("head", "superior", EVERYONE)


def story_findings(app: AppDef, index: AppIndex) -> Iterator[Finding]:
    people = {role.key for role in app.roles} | set(ABOVE)
    nodes = {node.key for flow in app.flows for node in flow.nodes} | {"start"}
    for number, test in enumerate(app.tests):
        yield from (one.under(f"/tests/{number}") for one in _people(test, people))
        yield from (one.under(f"/tests/{number}") for one in _nodes(test, nodes))
        yield from (one.under(f"/tests/{number}") for one in _records(test, index))


def _people(test: TestDef, known: Collection[str]) -> Iterator[Finding]:
    named = [("/as", test.as_)]
    named += [(f"/given/{number}/owner", one.owner) for number, one in enumerate(test.given)]
    named += [(f"/do/{number}/as", step.as_) for number, step in enumerate(test.do)]
    for number, one in enumerate(test.expect):
        named.append((f"/expect/{number}/notified", one.notified))
        named.append((f"/expect/{number}/task/who", one.task.who if one.task else None))
    for at, name in named:
        if name is not None and name not in known:
            yield UNKNOWN_PERSON.at(at, hint=nearest(name, known), name=name)


def _nodes(test: TestDef, known: Collection[str]) -> Iterator[Finding]:
    named = [(f"/do/{number}/decide/node", step.decide.node) for number, step in enumerate(test.do) if step.decide]
    named += [
        (f"/expect/{number}/task/node", one.task.node)
        for number, one in enumerate(test.expect)
        if one.task is not None and one.task.node is not None
    ]
    for at, name in named:
        if name not in known:
            yield UNKNOWN_NODE.at(at, hint=nearest(name, known), name=name)


def _records(test: TestDef, index: AppIndex) -> Iterator[Finding]:
    """What is expected of a record: the record is one the test made, its fields are those of its form."""
    forms = {one.id: one.form for one in test.given if one.id is not None}
    last = test.given[-1].form if test.given else None
    for number, step in enumerate(test.do):
        at, named, made = _written(step)
        if named is not None and named not in forms:
            yield UNKNOWN_RECORD.at(f"/do/{number}/{at}/record", hint=nearest(named, forms), name=named)
        if made is not None:
            last = made[1]
            if made[0] is not None:
                forms[made[0]] = last
    for number, expected in enumerate(test.expect):
        if expected.of is not None and expected.of not in forms:
            yield UNKNOWN_RECORD.at(f"/expect/{number}/of", hint=nearest(expected.of, forms), name=expected.of)
            continue
        form = forms[expected.of] if expected.of is not None else last
        for key in expected.record or {}:
            if form in index.forms and key not in SYSTEM_FIELDS and index.forms.field(str(form), key) is None:
                near = nearest(key, index.known("field", str(form)))
                yield UNKNOWN["field"].at(f"/expect/{number}/record/{key}", hint=near, name=key)


def _written(step: TestStep) -> tuple[str, str | None, tuple[str | None, str] | None]:
    """The kind of step, the record it names, and the name and form of the record written last after it."""
    for kind in ("create", "submit"):
        if (made := getattr(step, kind)) is not None:
            return kind, None, (made.id, made.form)
    for kind in ("update", "delete", "press"):
        if (changed := getattr(step, kind)) is not None:
            return kind, changed.record, (None, changed.form) if kind == "update" else None
    return "", None, None
