"""Formatted text: HTML, cleaned of everything that could run."""

import re
from typing import Literal

import nh3
from pydantic import Field, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._text import Textual
from dougong.engines.record.shapes import text_json, text_schema

_SHOWS = re.compile(r"<(img|hr|table|video|audio)\b|[^\s\u00a0<>][^<>]*(<|$)")


class RichtextDef(FieldDef):
    type: Literal["richtext"]
    max_length: StrictInt = Field(default=200_000, ge=1, le=1_000_000)


class Richtext(Textual[RichtextDef]):
    """Stored clean: scripts, event handlers, styles that load and foreign frames are gone before it is kept."""

    key = "richtext"
    definition = RichtextDef

    def core_schema(self, d: RichtextDef, facts: AppFacts) -> CoreSchema:
        return text_schema(max_length=d.max_length, then=clean)

    def json_schema(self, d: RichtextDef, facts: AppFacts) -> JsonSchema:
        return text_json(max_length=d.max_length, server="sanitised")

    def settled(self, value: object, d: RichtextDef) -> object:
        return clean(value) or None if isinstance(value, str) else None


def clean(html: str) -> str:
    """The same text without anything that could run; empty when nothing is left to see."""
    safe = nh3.clean(html, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener noreferrer")
    return safe if _SHOWS.search(safe.replace("&nbsp;", " ")) else ""


FIELD_TYPE = Richtext()
