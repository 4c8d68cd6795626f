"""The inbox of each person."""

from dougong.platform.notifications.store import Message, mark_read, notify, notify_all, page, rename_forms, unread

__all__ = ["Message", "mark_read", "notify", "notify_all", "page", "rename_forms", "unread"]
