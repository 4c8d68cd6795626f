"""The record, its rows and its past; who is asking; what lies in other records.

What lies outside the record comes by ``Env.doors``.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.numbers import inexact, multiply, whole
from dougong.engines.expression.problems import NoRates, NotAvailableHere
from dougong.engines.expression.registry import EVERYWHERE, MEMORY, PYTHON, Example, Function, example
from dougong.errors import Text


def _me(env: Env) -> str:
    return str(env.person()["id"])


def _department(env: Env) -> str | None:
    department = env.person().get("department")
    return department.get("id") if isinstance(department, Mapping) else department


def _team(env: Env) -> Sequence[str]:
    team: Sequence[str] = env.person().get("team") or ()
    return team


def _count_owned(env: Env, form: str | None = None) -> Decimal:
    if env.doors.count_owned is None:
        raise NotAvailableHere()
    return Decimal(env.doors.count_owned(form))


def _lookup(env: Env, form: str, field: str, *pairs: Value) -> Value:
    if env.doors.lookup is None:
        raise NotAvailableHere()
    return env.doors.lookup(form, field, tuple(zip(pairs[::2], pairs[1::2], strict=True)))


def _user_attribute(env: Env, user: str, name: str) -> Value:
    if env.doors.user_attribute is None:
        raise NotAvailableHere()
    return env.doors.user_attribute(user, name)


ATTRIBUTES = {
    "name": Text("姓名", "name"),
    "username": Text("账号", "username"),
    "email": Text("邮箱", "e-mail"),
    "phone": Text("电话", "phone"),
}


def _judge_attribute(name: str) -> Text | None:
    if name in ATTRIBUTES:
        return None
    known = " ".join(ATTRIBUTES)
    return Text(f"人员没有属性“{name}”，可用 {known}", f"people have no “{name}”; there are {known}")


def _parent(env: Env, department: str) -> str | None:
    if env.doors.parent_department is None:
        raise NotAvailableHere()
    return env.doors.parent_department(department)


def _convert(env: Env, amount: Decimal, source: str, target: str, day: Any = None) -> Decimal | None:
    if source == target:
        return amount
    if env.doors.rate is None:
        raise NoRates()
    rate = env.doors.rate(source, target, day or env.today)
    return None if rate is None else inexact(multiply(amount, rate))


def _uuid(env: Env) -> str:
    if env.doors.new_id is None:
        raise NotAvailableHere()
    return env.doors.new_id()


def _index(values: Sequence[Value] | None, place: Decimal | None) -> Value:
    at = whole(place) if place else 0
    return values[at - 1] if values and 1 <= at <= len(values) else None


def _row(env: Env) -> Decimal | None:
    return None if env.row is None else Decimal(env.row)


def _untouched(*_: Value) -> Value:
    raise AssertionError("compiled by ``evaluate``, which reads the record before")


def _r(
    key: str, signature: str, returns: str, zh: str, en: str, call: Any, *examples: Example, **options: Any
) -> Function:
    options.setdefault("back_ends", PYTHON)
    options.setdefault("volatility", "stable")
    return Function(key, "record", signature, returns, Text(zh, en), examples, call, **options)


ME = {"me": {"id": "u1", "name": "李雷", "department": {"id": "d1"}, "team": ["u1", "u2"]}}
STAGE: dict[str, Any] = {"stage": ("text", "won")}
OLD = {"old": {"stage": "new"}}
ROWS: dict[str, Any] = {
    "lines": ({"rows": {"price": "number"}}, [{"id": "1", "price": "3"}, {"id": "2", "price": "5"}])
}
NONE: dict[str, Any] = {"lines": (ROWS["lines"][0], [])}
LIST: dict[str, Any] = {"tags": ({"list": "text"}, ["x", "y"])}
ACCOUNT: dict[str, Any] = {"account": ({"fields": {"level": "text"}}, {"id": "1", "level": "A"})}
PRICE = {"lookup": [{"form": "product", "field": "price", "kind": "number", "where": {"code": "A1"}, "value": "9.9"}]}
IMMUTABLE: dict[str, Any] = {"volatility": "immutable", "blank": "own"}

# fmt: off
FUNCTIONS = (
    _r("ME", "", "user", "当前用户", "Who is asking", _me,
       example("owner = ME()", True, owner=("user", "u1"), also=ME),
       example("owner = ME()", False, owner=("user", None), also=ME),
       example("ME() IN members", True, members=({"list": "user"}, ["u2", "u1"]), also=ME), env=True,
       aliases=("CURRENTUSER",), back_ends=EVERYWHERE),
    _r("DEPARTMENT", "", "department", "当前用户的部门", "The department of whoever is asking", _department,
       example("department = DEPARTMENT()", True, department=("department", "d1"), also=ME),
       example("department = DEPARTMENT()", False, department=("department", "d2"), also=ME),
       example("ISBLANK(DEPARTMENT())", False, also=ME), env=True, aliases=("CURRENTDEPT",), back_ends=EVERYWHERE),
    _r("TEAM", "", "[user]", "当前用户及其下属", "Whoever is asking and those below", _team,
       example("owner IN TEAM()", True, owner=("user", "u2"), also=ME),
       example("owner IN TEAM()", False, owner=("user", "u3"), also=ME),
       example("COUNT(TEAM())", "2", also=ME), env=True, back_ends=EVERYWHERE),
    _r("OLD", "name: field", "T", "字段修改前的值；新建时为空", "What the field held before; blank for a new record",
       _untouched,
       example("OLD(stage)", "new", also=OLD, **STAGE), example("OLD(stage)", None, **STAGE),
       example('OLD(stage) <> stage', True, also=OLD, **STAGE),
       env=True, blank="own", aliases=("PRIOR",), back_ends=MEMORY),
    _r("CHANGED", "name: field", "boolean", "字段是否被修改；新建时有值即为修改",
       "Whether the field changed; in a new record whether it is filled", _untouched,
       example("CHANGED(stage)", True, also=OLD, **STAGE),
       example("CHANGED(stage)", False, also={"old": {"stage": "won"}}, **STAGE),
       example("CHANGED(stage)", True, **STAGE),
       env=True, blank="own", aliases=("ISCHANGED",), back_ends=MEMORY),
    _r("WAS", "name: field, value: any", "boolean", "字段修改前是否为某值", "Whether the field held that value before",
       _untouched,
       example('WAS(stage, "new")', True, also=OLD, **STAGE), example('WAS(stage, "won")', False, also=OLD, **STAGE),
       example("WAS(stage, blank)", True, **STAGE),
       env=True, blank="own", back_ends=MEMORY),
    _r("COUNT_OWNED", "form?: word", "number", "当前用户名下的记录数，默认本表单",
       "How many records of this form, or of another, the person owns", _count_owned,
       example("COUNT_OWNED() >= 200", False, also={"count_owned": {"": 3}}),
       example('COUNT_OWNED("account")', "7", also={"count_owned": {"account": 7}}),
       example("COUNT_OWNED()", "3", also={"count_owned": {"": 3}}), env=True),
    _r("LOOKUP", "form: word, field: word, ...(match: word, value: any)", "any",
       "在其他表单中查找第一条匹配的记录并取其字段；也可写作 LOOKUP(表单, 条件, 字段)，条件是用 AND 相连的“字段 = 值”",
       "A field of the first record of a form whose other fields have these values; also written as "
       "LOOKUP(form, condition, field), where the condition is field = value, several joined by AND", _lookup,
       example('LOOKUP("product", "price", "code", code)', "9.9", code=("text", "A1"), also=PRICE),
       example('LOOKUP("product", "price", "code", code)', None, code=("text", "B2"), also=PRICE),
       example('LOOKUP("product", "price", "code", "A1") * 2', "19.8", also=PRICE),
       example('LOOKUP("product", code = part, "price")', "9.9", part=("text", "A1"), also=PRICE),
       env=True, blank="own",
       excel=Text("与 Excel 的 LOOKUP 无关：在其他表单的记录中按相等查找，不取近似值，没有时得空值",
                  "Another function than Excel's LOOKUP: it looks among the records of a form for equal values, "
                  "never for near ones; blank where there is none")),
    _r("RELATED", "link: field, name: field", "T", "关联记录的字段，同 link.name",
       "A field behind a reference: the same as link.name", _untouched,
       example("RELATED(account, level)", "A", **ACCOUNT),
       example("RELATED(account, level)", None, account=({"fields": {"level": "text"}}, None)),
       example('RELATED(account, level) = "A"', True, **ACCOUNT),
       back_ends=EVERYWHERE, **IMMUTABLE),
    _r("INDEX", "list: [T], place: number", "T", "列表的第几项，从 1 起", "The item at a place, from 1", _index,
       example("INDEX(tags, 2)", "y", **LIST), example("INDEX(tags, 3)", None, **LIST),
       example("INDEX(lines.price, 1)", "3", **ROWS), back_ends=MEMORY, **IMMUTABLE,
       excel=Text("只有一列与一个位置；位置为 0 或超出时得空值，Excel 得整列或出错",
                  "One list and one place; place 0 or one beyond gives blank, where Excel gives the whole "
                  "or an error")),
    _r("FIRST", "list: [T]", "T", "列表的第一项", "The first item", lambda values: values[0] if values else None,
       example("FIRST(tags)", "x", **LIST), example("FIRST(lines.price)", None, **NONE),
       example("FIRST(lines.price)", "3", **ROWS), back_ends=MEMORY, **IMMUTABLE),
    _r("LAST", "list: [T]", "T", "列表的最后一项", "The last item", lambda values: values[-1] if values else None,
       example("LAST(tags)", "y", **LIST), example("LAST(lines.price)", None, **NONE),
       example("LAST(lines.price)", "5", **ROWS), back_ends=MEMORY, **IMMUTABLE),
    _r("ANY", "...test: boolean*", "boolean", "至少一行（项）成立", "Whether it holds for some row",
       lambda *tests: any(_each(tests)),
       example("ANY(lines.price > 4)", True, **ROWS), example("ANY(lines.price > 5)", False, **ROWS),
       example("ANY(lines.price > 4)", False, **NONE), back_ends=EVERYWHERE, **IMMUTABLE),
    _r("ALL", "...test: boolean*", "boolean", "每一行（项）都成立；没有行时也成立",
       "Whether it holds for every row; also when there is none", lambda *tests: all(_each(tests)),
       example("ALL(lines.price > 4)", False, **ROWS), example("ALL(lines.price > 2)", True, **ROWS),
       example("ALL(lines.price > 4)", True, **NONE), back_ends=EVERYWHERE, **IMMUTABLE),
    _r("ROWNO", "", "number", "子表行的序号，从 1 起", "The number of a sub-table's row, from 1", _row,
       example("ROWNO()", "2", also={"row": 2}), example("ROWNO()", None),
       example("ROWNO() = 1", True, also={"row": 1}), env=True, back_ends=MEMORY),
    _r("USERATTR", "user: user, name: word", "text", "用户的属性：name、username、email、phone",
       "An attribute of a person: name, username, email, phone", _user_attribute,
       example('USERATTR(owner, "email")', "a@b.cn", owner=("user", "u1"),
               also={"user_attributes": {"u1": {"email": "a@b.cn"}}}),
       example('USERATTR(owner, "email")', None, owner=("user", None), also={"user_attributes": {}}),
       example('USERATTR(ME(), "name")', "李雷", also={**ME, "user_attributes": {"u1": {"name": "李雷"}}}), env=True,
       literals={"name": _judge_attribute}, choices={"name": ATTRIBUTES}, blank="blank"),
    _r("DEPTPARENT", "department: department", "department", "上级部门", "The department above", _parent,
       example("DEPTPARENT(department)", "d0", department=("department", "d1"), also={"parents": {"d1": "d0"}}),
       example("DEPTPARENT(department)", None, department=("department", "d0"), also={"parents": {"d1": "d0"}}),
       example("DEPTPARENT(DEPARTMENT())", "d0", also={**ME, "parents": {"d1": "d0"}}), env=True, blank="blank"),
    _r("UUID", "", "text", "新的唯一编号", "A new unique id", _uuid,
       example("LEN(UUID())", "36"), example("ISBLANK(UUID())", False), example('CONTAINS(UUID(), "-")', True),
       env=True, volatility="volatile"),
    _r("CONVERTCURRENCY", "amount: number, source: text, target: text, day?: date", "money",
       "按汇率换算金额，默认今天的汇率", "An amount in another currency, at today's rate unless said", _convert,
       example('CONVERTCURRENCY(100, "USD", "CNY")', "712.5", also={"rates": {"USD/CNY": "7.125"}}),
       example('CONVERTCURRENCY(100, "CNY", "CNY")', "100"),
       example('CONVERTCURRENCY(100, "USD", "XXX")', None, also={"rates": {"USD/CNY": "7.125"}}), env=True,
       blank="blank"),
)


def _each(tests: Sequence[Value]) -> list[bool]:
    """Every test by itself; a blank one does not hold."""
    found: list[Value] = []
    for test in tests:
        found.extend(test if isinstance(test, list | tuple) else [test])
    return [test is True for test in found]
