"""An e-mail address."""

from typing import ClassVar, Literal

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_types._contact import Contact

# blanks, control characters and what only quoting would allow
_NEVER = r" \x00-\x1f\"(),:;<>\[\]\\"


class EmailDef(FieldDef):
    type: Literal["email"]


class Email(Contact[EmailDef]):
    """Whether somebody reads it only a message tells; the shape is judged loosely, the domain in small letters."""

    key = "email"
    definition = EmailDef
    body: ClassVar[str] = rf"[^@{_NEVER}]{{1,64}}@[^@{_NEVER}_/]+\.[^@{_NEVER}_/.]{{2,}}"
    max_length: ClassVar[int] = 254

    def tidy(self, text: str) -> str:
        name, at, domain = text.rpartition("@")
        return name + at + domain.lower()


FIELD_TYPE = Email()
