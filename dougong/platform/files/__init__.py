"""Uploaded files: bytes by their hash in the data folder, and rows that say whose they are."""

from dougong.platform.files.blobs import Blobs, Spool
from dougong.platform.files.store import Stored, add, attach, describe, find, sweep

__all__ = ["Blobs", "Spool", "Stored", "add", "attach", "describe", "find", "sweep"]
