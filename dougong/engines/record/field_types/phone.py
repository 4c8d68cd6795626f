"""A telephone number."""

import re
from typing import ClassVar, Literal

from pydantic import StrictBool

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_types._contact import Contact

_SPACES = re.compile(r"[ ().]")


class PhoneDef(FieldDef):
    """``masked``: the middle shows to its owner only."""

    type: Literal["phone"]
    masked: StrictBool = False


class Phone(Contact[PhoneDef]):
    """Digits with an optional ``+`` in front and hyphens inside; spaces, dots and brackets are taken out."""

    key = "phone"
    definition = PhoneDef
    body: ClassVar[str] = r"\+?[(]?[0-9][0-9 ().-]{1,30}[0-9](?:[#x,-][0-9]{1,6})?"
    max_length: ClassVar[int] = 60

    def tidy(self, text: str) -> str:
        return _SPACES.sub("", text)


FIELD_TYPE = Phone()
