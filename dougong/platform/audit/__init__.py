"""Who did what, for ever: an append-only table. No role is above it."""

from dougong.platform.audit.store import Entry, page, record

__all__ = ["Entry", "page", "record"]
