"""The inbox of whoever is asking."""

from typing import Any

from dougong.edge import SIGNED_IN, Body, Caller, PageSize, Routes
from dougong.errors import Locale
from dougong.ids import is_id
from dougong.platform import notifications
from dougong.runtime.answers.work import Inbox, MarkedRead
from dougong.runtime.depends import before_of

routes = Routes("/api/notifications", tags=["notifications"], about="The inbox.")


class Read(Body):
    """``ids``: these; ``all``, or nothing said: all of them."""

    ids: tuple[str, ...] = ()
    all: bool = False

    @property
    def chosen(self) -> list[str] | None:
        """None: all of them."""
        everything = self.all or not self.model_fields_set
        return None if everything else [one for one in self.ids if is_id(one)]


# without a body all of them are meant
ALL = Read()


@routes.get("", SIGNED_IN, answers=Inbox)
def inbox(caller: Caller, cursor: str | None = None, unread: bool = False, limit: PageSize = 30) -> dict[str, Any]:
    """Messages, newest first, and how many are new."""
    before = before_of(cursor)
    rows = notifications.page(caller.connection, caller.user, limit=limit + 1, before=before, only_unread=unread)
    return {
        "items": [_shown(row, caller.locale) for row in rows[:limit]],
        "next": rows[limit - 1].id if len(rows) > limit else None,
        "total": None,
        "unread": notifications.unread(caller.connection, caller.user),
    }


@routes.post("/read", SIGNED_IN, answers=MarkedRead)
def read(caller: Caller, body: Read = ALL) -> dict[str, Any]:
    """Mark messages read; without a body all of them."""
    return caller.write(lambda unit: {"read": notifications.mark_read(unit, caller.user, body.chosen)})


def _shown(row: Any, locale: Locale) -> dict[str, Any]:
    text = row.text if isinstance(row.text, str) else row.text.get(locale) or next(iter(row.text.values()), "")
    return {
        "id": row.id,
        "at": row.at,
        "kind": row.kind,
        "text": text,
        "body": row.body,
        "about": row.about,
        "read": row.read_at is not None,
        "read_at": row.read_at,
    }
