"""What moves flows without anybody acting: due timers, steps put off, and the sweep that finds what is stuck."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from dougong.engines.flow import events
from dougong.engines.flow.state import Job, dump_state, load_state
from dougong.errors import NotFound
from dougong.platform.access.principal import app_principal
from dougong.platform.db import Unit
from dougong.platform.instances import store
from dougong.runtime.services.context import Actor, Cause, Services
from dougong.runtime.services.desk import writing_desk
from dougong.runtime.services.flow_moving import Moving
from dougong.runtime.services.flows import moving

log = logging.getLogger(__name__)
PAGE = 200


def fire_timer(services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
    """A timer whose work is over changes nothing."""
    number = int(payload["timer"])

    def act(move: Moving) -> None:
        assert move.state is not None
        if number in move.state.timers:
            move.happen(events.TimerFired(id=str(payload["job"]), at=unit.now, timer=number))

    _moved(services, unit, payload, act)


def do_put_off(services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
    """Actions of a node that were too many for one transaction."""
    number = int(payload["number"])

    def act(move: Moving) -> None:
        assert move.state is not None
        job = move.state.jobs.get(number)
        if job is not None and job.kind == "actions":
            error = move.do_actions(job.node)
            move.happen(events.JobDone(id=str(payload["job"]), at=unit.now, job=number, error=error))

    _moved(services, unit, payload, act)


def _moved(services: Services, unit: Unit, payload: Mapping[str, Any], act: Callable[[Moving], None]) -> None:
    actor = Actor(app_principal(str(payload["app"])), "zh-CN", "flow", Cause(flow=str(payload["instance"])))
    try:
        desk = writing_desk(services, unit, actor, str(payload["app"]))
        instance = store.lock_instance(unit, str(payload["instance"]))
    except NotFound:
        return  # the app or the instance is gone, and its timers with it
    if instance.result is not None:
        return
    move = moving(desk, instance)
    before = instance.seq
    act(move)
    if instance.seq != before:
        move.store()


def sweep(services: Services) -> int:
    """Every running instance has an open task, a timer, a job or a child; one that has none becomes an incident that an
    administrator sees and can retry. Gives how many were found."""
    found, after = 0, None
    while True:
        with services.database.read() as connection:
            ids = list(store.running_ids(connection, after, PAGE))
            idle = [id_ for id_ in ids if not load_state(store.find_instance(connection, id_).state).has_work()]
        for id_ in idle:
            services.database.write(partial(_flag, id_=id_))
        found += len(idle)
        if len(ids) < PAGE:
            return found
        after = ids[-1]


def _flag(unit: Unit, id_: str) -> None:
    instance = store.lock_instance(unit, id_)
    state = load_state(instance.state)
    if instance.result is not None or state.has_work():
        return
    state.last_id += 1
    state.jobs[state.last_id] = Job(state.last_id, "start", "incident", "stuck")
    instance.state, instance.incident = dump_state(state), "start: stuck"
    store.save_instance(unit, instance)
    log.error("flow instance %s had nothing to move it on", id_)
