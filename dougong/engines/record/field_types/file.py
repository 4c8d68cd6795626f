"""Attachments."""

from typing import Literal

from dougong.engines.record.field_types._files import Files, FilesDef


class FileDef(FilesDef):
    type: Literal["file"]


class File(Files[FileDef]):
    key = "file"
    definition = FileDef


FIELD_TYPE = File()
