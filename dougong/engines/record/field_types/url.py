"""A web address."""

from typing import ClassVar, Literal

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_types._contact import Contact


class UrlDef(FieldDef):
    type: Literal["url"]


class Url(Contact[UrlDef]):
    """Only ``http`` and ``https``: an address that would run a script is never a link."""

    key = "url"
    definition = UrlDef
    body: ClassVar[str] = r"[hH][tT][tT][pP][sS]?://[^ \t\r\n\x00-\x1f<>\"]+"
    max_length: ClassVar[int] = 1000


FIELD_TYPE = Url()
