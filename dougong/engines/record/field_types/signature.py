"""A signature drawn by hand, kept as one picture."""

from typing import Literal

from pydantic import Field, StrictInt

from dougong.engines.record.field_types._files import Files, FilesDef


class SignatureDef(FilesDef):
    type: Literal["signature"]
    max: StrictInt = Field(default=1, ge=1, le=1)
    max_size: StrictInt = Field(default=2, ge=1, le=10)
    extensions: tuple[str, ...] = ("png",)


class Signature(Files[SignatureDef]):
    key = "signature"
    definition = SignatureDef


FIELD_TYPE = Signature()
