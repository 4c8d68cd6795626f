"""Options of select fields and the app's shared option sets."""

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from dougong.engines.document import Def, Key, ShownName

OptionValue = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")]


class OptionDef(Def):
    """One choice. ``value`` is stored and compared; a ``retired`` one stays readable but cannot be chosen anew."""

    value: OptionValue
    name: ShownName | None = None
    color: str | None = Field(default=None, max_length=30)
    icon: str | None = Field(default=None, max_length=60)
    score: StrictInt | None = None
    retired: StrictBool = False
    was: OptionValue | None = None


class OptionSetDef(Def):
    """A list of options that several fields share by ``"option_set": key``."""

    key: Key
    name: ShownName | None = None
    options: tuple[OptionDef, ...] = Field(min_length=1, max_length=1000)
    was: Key | None = None
