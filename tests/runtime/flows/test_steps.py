"""Steps that are not approvals, over HTTP: waits, subflows, actions put off; and records that a running flow locks."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from dougong.platform.jobs.attempt import attempt
from dougong.platform.outbox.tables import outbox
from dougong.runtime.services.flow_moving import MOST_ACTIONS
from dougong.runtime.workers.performer import Performer, load_effects

REQUESTS = "/api/apps/buy/forms/request/records"
BOSS = {"key": "boss", "type": "approval", "who": [{"by": "superior"}]}


def _flow(key: str, nodes: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """One node after the other, started by a request of the kind ``key``."""
    way = ["start", *(node["key"] for node in nodes), "end"]
    edges = [{"from": here, "to": there} for here, there in pairwise(way)]
    start = {"on": "submit", "when": f'kind = "{key}"'}
    return {"key": key, "form": "request", "start": start, "nodes": nodes, "edges": edges, **more}


@pytest.fixture
def document(document: dict[str, Any]) -> dict[str, Any]:
    fields = document["forms"][0]["fields"]
    kinds = ("rests", "until", "asks", "shrugs", "parent", "many", "locks", "picked")
    next(field for field in fields if field["key"] == "kind")["options"] += [{"value": kind} for kind in kinds]
    fields += [{"key": "rest_until", "type": "date"}, {"key": "step", "type": "number", "decimals": 0}]
    fields += [{"key": "first", "type": "reference", "form": "request"}]
    law = {"key": "law", "type": "approval", "who": [{"by": "role", "role": "law"}]}
    sub = {"key": "sub", "type": "subflow", "flow": "plain"}
    acts = [
        {"key": f"act{n}", "type": "action", "as": "app", "do": [{"action": "update", "set": {"step": str(n)}}]}
        for n in range(1, MOST_ACTIONS + 11)
    ]
    document["flows"] += [
        _flow("rests", [{"key": "rest", "type": "wait", "for": "3d"}, BOSS]),
        _flow("until", [{"key": "rest", "type": "wait", "until": "rest_until", "for": "1d"}, BOSS]),
        _flow("asks", [sub, law]),
        _flow("shrugs", [sub | {"on_rejected": "continue"}, law]),
        _flow("parent", [sub | {"of": "first"}, law]),
        _flow("many", acts),
        _flow("locks", [BOSS | {"fields": {"budget": "edit", "name": "read"}}], edits="locked"),
    ]
    first = {"by": "initiator_picks", "among": [{"by": "role", "role": "law"}]}
    nodes = [
        {"key": "first", "type": "approval", "who": [first]},
        {"key": "more", "type": "approval", "mode": "all", "who": [{"by": "initiator_picks", "many": True}]},
    ]
    picked = _flow("picked", nodes)
    dear = {"from": "first", "to": "more", "when": "amount > 1000"}
    picked["edges"] = [picked["edges"][0], dear, {"from": "first", "to": "end", "otherwise": True}, picked["edges"][2]]
    document["flows"].append(picked)
    return document


def _pass(company: Any, ahead: timedelta, kind: str = "flow_timer") -> int:
    """Do what is promised for the time until ``ahead`` has passed; how many jobs that were."""
    services = company.server.services
    performer = Performer(services, load_effects())

    def due(unit: Any) -> list[str]:
        rows = unit.connection.execute(outbox.select().where(outbox.c.kind == kind, outbox.c.state == "waiting"))
        soon = [row.id for row in rows if row.due <= unit.now + ahead]
        for id_ in soon:
            unit.connection.execute(outbox.update().where(outbox.c.id == id_).values(due=unit.now))
        return soon

    jobs = services.database.write(due)
    for job in jobs:
        assert attempt(services.database, job, performer)
    return len(jobs)


def test_a_wait_is_over_when_its_time_has_passed(quiet: Any) -> None:
    record = quiet.submit(kind="rests")
    assert quiet.todo("bob") == []
    assert _pass(quiet, timedelta(days=2)) == 0
    (flow,) = quiet.cleo.get(f"{REQUESTS}/{record['id']}/flows")["items"]
    assert {node["key"]: node["state"] for node in flow["graph"]["nodes"]}["rest"] == "active"
    assert _pass(quiet, timedelta(days=3, minutes=1)) == 1
    quiet.act("bob", "approve")
    assert quiet.state(record) == "approved"


def test_a_wait_for_a_date_follows_the_field_and_does_not_wait_for_what_is_past(quiet: Any) -> None:
    for day in (None, "2020-01-01"):
        quiet.submit(kind="until", rest_until=day, name=f"past {day}")
    assert len(quiet.todo("bob")) == 2
    quiet.submit(kind="until", rest_until="2090-01-01", name="later")
    assert len(quiet.todo("bob")) == 2
    assert _pass(quiet, timedelta(days=30_000)) == 1
    assert len(quiet.todo("bob")) == 3


def test_a_subflow_is_waited_for_and_its_outcome_counts(company: Any) -> None:
    record = company.submit(kind="asks")
    assert company.todo("lea") == []
    inner, outer = company.cleo.get(f"{REQUESTS}/{record['id']}/flows")["items"]
    assert sorted([inner["name"], outer["name"]]) == ["Plain", "asks"]
    company.act("bob", "approve")
    assert company.state(record) == "running"
    company.act("lea", "approve")
    assert company.state(record) == "approved"
    refused = company.submit(kind="asks", name="Desks")
    company.act("bob", "reject", comment="no")
    assert company.state(refused) == "rejected"
    assert company.todo("lea") == []
    shrugged = company.submit(kind="shrugs", name="Lamps")
    company.act("bob", "reject", comment="no")
    company.act("lea", "approve")
    assert company.state(shrugged) == "approved"


def test_a_subflow_on_another_record_ends_with_its_parent(company: Any) -> None:
    first = company.submit(kind="team", name="First", amount="1")
    company.act("fay", "approve")
    record = company.submit(kind="parent", first=first["id"])
    (task,) = company.todo("bob")
    assert task["record"]["title"] == "First"
    flows = company.cleo.get(f"{REQUESTS}/{record['id']}/flows")["items"]
    company.cleo.post(f"/api/flows/{flows[0]['id']}/withdraw", {})
    assert company.state(record) == "withdrawn"
    assert company.todo("bob") == []
    assert company.cleo.get(f"{REQUESTS}/{first['id']}/flows")["items"][0]["state"] == "terminated"


def test_more_actions_than_one_transaction_does_are_put_off(quiet: Any) -> None:
    record = quiet.submit(kind="many")
    step = int(quiet.record(record["id"])["values"]["step"])
    assert 0 < step <= MOST_ACTIONS
    assert quiet.state(record) == "running"
    assert _pass(quiet, timedelta(), "flow_job") == 1
    assert quiet.record(record["id"])["values"]["step"] == str(MOST_ACTIONS + 10)
    assert quiet.state(record) == "approved"


def test_a_locking_flow_leaves_the_record_to_its_tasks(company: Any) -> None:
    record = company.submit(kind="locks")
    at = f"{REQUESTS}/{record['id']}"
    assert company.cleo.get(at)["can"] == ["read"]
    assert [item["can"] for item in company.cleo.get(REQUESTS)["items"]] == [["read"]]
    for method, path, body in (
        ("PATCH", at, {"values": {"amount": "1"}}),
        ("DELETE", at, None),
        ("POST", f"{at}/revert", {"to": 1}),
    ):
        assert company.cleo.call(method, path, body).status_code == 409, path
    operations = [{"update": {"id": record["id"], "values": {"amount": "1"}}}]
    answer = company.cleo.post(f"{REQUESTS}/batch", {"operations": operations, "atomic": False})
    assert "problems" in answer["results"][0]
    # the task changes what its step lets it change, and nothing else
    company.act("bob", "approve", 422, values={"name": "Mine", "budget": "IT"})
    company.act("bob", "approve", values={"budget": "IT"})
    assert company.record(record["id"])["values"]["budget"] == "IT"
    company.cleo.patch(at, {"values": {"amount": "1"}})


def test_people_the_initiator_picks_come_with_what_is_handed_in(company: Any) -> None:
    lea, leo, fay, eve = (company.ids[name] for name in ("lea", "leo", "fay", "eve"))
    values = {"name": "Chairs", "kind": "picked", "amount": "500"}

    def refused(picks: dict[str, list[str]], **more: str) -> list[tuple[str, str]]:
        answer = company.cleo.call("POST", REQUESTS, {"values": values | more, "picks": picks})
        assert answer.status_code == 422, answer.text
        return [(one["pointer"], one["code"]) for one in answer.json()["problems"]]

    assert refused({}) == [("/picks/first", "pick_needed")]
    assert refused({"first": [lea]}, amount="5000") == [("/picks/more", "pick_needed")]
    assert refused({"first": [lea, leo]}) == [("/picks/first", "one_pick")]
    assert refused({"first": [fay]}) == [("/picks/first/0", "not_offered")]
    assert refused({"first": [lea], "more": ["nobody"]}) == [("/picks/more/0", "unknown_user")]
    tried = company.cleo.post("/api/apps/buy/flows/picked/simulate", {"values": values}, 200)
    asked = next(stop["picks"] for stop in tried["path"] if stop["node"] == "first")
    assert (asked["many"], asked["required"]) == (False, True)
    assert sorted(one["id"] for one in asked["among"]) == sorted([lea, leo])
    dear = values | {"amount": "5000"}
    record = company.cleo.post(REQUESTS, {"values": dear, "picks": {"first": [leo], "more": [fay, eve]}}, 201)
    assert company.todo("lea") == []
    company.act("leo", "approve")
    company.act("eve", "approve")
    company.act("fay", "approve")
    assert company.state(record) == "approved"
    draft = company.cleo.post(REQUESTS, {"values": values, "draft": True}, 201)
    at = f"{REQUESTS}/{draft['id']}/submit"
    assert company.cleo.call("POST", at, {}).status_code == 422
    company.cleo.post(at, {"picks": {"first": [lea]}})
    company.act("lea", "reject", comment="no")
    again = {"flow": "picked", "picks": {}}
    assert company.cleo.call("POST", f"{REQUESTS}/{draft['id']}/flows", again).status_code == 422
    company.cleo.post(f"{REQUESTS}/{draft['id']}/flows", again | {"picks": {"first": [leo]}}, 201)
    assert len(company.todo("leo")) == 1
