"""Somebody leaves: everything that waits for him goes to somebody else, his place in each vote kept."""

from dougong.engines.flow import events
from dougong.engines.flow.state import load_state
from dougong.errors import NotFound
from dougong.platform import audit
from dougong.platform.db import Unit
from dougong.platform.instances import store
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import writing_desk
from dougong.runtime.services.flows import moving


def hand_over(services: Services, unit: Unit, actor: Actor, user: str, to: str) -> int:
    """Give every open task of ``user`` to ``to``; also those he only has because he stands in for somebody. Gives how
    many there were. Raises NotFound for people who are not there."""
    organisation = services.organisation(unit.connection)
    if user not in organisation.people or not organisation.active(to) or user == to:
        raise NotFound
    moved = 0
    for instance_id in store.waiting_for(unit.connection, user):
        instance = store.lock_instance(unit, instance_id)
        desk = writing_desk(services, unit, actor, instance.app)
        move = moving(desk, instance)
        numbers = [task.id for task in load_state(instance.state).open_tasks() if task.user == user]
        for number in numbers:
            assert move.state is not None
            if move.state.tasks[number].status == "open":
                event = events.Transfer(
                    id=services.new_id(), at=unit.now, by=actor.user, admin=True, task=number, to=to
                )
                move.happen(event, comment=None)
                moved += 1
        if numbers:
            move.store()
    moved += store.give_alone(unit, user, to)
    audit.record(unit, actor.user, "tasks_handed_over", f"user:{user}", {"to": to, "tasks": moved})
    services.live.tell(unit, [user, to], "tasks")
    return moved
