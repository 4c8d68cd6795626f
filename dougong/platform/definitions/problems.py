"""What pydantic says about a document, in the builder's words and at the place in the raw document.

pydantic's places name the branches of unions beside keys and indexes; a place is found by walking the raw document, and
of a union's branches only the one that was most likely meant speaks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from dougong.engines.document import KEY_PATTERN
from dougong.engines.finding import Finding, Message, message, nearest, pointer
from dougong.engines.record.problems import MESSAGES
from dougong.errors import Text
from dougong.platform.definitions.wording import INVALID, LOOKS, SAID, TOO_LONG, TOO_SHORT, WANTED

MISSING = message("missing", "缺少必填项 {key}", "{key} is missing")
NOTHING_SENT = message("missing", "缺少请求正文", "The request has no body")
UNKNOWN_KEY = message("unknown_key", "未知的键 {key}", "There is no key {key} here")
UNKNOWN_KIND = message("unknown_kind", "{discriminator} 的值 {chosen} 不存在", "There is no {discriminator} {chosen}")
WRONG_TYPE = message("wrong_type", "这里应当是{wanted}", "This should be {wanted}")
NOT_ONE_OF = message("not_one_of", "只能是以下之一：{expected}", "This has to be one of {expected}")
BAD_KEY = message(
    "bad_key",
    "键只能用小写字母、数字和单个下划线，以字母开头，不以下划线结尾，最长 40 个字符",
    "A key is of small letters, digits and single underscores, begins with a letter, does not end in an underscore "
    "and has 40 characters at most",
)
BAD_FORMAT = message("bad_format", "格式不对，应符合 {pattern}", "This does not look as it should: {pattern}")
TOO_LARGE = message("too_large", "数值太大，须 {bound}", "Too large: has to be {bound}")
TOO_SMALL = message("too_small", "数值太小，须 {bound}", "Too small: has to be {bound}")

# errors that only say "this branch was not meant at all"
_WRONG_BRANCH = frozenset(WANTED) | {"literal_error", "enum", "union_tag_invalid", "union_tag_not_found"}
_MISFIT = frozenset({"missing", "extra_forbidden"})

KnownKeys = Callable[[Sequence[str | int]], Iterable[str]]


def findings_of(errors: Sequence[ErrorDetails], document: object, known: KnownKeys) -> list[Finding]:
    """Every problem once. ``errors`` are pydantic's; ``known`` tells the keys that the object at a path may have."""
    placed = [_Placed(error, document) for error in errors]
    found: dict[tuple[str, str], Finding] = {}
    for one in _likely([one for one in placed if not one.echo]):
        finding = one.finding(known)
        found.setdefault((finding.pointer, finding.code), finding)
    return list(found.values())


