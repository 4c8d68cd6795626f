"""What the pure steps of a write are given: the moment, the person, and what stands behind references; fetched for a
whole batch at once, as often as a step asks for more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any, TypeVar

from sqlalchemy import select

from dougong.engines.expression.env import Doors
from dougong.engines.expression.kinds import BOOLEAN, USER, Kind
from dougong.engines.expression.tree import Call, Lit, Node, Path
from dougong.engines.form.run import MAX_ROUNDS, Fetched, Need, Run
from dougong.engines.form.scope import DEPARTMENTS, USERS
from dougong.engines.participant.organisation import Organisation
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.ids import is_id
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.children import fill_many
from dougong.platform.storage.records import Records
from dougong.platform.storage.select import ListQuery, readable, selection
from dougong.runtime.services.desk import Desk

T = TypeVar("T")
Item = TypeVar("Item")


class TooManyRounds(Exception):
    """A step asked again and again: what it needs does not come to an end."""


@dataclass
class Kitchen:
    """Runs pure steps over a batch and fetches what they need. One for a batch, so nothing is fetched twice."""

    desk: Desk
    form: str
    fetched: Fetched = field(default_factory=Fetched)

    def run(self) -> Run:
        desk = self.desk
        return Run(desk.now, desk.zone, desk.me() or {}, self.fetched, doors_of(desk, self.form), desk.app.calendar)

    def cook(self, items: Sequence[Item], step: Callable[[Item, Run], T | Need]) -> list[T]:
        """``step`` of every item, repeated for those that need more."""
        done: dict[int, T] = {}
        for _ in range(MAX_ROUNDS + 1):
            run, needs = self.run(), []
            for index, item in enumerate(items):
                if index in done:
                    continue
                result = step(item, run)
                if isinstance(result, Need):
                    needs.append(result)
                else:
                    done[index] = result
            if not needs:
                return [done[index] for index in range(len(items))]
            self._fetch(needs)
        raise TooManyRounds

    def _fetch(self, needs: Sequence[Need]) -> None:
        wanted: dict[str, dict[str, set[str]]] = {}
        for need in needs:
            for one in need.wanted:
                wanted.setdefault(one.table, {}).setdefault(one.id, set()).update(one.fields)
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for table, by_id in wanted.items():
            fields = frozenset(key for keys in by_id.values() for key in keys)
            found |= {(table, id_): record for id_, record in self._behind(table, list(by_id), fields).items()}
        self.fetched = self.fetched.and_(found)

    def _behind(self, table: str, ids: Sequence[str], fields: frozenset[str]) -> dict[str, Mapping[str, Any]]:
        """Records of one table by id; one that is not there is empty."""
        match table:
            case _ if table == USERS:
                return {id_: self._person(id_) for id_ in ids}
            case _ if table == DEPARTMENTS:
                return {id_: self._department(id_) for id_ in ids}
            case _:
                found = values_of(self.desk.open_door, table, ids, fields)
                return {id_: found.get(id_, {}) for id_ in ids}

    def _person(self, id_: str) -> Mapping[str, Any]:
        organisation = self.desk.organisation
        person = organisation.people.get(id_)
        if person is None:
            return {}
        superior = organisation.superior_of(id_)
        named = {"id": id_, "name": person.name, "username": person.username}
        return {**named, "department": person.department, "superior": superior}

    def _department(self, id_: str) -> Mapping[str, Any]:
        found = self.desk.organisation.departments.get(id_)
        return {} if found is None else {"id": id_, "name": found.name, "parent": found.parent, "head": found.head}


def values_of(door: Records, form: str, ids: Sequence[str], fields: frozenset[str]) -> dict[str, dict[str, Any]]:
    """Some fields of some records, by id; only what is asked for is read."""
    stored = door.form(form)
    row = door.world.row(stored)
    wanted = [id_ for id_ in ids if is_id(id_)]
    if not wanted:
        return {}
    chosen, columns = selection(row, fields)
    query = select(*columns).where(row.raw("id").in_(wanted), *readable(row))
    found = [chosen.record(line)[0] for line in door.connection.execute(query)]
    fill_many(door.connection, row, found, fields)
    # a field that holds nothing stored (a viewer's roll-up) is blank, not missing
    blank = dict.fromkeys(fields - SYSTEM_FIELDS.keys())
    return {record["id"]: {**blank, **record} for record in found}


def doors_of(desk: Desk, within: str | None = None) -> Doors:
    """What functions reach outside the record with. They see what the app sees: formulas are the builder's."""
    return outside(
        desk.organisation,
        lookup=lambda form, key, matches: first_match(desk.open_door, desk.open_door.form(form), key, matches),
        count_owned=lambda form: owned(desk.open_door, desk.stored(form or within or ""), desk.actor.user),
        random=SystemRandom(),
        new_id=desk.services.new_id,
    )


def outside(organisation: Organisation, **doors: Any) -> Doors:
    """Doors to records and to chance, beside those to people. No installation has rates: nobody gives that door."""

    def user_attribute(user: str, name: str) -> str | None:
        # by name and not by getattr: a formula never reaches into what Python knows of an object
        person = organisation.people.get(user)
        if person is None:
            return None
        known = {"name": person.name, "username": person.username, "email": person.email, "phone": person.phone}
        return known.get(name) or None

    return Doors(
        user_attribute=user_attribute,
        parent_department=organisation.parent_of,
        **doors,
    )


def owned(door: Records, form: StoredForm, user: str | None) -> int:
    """How many records are somebody's."""
    return door.count(form, ListQuery(filter=_equals(("owner",), USER, user)))


def first_match(door: Records, form: StoredForm, key: str, matches: Sequence[tuple[str, Any]]) -> Any:
    """A field of the oldest record whose other fields have these values."""
    terms = [_equals((other,), _kind(form, other), value) for other, value in matches]
    condition = terms[0] if len(terms) == 1 else Call("AND", tuple(terms), BOOLEAN)
    page = door.page(form, ListQuery(filter=condition, sort=("id",), fields=(key,)), limit=1)
    return page.items[0].values.get(key) if page.items else None


def _equals(path: tuple[str, ...], kind: Kind, value: Any) -> Node:
    return Call("=", (Path(path, kind), Lit(value, kind)), BOOLEAN)


def _kind(stored: StoredForm, key: str) -> Kind:
    return SYSTEM_FIELDS[key] if key in SYSTEM_FIELDS else stored.fields[key].kind
