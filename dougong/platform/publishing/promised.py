"""What is promised and what is logged goes on under the names of the new version: a run of a rule that waits while its
rule, its form or a field gets another key is done all the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select, update

from dougong.platform.db import metadata
from dougong.platform.definitions.app import AppDef
from dougong.platform.outbox.tables import outbox
from dougong.platform.publishing.difference import FormPair

_OPEN = ("waiting", "running", "parked")


def carry_rules(connection: Connection, before: AppDef, after: AppDef, pairs: Iterable[FormPair]) -> None:
    """In the transaction that switches the version. A ``was`` counts once, as everywhere."""
    known = {rule.key: rule for rule in before.rules}
    rules: dict[str, str] = {}
    for rule in after.rules:
        same = known.get(rule.key)
        if rule.was in known and rule.was != rule.key and (same is None or same.was != rule.was):
            rules[str(rule.was)] = rule.key
    forms: dict[str, str] = {}
    fields: dict[str, dict[str, str]] = {}
    for pair in pairs:
        if pair.old is None or pair.new is None:
            continue
        if pair.old.key != pair.new.key:
            forms[pair.old.key] = pair.new.key
        renamed = {
            one.old.path[0]: one.new.path[0]
            for one in pair.fields
            if one.old is not None and one.new is not None and one.renamed and len(one.new.path) == 1
        }
        if renamed:
            fields[pair.old.key] = renamed
    for table in metadata.tables.values() if rules else ():
        if "app" in table.c and "rule" in table.c:
            _rename(connection, table, after.key, rules)
    if rules or forms or fields:
        _rewrite(connection, after.key, rules, forms, fields)


def _rename(connection: Connection, table: Table, app: str, rules: Mapping[str, str]) -> None:
    # by way of a name nobody has, so that two rules can trade theirs
    steps = [(was, f"~{was}"[:40]) for was in rules] + [(f"~{was}"[:40], now) for was, now in rules.items()]
    for was, now in steps:
        connection.execute(update(table).where(table.c.app == app, table.c.rule == was).values(rule=now))


def _rewrite(
    connection: Connection,
    app: str,
    rules: Mapping[str, str],
    forms: Mapping[str, str],
    fields: Mapping[str, Mapping[str, str]],
) -> None:
    waiting = select(outbox.c.id, outbox.c.payload).where(outbox.c.kind == "rule", outbox.c.state.in_(_OPEN))
    for id_, payload in connection.execute(waiting).all():
        if payload["app"] != app:
            continue
        renamed = fields.get(payload["form"], {})
        made: dict[str, Any] = {
            **payload,
            "rule": rules.get(payload["rule"], payload["rule"]),
            "form": forms.get(payload["form"], payload["form"]),
        }
        for part in ("old", "new"):
            made[part] = {renamed.get(key, key): value for key, value in (payload.get(part) or {}).items()}
        if made != payload:
            connection.execute(update(outbox).where(outbox.c.id == id_).values(payload=made))
