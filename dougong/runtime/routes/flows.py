"""Running flows: looking at one, and what its initiator and administrators do to it."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from dougong.edge import SIGNED_IN, Body, Caller, Routes
from dougong.errors import NotFound
from dougong.platform.db import Unit
from dougong.runtime.answers.flows import Flow, FlowList, FlowMoved, SimulatedFlow
from dougong.runtime.depends import desk_of
from dougong.runtime.services import flows
from dougong.runtime.services.desk import writing_desk
from dougong.runtime.services.flow_book import flows_of_app
from dougong.runtime.services.flow_reading import flows_of_record, read_flow
from dougong.runtime.services.flow_simulate import simulate
from dougong.runtime.services.flows import Control

routes = Routes("/api", tags=["flows"], about="Running flows.")

Reference = str | dict[str, Any]


class ControlBody(Body):
    """``to``: the node to jump to, or the person a ``task`` is given to."""

    comment: Annotated[str, Field(max_length=4_000)] | None = None
    to: Reference | None = None
    task: str | None = None
    action_id: Annotated[str, Field(max_length=100)] | None = None

    def control(self, action: str) -> Control:
        to = str(self.to.get("id", "")) if isinstance(self.to, Mapping) else self.to
        return Control(action, self.comment, to, self.task, self.action_id)


class StartBody(Body):
    """``picks``: the initiator's choice of people, by node."""

    flow: str
    picks: dict[str, list[str]] = Field(default_factory=dict)


class SimulateBody(Body):
    values: dict[str, Any] | None = None
    record: str | None = None
    initiator: str | None = None
    picks: dict[str, list[str]] = Field(default_factory=dict)


@routes.get("/flows/{id}", SIGNED_IN, answers=Flow)
def read(caller: Caller, id: str) -> dict[str, Any]:
    """One flow: its graph with states, who is asked, and its log."""
    return read_flow(caller.services, caller.connection, caller.actor, id)


def _control(caller: Caller, id: str, body: ControlBody, action: str) -> dict[str, Any]:
    def work(unit: Unit) -> dict[str, Any]:
        instance = flows.control(caller.services, unit, caller.actor, id, body.control(action))
        return {"flow": {"id": instance.id, "key": instance.flow, "state": instance.flow_state}}

    return caller.write(work)


@routes.post("/flows/{id}/withdraw", SIGNED_IN, answers=FlowMoved)
def withdraw(caller: Caller, id: str, body: ControlBody) -> dict[str, Any]:
    """The initiator takes his request back."""
    return _control(caller, id, body, "withdraw")


@routes.post("/flows/{id}/urge", SIGNED_IN, refuses=(429,), answers=FlowMoved)
def urge(caller: Caller, id: str, body: ControlBody) -> dict[str, Any]:
    """Ask those who have it to hurry; once in ten minutes."""
    return _control(caller, id, body, "urge")


@routes.post("/flows/{id}/terminate", SIGNED_IN, answers=FlowMoved)
def terminate(caller: Caller, id: str, body: ControlBody) -> dict[str, Any]:
    """End it for good. For administrators of the flow."""
    return _control(caller, id, body, "terminate")


@routes.post("/flows/{id}/jump", SIGNED_IN, answers=FlowMoved)
def jump(caller: Caller, id: str, body: ControlBody) -> dict[str, Any]:
    """Go to another step. For administrators of the flow."""
    return _control(caller, id, body, "jump")


@routes.post("/flows/{id}/reassign", SIGNED_IN, answers=FlowMoved)
def reassign(caller: Caller, id: str, body: ControlBody) -> dict[str, Any]:
    """Give an open task to somebody else. For administrators of the flow."""
    return _control(caller, id, body, "reassign")


@routes.post("/flows/{id}/retry", SIGNED_IN, answers=FlowMoved)
def retry(caller: Caller, id: str, body: ControlBody) -> dict[str, Any]:
    """Try again what went wrong. For administrators of the flow."""
    return _control(caller, id, body, "retry")


@routes.get("/apps/{app}/forms/{form}/records/{id}/flows", SIGNED_IN, answers=FlowList)
def of_record(caller: Caller, app: str, form: str, id: str) -> dict[str, Any]:
    """The flows of a record, newest first."""
    return flows_of_record(desk_of(caller, app), form, id)


@routes.post("/apps/{app}/forms/{form}/records/{id}/flows", SIGNED_IN, status=201, answers=FlowMoved)
def start(caller: Caller, app: str, form: str, id: str, body: StartBody) -> dict[str, Any]:
    """Start a flow on a record by hand: one for buttons, or again one that was withdrawn or rejected."""

    def work(unit: Unit) -> dict[str, Any]:
        desk = writing_desk(caller.services, unit, caller.actor, app)
        instance = flows.start_by_hand(desk, form, id, body.flow, body.picks)
        return {"flow": {"id": instance.id, "key": instance.flow, "state": instance.flow_state}}

    return caller.write(work)


@routes.post("/apps/{app}/flows/{flow}/simulate", SIGNED_IN, reads=True, answers=SimulatedFlow)
def rehearse(caller: Caller, app: str, flow: str, body: SimulateBody) -> dict[str, Any]:
    """The way a flow would go for these values and who would decide; nothing is stored. For whoever may do anything to
    records of its form."""
    desk = desk_of(caller, app)
    found = flows_of_app(desk.app).get(flow)
    above = caller.principal.admin or caller.principal.builder
    if found is None or not (above or desk.door.rights(desk.stored(found.definition.form)).actions):
        raise NotFound
    initiator = body.initiator if above else None
    return simulate(desk, found, values=body.values, record=body.record, initiator=initiator, picks=body.picks)
