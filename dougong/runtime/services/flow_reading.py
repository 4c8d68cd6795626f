"""Looking at flows: one of them, those of a record, and the way one would go (simulation)."""

from typing import Any

from sqlalchemy import Connection

from dougong.errors import NotFound
from dougong.platform.instances import store
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, open_desk
from dougong.runtime.services.flow_book import flow_at
from dougong.runtime.services.flow_shape import readable_flow, shape_flow
from dougong.runtime.services.flows import administrates

Json = dict[str, Any]


def read_flow(services: Services, connection: Connection, actor: Actor, id_: str) -> Json:
    """Raises NotFound for a flow that does not concern whoever asks."""
    instance = store.find_instance(connection, id_)
    desk = open_desk(services, connection, actor, instance.app)
    flow = flow_at(desk, instance.flow, instance.n)
    admin = administrates(desk, flow, instance)
    readable_flow(desk, flow, instance, admin=admin)
    return shape_flow(desk, instance, admin=admin)


def flows_of_record(desk: Desk, form: str, record: str) -> Json:
    """All flows of a record, newest first. Raises NotFound where neither grants nor tasks let him see the record."""
    stored = desk.stored(form)
    instances = [one for one in store.instances_of_record(desk.connection, record) if one.app == desk.app.key]
    visible = record in desk.door.many(stored, [record])
    items = []
    for instance in instances:
        flow = flow_at(desk, instance.flow, instance.n)
        admin = administrates(desk, flow, instance)
        if not visible:
            try:
                readable_flow(desk, flow, instance, admin=admin)
            except NotFound:
                continue
        items.append(shape_flow(desk, instance, admin=admin))
    if not visible and not items:
        raise NotFound
    return {"items": items, "next": None, "total": len(items)}
