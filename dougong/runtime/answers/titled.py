"""What several areas answer with: somebody or something by id and title, a file, a list without pages."""

from typing import NotRequired

from typing_extensions import TypedDict


class Titled(TypedDict):
    """A person, a department or a record, by id and what it goes by. ``hidden``: one may not read it."""

    id: str | None
    title: str | None
    hidden: NotRequired[bool]


class RecordPlace(TypedDict):
    """Where a record stands."""

    app: str
    form: str
    id: str
    title: str | None


class StoredFile(TypedDict):
    """A file; ``size`` in bytes, ``type`` its media type."""

    id: str
    name: str
    size: int
    type: str


class Keyed(TypedDict):
    """A part of an app by its key and its name in the asked language."""

    key: str
    name: str
