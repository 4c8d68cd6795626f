"""What differs between two documents, part by part and in words. Parts of a list are matched by what names them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dougong.engines.finding import pointer
from dougong.errors import Text
from dougong.platform.definitions.reading import Document

Kind = Literal["added", "removed", "changed", "renamed", "moved"]

# what names a part of a list, by the first of these it has
NAMING = ("key", "value", "group", "section", "report", "view", "node")
_PARTS: Mapping[str, Text] = {
    "forms": Text("表单", "form"),
    "fields": Text("字段", "field"),
    "views": Text("视图", "view"),
    "buttons": Text("按钮", "button"),
    "pipelines": Text("阶段流程", "pipeline"),
    "stages": Text("阶段", "stage"),
    "checks": Text("校验", "check"),
    "linkage": Text("联动", "linkage"),
    "options": Text("选项", "option"),
    "option_sets": Text("选项集", "option set"),
    "calendars": Text("工作日历", "calendar"),
    "flows": Text("流程", "flow"),
    "nodes": Text("节点", "node"),
    "edges": Text("连线", "edge"),
    "rules": Text("规则", "rule"),
    "do": Text("动作", "action"),
    "reports": Text("报表", "report"),
    "dashboards": Text("看板", "dashboard"),
    "tiles": Text("图块", "tile"),
    "pages": Text("页面", "page"),
    "menu": Text("菜单", "menu entry"),
    "items": Text("菜单项", "menu item"),
    "roles": Text("角色", "role"),
    "grants": Text("授权", "grant"),
    "tables": Text("决策表", "decision table"),
    "scores": Text("评分", "score"),
    "pools": Text("公海池", "pool"),
    "segments": Text("分群", "segment"),
    "templates": Text("模板", "template"),
    "modules": Text("模块", "module"),
    "tests": Text("测试", "test"),
}
_PART = Text("部分", "part")
_SAID: Mapping[Kind, Text] = {
    "added": Text("新增{part} {name}", "Added {part} {name}"),
    "removed": Text("删除{part} {name}", "Removed {part} {name}"),
    "renamed": Text("{part} {was} 的标识改为 {name}", "The key of {part} {was} is now {name}"),
    "moved": Text("{part} {name} 调整了顺序", "Moved {part} {name}"),
    "changed": Text("{part} {name} 的 {what} 由 {before} 改为 {after}", "{what} of {part} {name}: {before} → {after}"),
}
_SET = Text("{part} {name} 设置了 {what}：{after}", "{what} of {part} {name} set: {after}")
_UNSET = Text("{part} {name} 去掉了 {what}（原为 {before}）", "{what} of {part} {name} removed (was {before})")
_ENDS = {"start": Text("发起", "start"), "end": Text("结束", "end")}
_ABSENT = object()


@dataclass(frozen=True)
class Difference:
    """``pointer`` is into the newer document, for what was removed into the older one."""

    kind: Kind
    pointer: str
    text: Text
    before: Any = None
    after: Any = None

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "pointer": self.pointer,
            "text": self.text.as_json(),
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class _Here:
    """The part that is being compared, for the words. ``called``: names of the parts that others name by their keys."""

    part: Text
    name: Text
    called: Mapping[str, Text]


def differences(old: Document, new: Document) -> list[Difference]:
    """In the order of the newer document, what was removed last in each list."""
    called = {"role everyone": Text("所有人", "Everyone")}
    for document in (old, new):
        called |= _called("role", document.get("roles")) | _called("form", document.get("forms"))
    here = _Here(Text("应用", "app"), _name(new, called), called)
    return list(_objects(old, new, "", "", here))


def _objects(old: Mapping[str, Any], new: Mapping[str, Any], was: str, at: str, here: _Here) -> Iterator[Difference]:
    for key in dict.fromkeys([*new, *old]):
        if key == "was":
            continue
        before, after = old.get(key, _ABSENT), new.get(key, _ABSENT)
        if before is not _ABSENT and after is not _ABSENT and before == after:
            continue
        yield from _values(before, after, was + pointer(key), at + pointer(key), here, key)


def _values(before: Any, after: Any, was: str, at: str, here: _Here, key: str) -> Iterator[Difference]:
    parts = _PARTS.get(key)
    if parts is not None and _is_parts(before) and _is_parts(after):
        old = [] if before is _ABSENT else before
        new = [] if after is _ABSENT else after
        yield from _lists(old, new, was, at, parts, here.called)
    elif isinstance(before, dict) and isinstance(after, dict) and not _is_name(before) and not _is_name(after):
        yield from _objects(before, after, was, at, here)
    else:
        yield _changed(before, after, was, at, here, key)


def _is_parts(found: Any) -> bool:
    return found is _ABSENT or (isinstance(found, list) and all(isinstance(one, dict) for one in found))


def _is_name(found: Mapping[str, Any]) -> bool:
    return set(found) <= {"zh-CN", "en"}


def _changed(before: Any, after: Any, was: str, at: str, here: _Here, key: str) -> Difference:
    said = _SET if before is _ABSENT else _UNSET if after is _ABSENT else _SAID["changed"]
    text = said.format(part=here.part, name=here.name, what=key, before=_short(before), after=_short(after))
    place = was if after is _ABSENT else at
    return Difference(
        "changed", place, text, None if before is _ABSENT else before, None if after is _ABSENT else after
    )


def _lists(
    old: list[Any], new: list[Any], was: str, at: str, part: Text, called: Mapping[str, Text]
) -> Iterator[Difference]:
    matches = match_parts(old, new)
    taken = {index for index in matches.values() if index is not None}
    order = [index for index in matches.values() if index is not None]
    in_place = _longest_rising(order)
    for index, one in enumerate(new):
        before = matches[index]
        around = {**called, **_called("node", old[before].get("nodes") if before is not None else None)}
        around |= _called("node", one.get("nodes"))
        here, place = _Here(part, _name(one, around), around), f"{at}/{index}"
        if before is None:
            yield Difference("added", place, _SAID["added"].format(part=part, name=here.name), after=one)
            continue
        if old[before].get("key") != one.get("key") and "key" in one:
            text = _SAID["renamed"].format(part=part, was=_name(old[before], called), name=one["key"])
            yield Difference("renamed", place, text, old[before]["key"], one["key"])
            same = old[before] | {"key": one["key"]}
        else:
            same = old[before]
        if before not in in_place:
            yield Difference("moved", place, _SAID["moved"].format(part=part, name=here.name), before, index)
        yield from _objects(same, one, f"{was}/{before}", place, here)
    for index, one in enumerate(old):
        if index not in taken:
            text = _SAID["removed"].format(part=part, name=_name(one, called))
            yield Difference("removed", f"{was}/{index}", text, before=one)


def match_parts(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int | None]:
    """For each part of the newer list its index in the older one: by name, by ``was``, else by being the same."""
    by_name: dict[Any, int] = {}
    for index, one in enumerate(old):
        by_name.setdefault(_identity(one), index)
    taken: set[int] = set()
    found: dict[int, int | None] = {}
    for index, one in enumerate(new):
        match = by_name.get(_identity(one))
        if match is None and isinstance(one, dict) and one.get("was"):
            match = by_name.get(("key", str(one["was"])))
        found[index] = match if match not in taken else None
        if match is not None:
            taken.add(match)
    return found


def _identity(part: Any) -> Any:
    """What a part is known by: its own name, the two ends of an edge, role and form of a grant, or all of it."""
    if isinstance(part, dict):
        for name in NAMING:
            if isinstance(part.get(name), str):
                return (name, part[name])
        if "from" in part and "to" in part:
            return ("edge", part["from"], part["to"], part.get("on"))
        if "role" in part and "form" in part:
            return ("grant", part["role"], part["form"], str(part.get("rows")))
    return ("same", repr(part))


def _longest_rising(order: Sequence[int]) -> set[int]:
    """The members of a longest rising run: whatever is not in it was moved."""
    runs: list[list[int]] = []
    for one in order:
        before = [run for run in runs if run[-1] < one]
        longest = sorted(before, key=len)[-1] if before else []
        runs.append([*longest, one])
    return set(sorted(runs, key=len)[-1]) if runs else set()


def _called(kind: str, parts: Any) -> dict[str, Text]:
    """What parts are called, by their kind and key."""
    known = [one for one in parts if isinstance(one, dict)] if isinstance(parts, list) else []
    return {f"{kind} {one.get('key')}": _name(one, {}) for one in known}


def _name(part: Any, called: Mapping[str, Text]) -> Text:
    """How people call a part."""
    if isinstance(part, dict):
        for key in ("name", *NAMING):
            found = part.get(key)
            if isinstance(found, dict) and _is_name(found):
                return Text(str(found.get("zh-CN", "")), str(found.get("en", "")))
            if isinstance(found, str):
                return Text(found, found)
        if "from" in part and "to" in part:
            ends = [_ENDS.get(part[end]) or _known(called, "node", part[end]) for end in ("from", "to")]
            return Text(" → ".join(one.zh for one in ends), " → ".join(one.en for one in ends))
        if "role" in part:
            role, form = _known(called, "role", part["role"]), _known(called, "form", part.get("form", ""))
            return Text(f"{role.zh} / {form.zh}", f"{role.en} / {form.en}")
    return Text("", "")


def _known(called: Mapping[str, Text], kind: str, key: Any) -> Text:
    return called.get(f"{kind} {key}") or Text(str(key), str(key))


def _short(value: Any) -> Text:
    """A setting's value as it is read; what is made of several settings is not spelled out."""
    match value:
        case True:
            return Text("是", "yes")
        case False:
            return Text("否", "no")
        case None:
            return Text("空", "nothing")
        case {"formula": str(formula), **rest} if not rest:
            return _cut(Text(formula, formula))
        case dict():
            if _is_name(value):
                return _cut(Text(str(value.get("zh-CN", "")), str(value.get("en", ""))))
            return _name(value, {}) if "name" in value else Text("一组设置", "several settings")
        case list():
            parts = [_short(one) for one in value]
            return _cut(Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts)))
        case _:
            text = "" if value is _ABSENT else str(value)
            return _cut(Text(text, text))


def _cut(text: Text) -> Text:
    zh, en = (one if len(one) <= 60 else one[:57] + "..." for one in (text.zh, text.en))
    return Text(zh, en)
