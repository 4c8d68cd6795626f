"""How an installation is set up."""

from typing import Any, NotRequired

from typing_extensions import TypedDict


class Setting(TypedDict):
    """``variable``: what sets it, from the next start on. ``own``: it differs from the default. Of a secret ``given``
    says whether there is one, and nothing says which."""

    name: str
    variable: str
    description: str
    secret: bool
    given: bool
    own: bool
    value: NotRequired[Any]
    default: NotRequired[Any]


class SettingList(TypedDict):
    items: list[Setting]
    next: None
    total: int
