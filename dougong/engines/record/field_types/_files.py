"""What fields that hold files share: a list of ``{"id", "name", "size", "type"}``."""

from typing import Any, ClassVar, Generic, TypeVar

from pydantic import Field, StrictInt
from pydantic_core import CoreSchema, core_schema

from dougong.engines.expression.kinds import JSON, Kind, list_of
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.dumped import STORED_FILE
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema
from dougong.engines.record.shapes import ID_JSON, read_id, reader

MEGABYTE = 1024 * 1024


class FilesDef(FieldDef):
    """``max``: how many; ``max_size``: megabytes each; ``extensions``: without the dot, empty takes any."""

    max: StrictInt = Field(default=20, ge=1, le=100)
    max_size: StrictInt = Field(default=50, ge=1, le=2048)
    extensions: tuple[str, ...] = ()


F = TypeVar("F", bound=FilesDef)


class Files(FieldType[F], Generic[F]):
    """A client names files by id; the service fills in name, size and type from what was uploaded."""

    many: ClassVar[bool] = True

    def kind(self, d: F, facts: AppFacts) -> Kind:
        return list_of(JSON)

    def place(self, d: F) -> Column:
        return Column(ColumnType.JSON)

    def core_schema(self, d: F, facts: AppFacts) -> CoreSchema:
        items = core_schema.list_schema(reader(read_file), max_length=d.max, strict=True)
        return core_schema.no_info_after_validator_function(_distinct, items)

    def json_schema(self, d: F, facts: AppFacts) -> JsonSchema:
        return {"type": "array", "items": ID_JSON, "maxItems": d.max, "x-dougong-server": "files"}

    def dumped(self, d: F, facts: AppFacts) -> JsonSchema:
        return {"type": "array", "items": STORED_FILE}

    def to_column(self, value: Any, d: F) -> object:
        return list(value) if value else None

    def refused(self, file: dict[str, Any], d: F) -> tuple[str, dict[str, object]] | None:
        """Why an uploaded file (with name and size) may not stand in this field: code and details; None if it may."""
        extension = str(file.get("name", "")).rpartition(".")[2].lower()
        if d.extensions and extension not in {allowed.lower().lstrip(".") for allowed in d.extensions}:
            return "not_file_type", {"value": extension}
        if int(file.get("size") or 0) > d.max_size * MEGABYTE:
            return "file_too_large", {"limit": d.max_size}
        return None


def read_file(raw: object) -> dict[str, Any]:
    """An id, or an object with one; what else a sender says of a file is not believed."""
    if type(raw) is dict and {"name", "size", "type"} <= raw.keys():
        return {"id": read_id(raw), "name": raw["name"], "size": raw["size"], "type": raw["type"]}
    return {"id": read_id(raw)}


def _distinct(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({file["id"]: file for file in files}.values())


IMAGES = ("png", "jpg", "jpeg", "gif", "webp", "heic", "bmp")
