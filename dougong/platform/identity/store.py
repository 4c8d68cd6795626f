"""Reading the organisation, and changing its epoch whenever something in it changes."""

import secrets

from sqlalchemy import Connection, insert, select, update

from dougong.engines.participant.organisation import Absence, Department, Organisation, Person, RoleMember
from dougong.platform.db import Unit
from dougong.platform.identity.tables import departments, epochs, role_members, users

ORGANISATION = "organisation"


def epoch(connection: Connection) -> int:
    """The number of the newest organisation."""
    return connection.scalar(select(epochs.c.n).where(epochs.c.name == ORGANISATION)) or 0


def touch(unit: Unit) -> None:
    """Whatever was derived from the organisation is out of date once this unit commits."""
    # drawn, not counted: a number that was taken back with its unit must never stand for another state
    number = secrets.randbits(62)
    moved = unit.connection.execute(update(epochs).where(epochs.c.name == ORGANISATION).values(n=number))
    if moved.rowcount == 0:
        unit.connection.execute(insert(epochs).values(name=ORGANISATION, n=number))


def organisation(connection: Connection) -> Organisation:
    """The whole organisation, as it is now."""
    number = epoch(connection)
    people = {
        row.id: Person(
            id=row.id,
            username=row.username,
            name=row.name,
            department=row.department_id,
            superior=row.superior_id,
            active=row.active,
            admin=row.admin,
            builder=row.builder,
            absence=Absence(row.absent_since, row.absent_until, row.delegate_id)
            if row.absent_since and row.absent_until and row.delegate_id
            else None,
            email=row.email,
            phone=row.phone,
        )
        for row in connection.execute(select(users))
    }
    tree = {
        row.id: Department(row.id, row.name, row.parent_id, row.head_id)
        for row in connection.execute(select(departments).order_by(departments.c.position, departments.c.id))
    }
    assignments = [
        RoleMember(row.app, row.role, row.user_id, row.department_id)
        for row in connection.execute(select(role_members))
    ]
    return Organisation(number, people, tree, assignments)


class Organisations:
    """The newest snapshot, read again only when its epoch has moved."""

    def __init__(self) -> None:
        self._held: Organisation | None = None

    def current(self, connection: Connection, at_epoch: int | None = None) -> Organisation:
        """The organisation now; whoever knows the epoch already saves the question. Inside a unit this is the
        organisation as the unit sees it."""
        number = epoch(connection) if at_epoch is None else at_epoch
        held = self._held
        if held is not None and held.epoch == number:
            return held
        fresh = organisation(connection)
        self._held = fresh
        return fresh
