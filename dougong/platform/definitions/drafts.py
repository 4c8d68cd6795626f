"""Drafts: the document somebody is drawing, every save of it kept.

A draft may be wrong in every way but one: it is a JSON object with the app's key. ``rev`` counts saves; whoever saves
says which one he saw.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import re2
from sqlalchemy import Connection, delete, insert, select, update

from dougong.engines.document import KEY_PATTERN
from dougong.engines.finding import Invalid, message
from dougong.errors import Conflict, NotFound, Text
from dougong.platform.db import Unit
from dougong.platform.definitions import versions
from dougong.platform.definitions.json_patch import apply_patch
from dougong.platform.definitions.problems import BAD_KEY, MISSING
from dougong.platform.definitions.reading import Document, accept
from dougong.platform.definitions.tables import app, app_draft, draft_revision

How = Literal["create", "put", "patch", "merge", "revert", "publish"]
MOST_REVISIONS = 200

TAKEN = message("app_exists", "已经有键为 {key} 的应用", "There is an app with the key {key} already")
KEY_FIXED = message("key_fixed", "应用的键不能更改，应为 {key}", "The key of an app cannot change; it is {key}")


class StaleDraft(Conflict):
    code = "draft_moved"
    title = Text("草稿已被他人修改，请刷新后再试", "The draft was changed meanwhile; load it again")


class AppExists(Conflict):
    code = "app_exists"
    title = Text("已经有这个键的应用", "There is an app with this key already")


@dataclass(frozen=True)
class Draft:
    app: str
    rev: int
    text: str
    updated_at: datetime
    updated_by: str | None

    @property
    def document(self) -> Document:
        found: Document = json.loads(self.text)
        return found


def text_of(document: Document) -> str:
    """A document as it is kept: its own order, one line; a number that no float can hold is written as text."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_written)


def _written(number: object) -> str:
    assert isinstance(number, Decimal), type(number)
    return str(number)


def get(connection: Connection, key: str) -> Draft:
    """Raises NotFound."""
    row = connection.execute(select(app_draft).where(app_draft.c.app == key)).one_or_none()
    if row is None:
        raise NotFound(Text(f"没有应用 {key}", f"There is no app {key}"))
    return Draft(row.app, row.rev, row.document, row.updated_at, row.updated_by)


def create(unit: Unit, document: object, by: str | None) -> Draft:
    """A new app whose draft is this document. Raises Invalid (no usable key) and AppExists."""
    accepted = accept(document)
    key = accepted.get("key")
    if key is None:
        raise Invalid([MISSING.at("/key", key="key")])
    if not isinstance(key, str) or len(key) > 40 or not re2.fullmatch(KEY_PATTERN, key):
        raise Invalid([BAD_KEY.at("/key")])
    found = unit.connection.execute(select(app.c.key).where(app.c.key == key)).scalar()
    if found is not None:
        raise AppExists(TAKEN.text.format(key=key))
    unit.connection.execute(insert(app).values(key=key, version=0, created_at=unit.now, created_by=by))
    draft = Draft(key, 1, text_of(accepted), unit.now, by)
    unit.connection.execute(
        insert(app_draft).values(app=key, rev=1, document=draft.text, updated_at=unit.now, updated_by=by)
    )
    _keep(unit, draft, "create")
    return draft


def put(unit: Unit, key: str, document: object, by: str | None, *, rev: int | None, how: How = "put") -> Draft:
    """Save the whole document over revision ``rev`` (None: over whatever is there). Raises NotFound, StaleDraft,
    Invalid."""
    return _save(unit, key, lambda _: accept(document), by, rev=rev, how=how)


def patch(unit: Unit, key: str, operations: object, by: str | None, *, rev: int | None) -> Draft:
    """Save with a JSON Patch (RFC 6902) applied. Raises NotFound, StaleDraft, Invalid."""
    return _save(unit, key, lambda old: accept(apply_patch(old, operations)), by, rev=rev, how="patch")


def revert(unit: Unit, key: str, to: int, by: str | None, *, rev: int | None) -> Draft:
    """Save an earlier revision again: undo. Raises NotFound, StaleDraft."""
    text = revision(unit.connection, key, to)
    return _save(unit, key, lambda _: json.loads(text), by, rev=rev, how="revert")


def _save(
    unit: Unit, key: str, change: Callable[[Document], Document], by: str | None, *, rev: int | None, how: How
) -> Draft:
    locked = select(app_draft).where(app_draft.c.app == key).with_for_update()
    row = unit.connection.execute(locked).one_or_none()
    if row is None:
        raise NotFound(Text(f"没有应用 {key}", f"There is no app {key}"))
    if rev is not None and rev != row.rev:
        raise StaleDraft(rev=row.rev, given=rev)
    made = change(json.loads(row.document))
    if made.get("key") != key:
        raise Invalid([KEY_FIXED.at("/key", key=key)])
    text = text_of(made)
    if text == row.document:
        return Draft(key, row.rev, text, row.updated_at, row.updated_by)
    draft = Draft(key, row.rev + 1, text, unit.now, by)
    unit.connection.execute(
        update(app_draft)
        .where(app_draft.c.app == key)
        .values(rev=draft.rev, document=text, updated_at=unit.now, updated_by=by)
    )
    _keep(unit, draft, how)
    return draft


def _keep(unit: Unit, draft: Draft, how: How) -> None:
    """Keep this save; of the oldest only as many as somebody may still want."""
    unit.connection.execute(
        insert(draft_revision).values(
            app=draft.app, rev=draft.rev, document=draft.text, at=unit.now, by=draft.updated_by, how=how
        )
    )
    old = draft_revision.c.app == draft.app, draft_revision.c.rev <= draft.rev - MOST_REVISIONS
    unit.connection.execute(delete(draft_revision).where(*old))


def revisions(connection: Connection, key: str) -> list[dict[str, Any]]:
    """The saves of a draft, newest first, without their documents."""
    table = draft_revision.c
    query = select(table.rev, table.at, table.by, table.how).where(table.app == key).order_by(table.rev.desc())
    return [dict(row._mapping) for row in connection.execute(query)]


def revision(connection: Connection, key: str, rev: int) -> str:
    """The text of one save. Raises NotFound."""
    query = select(draft_revision.c.document).where(draft_revision.c.app == key, draft_revision.c.rev == rev)
    text = connection.execute(query).scalar() if 0 < rev <= versions.MOST else None
    if text is None:
        raise NotFound(Text(f"没有修订 {rev}", f"There is no revision {rev}"))
    return str(text)