class _Placed:
    """One of pydantic's errors with its place in the raw document and the branches taken on the way."""

    def __init__(self, error: ErrorDetails, document: object) -> None:
        self.error = error
        self.path: list[str | int] = []
        # (length of the path where the union stands, the branch)
        self.branches: list[tuple[int, str]] = []
        here: Any = document
        loc = error["loc"]
        for index, part in enumerate(loc):
            last = index == len(loc) - 1
            known = isinstance(here, Mapping) and part in here and part != "[key]"
            if known or (isinstance(here, list) and isinstance(part, int) and part < len(here)):
                here = here[part]
                self.path.append(part)
            elif last and error["type"] == "missing":
                self.path.append(part)
            elif part != "[key]":
                self.branches.append((len(self.path), str(part)))
        self.value: object = here

    @property
    def echo(self) -> bool:
        """A list counted as too short only because items of it were refused."""
        least = (self.error.get("ctx") or {}).get("min_length")
        return self.error["type"] == "too_short" and isinstance(self.value, list) and len(self.value) >= int(least or 0)

    @property
    def pointer(self) -> str:
        return pointer(*self.path)

    def finding(self, known: KnownKeys) -> Finding:
        kind, context = self.error["type"], self.error.get("ctx") or {}
        last = str(self.path[-1]) if self.path else ""
        if kind == "missing":
            return MISSING.at(self.pointer, key=last) if self.path else NOTHING_SENT.at("")
        if kind == "extra_forbidden":
            return UNKNOWN_KEY.at(self.pointer, hint=nearest(last, known(self.path[:-1])), key=last)
        if kind == "unknown_kind":
            choice = str(context["discriminator"])
            at = pointer(*self.path, choice) if isinstance(self.value, Mapping) else self.pointer
            if isinstance(self.value, Mapping) and choice not in self.value:
                return MISSING.at(at, key=choice)
            return UNKNOWN_KIND.at(at, hint=context.get("nearest") or None, **_only(context, "discriminator", "chosen"))
        if kind in WANTED:
            return WRONG_TYPE.at(self.pointer, wanted=WANTED[kind])
        if kind in SAID:
            return SAID[kind].at(self.pointer, **context)
        return self._limits(kind, context) or self._custom(kind, context)

    def _limits(self, kind: str, context: Mapping[str, Any]) -> Finding | None:
        here = self.pointer
        match kind:
            case "literal_error" | "enum":
                given = str(self.error.get("input"))
                expected = str(context.get("expected", ""))
                known = [name.strip("' ") for name in expected.replace(" or ", ", ").split(",")]
                return NOT_ONE_OF.at(here, hint=nearest(given, known), expected=", ".join(known))
            case "union_tag_invalid" | "union_tag_not_found":
                expected = str(context.get("expected_tags", context.get("discriminator", "")))
                return NOT_ONE_OF.at(here, expected=expected.replace("'", ""))
            case "string_pattern_mismatch":
                pattern = str(context.get("pattern"))
                if pattern == KEY_PATTERN:
                    return BAD_KEY.at(here)
                return BAD_FORMAT.at(here, pattern=LOOKS.get(pattern, pattern))
            case "string_too_long" | "too_long" | "bytes_too_long" | "url_too_long":
                return TOO_LONG.at(here, most=context.get("max_length"))
            case "string_too_short" | "too_short" | "bytes_too_short":
                return TOO_SHORT.at(here, least=context.get("min_length"))
            case "greater_than" | "greater_than_equal":
                sign = ">" if kind == "greater_than" else "≥"
                return TOO_SMALL.at(here, bound=f"{sign} {context.get('gt', context.get('ge'))}")
            case "less_than" | "less_than_equal":
                sign = "<" if kind == "less_than" else "≤"
                return TOO_LARGE.at(here, bound=f"{sign} {context.get('lt', context.get('le'))}")
            case _:
                return None

    def _custom(self, kind: str, context: Mapping[str, Any]) -> Finding:
        """A check of a model's own (``document.refused``): the words are in its ``ctx``."""
        if "zh" in context:
            return Message(kind, Text("{zh}", "{en}")).at(
                self.pointer, zh=str(context["zh"]), en=str(self.error["msg"])
            )
        # or it is a field type's check of a value
        known = MESSAGES.get(kind, INVALID)
        shown = str(self.path[-1]) if self.path else ""
        details = {"name": shown, "key": shown, "value": str(self.error["input"])[:60], "limit": "", "text": ""}
        return known.at(self.pointer, **(details | dict(context)))


def _only(context: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: context[name] for name in names}


def _likely(errors: list[_Placed]) -> list[_Placed]:
    """Of the branches of each union keep the errors of the likeliest; unions are settled from the outside in."""
    kept, depth = errors, 0
    while any(len(one.branches) > depth for one in kept):
        unions: dict[tuple[Any, ...], dict[str, list[_Placed]]] = {}
        for one in kept:
            if len(one.branches) > depth:
                at, branch = one.branches[depth]
                key = (tuple(one.path[:at]), tuple(one.branches[:depth]))
                unions.setdefault(key, {}).setdefault(branch, []).append(one)
        chosen = {id(one) for branches in unions.values() for one in _best(branches)}
        kept = [one for one in kept if len(one.branches) <= depth or id(one) in chosen]
        depth += 1
    return kept


def _best(branches: dict[str, list[_Placed]]) -> list[_Placed]:
    def misfit(branch: list[_Placed]) -> tuple[int, int, int]:
        at = branch[0].branches[0][0] if branch[0].branches else 0
        wrong = sum(one.error["type"] in _WRONG_BRANCH and len(one.path) <= at for one in branch)
        strange = sum(one.error["type"] in _MISFIT and len(one.path) <= at + 1 for one in branch)
        return wrong, strange, len(branch)

    return min(branches.values(), key=misfit)
