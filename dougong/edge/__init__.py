"""The edge: where HTTP ends. Who is asking, in which language, may he, and how refusals are told.

Both shells (``designer_api`` and ``runtime``) declare their routes with ``Routes``; nothing further in knows HTTP.
"""

from dougong.edge.answer import Body, MadeFile, PageSize, answer, dump
from dougong.edge.caller import Caller
from dougong.edge.contract import XLSX, Bytes
from dougong.edge.moment import LocalMoment, Moment
from dougong.edge.permission import ADMIN, BUILDER, PUBLIC, SIGNED_IN, Permission
from dougong.edge.routes import Routes, require_permissions

__all__ = [
    "ADMIN",
    "BUILDER",
    "PUBLIC",
    "SIGNED_IN",
    "XLSX",
    "Body",
    "Bytes",
    "Caller",
    "LocalMoment",
    "MadeFile",
    "Moment",
    "PageSize",
    "Permission",
    "Routes",
    "answer",
    "dump",
    "require_permissions",
]
