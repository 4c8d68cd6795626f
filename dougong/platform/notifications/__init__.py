"""The inbox of each person."""

from dougong.platform.notifications.store import mark_read, notify, page, unread

__all__ = ["mark_read", "notify", "page", "unread"]
