"""Words in both languages, and the failures we expect.

A failure is one small class per reason with a fixed ``code``, ``status`` and ``title``; only ``edge`` turns it into
HTTP. Whatever is raised and is no ``Failure`` is a bug.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

Locale = Literal["zh-CN", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def format(self, **details: object) -> "Text":
        """Fill the same ``{names}`` in both; a detail that is itself a ``Text`` shows in the matching language."""
        zh = {key: value.zh if isinstance(value, Text) else value for key, value in details.items()}
        en = {key: value.en if isinstance(value, Text) else value for key, value in details.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    def in_locale(self, locale: Locale) -> str:
        return self.en if locale == "en" else self.zh

    def as_json(self) -> dict[str, str]:
        return {"zh-CN": self.zh, "en": self.en}


class Failure(Exception):
    """An expected refusal. ``detail`` is for people; ``extra`` joins the problem document as it is."""

    code: ClassVar[str] = "failure"
    status: ClassVar[int] = 400
    title: ClassVar[Text] = Text("请求无法完成", "The request cannot be done")

    def __init__(self, detail: Text | None = None, **extra: object) -> None:
        super().__init__(detail.en if detail else self.title.en)
        self.detail = detail
        self.extra = extra


class Malformed(Failure):
    code, status, title = "malformed", 400, Text("请求格式有误", "The request is malformed")


class Unauthenticated(Failure):
    code, status, title = "unauthenticated", 401, Text("请先登录", "Please sign in")


class Forbidden(Failure):
    code, status, title = "forbidden", 403, Text("没有权限", "You may not do this")


class NotFound(Failure):
    """Also the answer for a row that exists and may not be seen."""

    code, status, title = "not_found", 404, Text("不存在或不可见", "Not found")


class Conflict(Failure):
    code, status, title = "conflict", 409, Text("与别人的修改冲突", "Somebody else changed this meanwhile")


class NotNow(Conflict):
    """Something stands in the way; nobody else changed anything."""

    code, title = "not_now", Text("现在不能这样做", "This cannot be done now")


class TooLarge(Failure):
    code, status, title = "too_large", 413, Text("内容过大", "Too large")


class TooMany(Failure):
    code, status, title = "too_many_requests", 429, Text("操作过于频繁", "Too many requests")
