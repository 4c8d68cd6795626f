"""Pictures."""

from typing import Literal

from pydantic import StrictBool

from dougong.engines.record.field_types._files import IMAGES, Files, FilesDef


class ImageDef(FilesDef):
    """``camera_only``: phones offer the camera and not the album."""

    type: Literal["image"]
    extensions: tuple[str, ...] = IMAGES
    camera_only: StrictBool = False


class Image(Files[ImageDef]):
    key = "image"
    definition = ImageDef


FIELD_TYPE = Image()
