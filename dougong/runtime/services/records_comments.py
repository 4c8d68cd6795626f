"""What people say to each other beside a record. Whoever may read it may read and write there."""

import re
from typing import Any

from sqlalchemy import insert, select

from dougong.engines.finding import Invalid, message
from dougong.engines.record.columns import Target
from dougong.platform.storage.tables import record_comment
from dougong.platform.storage.titles import TitleBook
from dougong.runtime.services.desk import Desk

LONGEST = 5_000
NO_TEXT = message("required", "请填写评论内容", "Write something")
TOO_LONG = message("too_long", "最多 {limit} 个字", "At most {limit} characters")
_MENTION = re.compile(r"@([^\s@,，。;；:：!！?？]{1,80})")
Json = dict[str, Any]


def comment(desk: Desk, form: str, id_: str, text: str) -> Json:
    """Say something. ``@name`` mentions people. Raises NotFound for a record he may not see."""
    stored = desk.stored(form)
    desk.door.get(stored, id_)
    said = text.strip()
    if not said:
        raise Invalid([NO_TEXT.at("/text")])
    if len(said) > LONGEST:
        raise Invalid([TOO_LONG.at("/text", limit=LONGEST)])
    mentioned = [user for name in _MENTION.findall(said) if (user := desk.organisation.find_user(name)) is not None]
    row = {
        "id": desk.services.new_id(),
        "app": desk.app.key,
        "form": form,
        "record_id": id_,
        "at": desk.now,
        "by": desk.actor.user,
        "text": said,
        "mentions": list(dict.fromkeys(mentioned)),
    }
    desk.connection.execute(insert(record_comment), [row])
    return _shown(desk, row)


def read_comments(desk: Desk, form: str, id_: str, *, before: str | None = None, limit: int = 50) -> Json:
    """Newest first."""
    desk.door.get(desk.stored(form), id_)
    table = record_comment
    query = select(table).where(table.c.record_id == id_)
    if before is not None:
        query = query.where(table.c.id < before)
    rows = [dict(row._mapping) for row in desk.connection.execute(query.order_by(table.c.id.desc()).limit(limit + 1))]
    more, rows = len(rows) > limit, rows[:limit]
    return {"items": [_shown(desk, row) for row in rows], "next": rows[-1]["id"] if more else None}


def _shown(desk: Desk, row: Json) -> Json:
    book = TitleBook(desk.app.key, desk.organisation)
    by = book(Target("user"), row["by"]) if row["by"] else None
    mentions = [book(Target("user"), user) for user in row["mentions"]]
    return {"id": row["id"], "by": by, "at": row["at"], "text": row["text"], "mentions": mentions}
