"""Flows over HTTP: from the submit to the end, with everybody who has a part in it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support.purchasing import staffed


def test_a_submitted_record_waits_for_the_superior_and_is_approved(company: Any) -> None:
    record = company.submit()
    assert record["flow_state"] == "running"
    (task,) = company.todo("bob")
    assert (task["node"], task["kind"], task["flow"]["name"]) == ("boss", "approval", "Approval")
    assert task["record"] == {"app": "buy", "form": "request", "id": record["id"], "title": "Chairs"}
    assert task["initiator"]["title"] == "Cleo"
    answer = company.act("bob", "approve", comment="fine")
    assert answer["flow"]["state"] == "approved"
    after = company.record(record["id"])
    assert (after["flow_state"], after["values"]["booked"]) == ("approved", True)
    assert company.todo("bob") == []
    assert [item["id"] for item in company.todo("bob", "done")] == [task["id"]]


def test_the_boxes_count_what_is_in_them(company: Any) -> None:
    company.submit()
    assert company.bob.get("/api/tasks")["counts"] == {"todo": 1, "done": 0, "started": 0, "cc": 0}
    assert company.cleo.get("/api/tasks?box=started")["counts"]["started"] == 1
    company.act("bob", "approve")
    assert company.bob.get("/api/tasks")["counts"] == {"todo": 0, "done": 1, "started": 0, "cc": 0}
    (copy,) = company.todo("lea", "cc")
    assert company.lea.get("/api/tasks")["counts"]["cc"] == 1
    company.act("lea", "read", task=copy["id"])
    assert company.lea.get("/api/tasks")["counts"]["cc"] == 0
    assert company.lea.get(f"/api/tasks/{copy['id']}")["record"]["values"]["name"] == "Chairs"


def test_a_line_of_the_list_tells_the_amount_and_nothing_the_step_hides(server: Any, document: dict[str, Any]) -> None:
    finance = next(node for node in document["flows"][0]["nodes"] if node["key"] == "finance")
    finance["fields"] |= {"amount": "hide"}
    company = staffed(server, document)
    company.submit(amount="5000")
    told = {fact["key"]: fact for fact in company.todo("bob")[0]["facts"]}
    assert (told["amount"]["type"], told["amount"]["value"]) == ("money", "5000.00")
    assert told["kind"]["value"] == "simple"
    company.act("bob", "approve")
    assert [fact["key"] for fact in company.todo("fay")[0]["facts"]] == ["kind"]


def test_a_big_amount_also_goes_to_finance_who_must_fill_in_the_budget(company: Any) -> None:
    record = company.submit(amount="5000")
    company.act("bob", "approve")
    refused = company.act("fay", "approve", 422)
    assert [(one["pointer"], one["code"]) for one in refused["problems"]] == [("/values/budget", "required")]
    company.act("fay", "approve", values={"budget": "IT"})
    after = company.record(record["id"])
    assert (after["flow_state"], after["values"]["budget"]) == ("approved", "IT")
    assert company.todo("fred") == []


def test_a_task_shows_the_record_under_the_rights_of_its_step(company: Any) -> None:
    record = company.submit(amount="5000")
    company.act("bob", "approve")
    task = company.fay.get(f"/api/tasks/{company.task('fay')}")
    assert task["fields"]["budget"] == "require"
    assert task["fields"]["amount"] == "read"
    assert "secret" not in task["record"]["values"]
    assert task["record"]["values"]["amount"] == "5000.00"
    assert task["record"]["id"] == record["id"]
    assert "approve" in task["can"]
    assert "return" in task["can"]
    assert [one["key"] for one in task["returns_to"]] == ["start", "boss"]
    states = {node["key"]: node["state"] for node in task["flow"]["graph"]["nodes"]}
    assert (states["boss"], states["finance"], states["book"]) == ("done", "active", "waiting")
    assert [line["action"] for line in task["flow"]["log"]] == ["submit", "approved"]


def test_holding_or_having_decided_a_task_lets_one_read_its_record(company: Any) -> None:
    record = company.submit(amount="5000", secret=None)
    path = f"/api/apps/buy/forms/request/records/{record['id']}"
    assert company.fay.call("GET", path).status_code == 404
    company.act("bob", "approve")
    shown = company.fay.get(path)
    assert (shown["values"]["amount"], shown["can"], "secret" in shown["values"]) == ("5000.00", ["read"], False)
    assert company.bob.get(path)["values"]["name"] == "Chairs"
    assert company.eve.call("GET", path).status_code == 404
    assert company.fay.call("PATCH", path, {"values": {"name": "x"}}).status_code in (403, 404)


def test_a_field_the_step_does_not_open_cannot_be_changed(company: Any) -> None:
    company.submit(amount="5000")
    company.act("bob", "approve")
    refused = company.act("fay", "approve", 422, values={"budget": "IT", "amount": "1", "nonsense": 1})
    told = {(one["pointer"], one["code"]) for one in refused["problems"]}
    assert ("/values/amount", "not_writable") in told
    same = company.act("fay", "approve", values={"budget": "IT", "amount": "5000.00"})
    assert same["flow"]["state"] == "approved"


def test_a_rejection_wants_a_comment_where_the_step_says_so(company: Any) -> None:
    record = company.submit()
    refused = company.act("bob", "reject", 422)
    assert refused["problems"][0]["pointer"] == "/comment"
    company.act("bob", "reject", comment="too dear")
    assert company.state(record) == "rejected"
    (flow,) = company.cleo.get(f"/api/apps/buy/forms/request/records/{record['id']}/flows")["items"]
    assert flow["log"][-1] == {
        "at": flow["log"][-1]["at"], "by": {"id": company.ids["bob"], "title": "Bob"}, "node": "boss",
        "node_name": "Superior", "action": "rejected", "comment": "too dear",
    }  # fmt: skip


def test_a_returned_record_comes_back_to_its_initiator_who_mends_and_hands_it_in_again(company: Any) -> None:
    record = company.submit()
    company.act("bob", "return", comment="which chairs?")
    assert company.state(record) == "returned"
    (task,) = company.todo("cleo")
    assert (task["node"], task["kind"]) == ("start", "fill")
    company.act("cleo", "fill", values={"name": "Office chairs"})
    assert company.record(record["id"])["values"]["name"] == "Office chairs"
    company.act("bob", "approve")
    assert company.state(record) == "approved"


def test_a_second_decision_on_a_task_is_told_it_is_too_late(company: Any) -> None:
    company.submit(kind="team")
    task = company.task("fay")
    late = company.task("lea")
    company.act("fay", "approve", task=task)
    again = company.act("fay", "approve", 409, task=task)
    assert again["type"] == "/problems/already_decided"
    assert company.act("lea", "reject", 409, task=late)["type"] == "/problems/already_decided"


def test_the_same_act_sent_twice_is_done_once_and_answered_alike(company: Any) -> None:
    company.submit()
    task = company.task("bob")
    first = company.act("bob", "approve", task=task, action_id="one")
    assert company.act("bob", "approve", task=task, action_id="one") == first
    company.act("bob", "approve", 409, task=task, action_id="two")
    flow = company.bob.get(f"/api/flows/{first['flow']['id']}")
    assert [line["action"] for line in flow["log"]].count("approved") == 1


def test_of_many_who_decide_at_once_exactly_one_counts(company: Any) -> None:
    company.submit(kind="team")
    tasks = [(name, company.task(name)) for name in ("fay", "fred", "lea", "leo")] * 3
    with ThreadPoolExecutor(12) as pool:
        answers = list(
            pool.map(lambda one: company.clients[one[0]].call("POST", f"/api/tasks/{one[1]}/approve", {}), tasks)
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 11
    assert {answer.json()["type"] for answer in answers if answer.status_code == 409} == {"/problems/already_decided"}


def test_the_initiator_withdraws_before_anybody_decided_and_starts_again(company: Any) -> None:
    record = company.submit()
    (flow,) = company.cleo.get(f"/api/apps/buy/forms/request/records/{record['id']}/flows")["items"]
    assert "withdraw" in flow["can"]
    assert company.cleo.post(f"/api/flows/{flow['id']}/withdraw", {})["flow"]["state"] == "withdrawn"
    assert company.state(record) == "withdrawn"
    assert company.todo("bob") == []
    company.cleo.post(f"/api/apps/buy/forms/request/records/{record['id']}/flows", {"flow": "approval"}, 201)
    assert company.state(record) == "running"
    company.act("bob", "approve")
    assert company.state(record) == "approved"


def test_nobody_but_the_initiator_withdraws_and_not_after_a_decision(company: Any) -> None:
    record = company.submit(amount="5000")
    (flow,) = company.cleo.get(f"/api/apps/buy/forms/request/records/{record['id']}/flows")["items"]
    assert company.eve.call("POST", f"/api/flows/{flow['id']}/withdraw", {}).status_code == 404
    assert company.bob.call("POST", f"/api/flows/{flow['id']}/withdraw", {}).status_code == 403
    company.act("bob", "approve")
    assert company.cleo.call("POST", f"/api/flows/{flow['id']}/withdraw", {}).status_code == 409


def test_a_task_is_passed_on_to_somebody_else(company: Any) -> None:
    record = company.submit()
    task = company.task("bob")
    company.act("bob", "transfer", to={"id": company.ids["eve"]}, comment="please")
    assert company.todo("bob") == []
    # whoever passed it on sees where it is, and nothing more of the record
    path = f"/api/apps/buy/forms/request/records/{record['id']}"
    assert company.bob.call("GET", path).status_code == 404
    ((done,), opened) = company.todo("bob", "done"), company.bob.get(f"/api/tasks/{task}")
    assert (done["id"], done["facts"], opened["status"], opened["can"]) == (task, [], "cancelled", [])
    assert (opened["record"]["values"], opened["fields"]) == ({}, {})
    assert [line["action"] for line in opened["flow"]["log"]] == ["submit", "transfer"]
    assert company.act("bob", "approve", 409, task=task)["type"] == "/problems/already_decided"
    company.act("eve", "approve")
    assert company.state(record) == "approved"


def test_whoever_passed_a_task_on_reads_of_its_record_what_his_grants_show(company: Any, document: Any) -> None:
    grant = {"role": "finance", "form": "request", "can": ["read"], "rows": "all", "fields": {"amount": "hide"}}
    finance = next(one for one in document["flows"][0]["nodes"] if one["key"] == "finance")
    document["grants"].append(grant)
    finance["fields"]["kind"] = "hide"
    company.publish(document)
    company.submit(amount="5000")
    company.act("bob", "approve")
    task = company.task("fay")
    held = company.fay.get(f"/api/tasks/{task}")
    assert (held["record"]["values"]["amount"], "kind" in held["record"]["values"]) == ("5000.00", False)
    company.act("fay", "transfer", to=company.ids["eve"])
    ((done,), opened) = company.todo("fay", "done"), company.fay.get(f"/api/tasks/{task}")
    assert (opened["record"]["values"]["kind"], "amount" in opened["record"]["values"]) == ("simple", False)
    assert (opened["fields"]["kind"], opened["fields"]["amount"], opened["fields"]["budget"]) == (
        "read",
        "hide",
        "read",
    )
    assert [fact["key"] for fact in done["facts"]] == ["kind"]


def test_a_stale_task_shows_the_record_as_its_step_does(company: Any) -> None:
    record = company.submit(amount="5000")
    company.act("bob", "approve")
    stale = company.act("fay", "approve", 409, values={"budget": "IT"}, rev=0)
    assert stale["current"]["values"]["amount"] == "5000.00"
    assert "secret" not in stale["current"]["values"]
    assert stale["current"]["id"] == record["id"]


def test_two_branches_both_have_to_approve(company: Any) -> None:
    record = company.submit(kind="both")
    company.act("lea", "approve")
    company.act("fay", "approve")
    assert company.state(record) == "running"
    company.act("leo", "approve")
    assert company.state(record) == "approved"


def test_a_task_of_others_is_not_there(company: Any) -> None:
    company.submit()
    task = company.task("bob")
    assert company.eve.call("GET", f"/api/tasks/{task}").status_code == 404
    assert company.eve.call("POST", f"/api/tasks/{task}/approve", {}).status_code == 404


def test_a_comment_and_a_saved_draft_decide_nothing(company: Any) -> None:
    company.submit(amount="5000")
    company.act("bob", "approve")
    task = company.task("fay")
    company.act("fay", "comment", task=task, comment="which account?")
    company.act("fay", "comment", 422, task=task, comment=" ")
    company.act("fay", "save", task=task, values={"budget": "?"}, comment="later")
    shown = company.fay.get(f"/api/tasks/{task}")
    assert shown["saved"] == {"values": {"budget": "?"}, "comment": "later"}
    assert company.fred.get(f"/api/tasks/{company.task('fred')}")["saved"] is None
    assert shown["record"]["values"]["budget"] is None


def test_who_looked_at_an_old_revision_is_shown_what_changed(company: Any) -> None:
    record = company.submit()
    company.cleo.patch(f"/api/apps/buy/forms/request/records/{record['id']}", {"values": {"amount": "700"}})
    refused = company.act("bob", "approve", 409, rev=record["rev"])
    assert refused["type"] == "/problems/conflict"
    assert refused["current"]["values"]["amount"] == "700.00"
    company.act("bob", "approve", rev=record["rev"] + 1)


def test_an_administrator_terminates_jumps_and_reassigns(company: Any) -> None:
    record = company.submit(amount="5000")
    (flow,) = company.admin.get(f"/api/apps/buy/forms/request/records/{record['id']}/flows")["items"]
    path = f"/api/flows/{flow['id']}"
    company.admin.post(f"{path}/reassign", {"task": company.task("bob"), "to": company.ids["eve"]})
    assert [task["node"] for task in company.todo("eve")] == ["boss"]
    company.admin.post(f"{path}/jump", {"to": "finance"})
    assert company.todo("eve") == []
    assert [task["node"] for task in company.todo("fay")] == ["finance"]
    assert company.cleo.call("POST", f"{path}/terminate", {}).status_code == 403
    company.admin.post(f"{path}/terminate", {"comment": "no money"})
    assert company.state(record) == "terminated"
    assert company.todo("fay") == []


def test_urging_reaches_those_who_have_it_and_not_too_often(company: Any) -> None:
    record = company.submit()
    (flow,) = company.cleo.get(f"/api/apps/buy/forms/request/records/{record['id']}/flows")["items"]
    company.cleo.post(f"/api/flows/{flow['id']}/urge", {})
    assert company.cleo.call("POST", f"/api/flows/{flow['id']}/urge", {}).status_code == 429
    texts = [one["text"] for one in company.bob.get("/api/notifications")["items"]]
    assert texts == ["Please hurry: Chairs (Approval · Superior)", "For you to do: Chairs (Approval · Superior)"]


def test_many_tasks_are_approved_at_once_but_not_those_that_want_input(company: Any) -> None:
    company.submit(name="One")
    company.submit(name="Two")
    company.submit(name="Three", kind="team")
    big = company.submit(name="Big", amount="5000")
    ids = [task["id"] for task in company.todo("bob")]
    results = company.bob.post("/api/tasks/batch", {"ids": ids, "action": "approve"})["results"]
    assert [one["status"] for one in results] == [200, 200, 200]
    mine = [task["id"] for task in company.todo("fay")]
    results = company.fay.post("/api/tasks/batch", {"ids": mine, "action": "approve"})["results"]
    assert sorted(one.get("code") or "" for one in results) == ["", "wants_input"]
    assert company.state(big) == "running"


def test_the_way_of_a_flow_is_told_before_it_is_gone(company: Any) -> None:
    path = "/api/apps/buy/flows/approval/simulate"
    told = company.cleo.post(path, {"values": {"name": "x", "kind": "simple", "amount": "9000"}})
    way = {stop["node"]: stop for stop in told["path"]}
    assert [stop["node"] for stop in told["path"]] == ["boss", "finance", "book", "tell", "end"]
    assert [one["title"] for one in way["boss"]["who"]] == ["Bob"]
    assert way["finance"]["why"] == "amount > 1000"
    assert told["result"] == "approved"
    small = company.cleo.post(path, {"values": {"name": "x", "kind": "simple", "amount": "9"}})
    assert next(stop["state"] for stop in small["path"] if stop["node"] == "finance") == "skipped"
    assert company.todo("bob") == []


def test_a_deleted_record_takes_its_flow_with_it(company: Any) -> None:
    record = company.submit()
    company.cleo.delete(f"/api/apps/buy/forms/request/records/{record['id']}")
    assert company.todo("bob") == []


def test_an_absent_approver_is_stood_in_for(company: Any) -> None:
    away = {"since": "2020-01-01T00:00:00Z", "until": "2099-01-01T00:00:00Z", "delegate": company.ids["eve"]}
    company.bob.put("/api/me/absence", away)
    record = company.submit()
    (task,) = company.todo("eve")
    assert task["for"]["title"] == "Bob"
    company.act("eve", "approve")
    (flow,) = company.cleo.get(f"/api/apps/buy/forms/request/records/{record['id']}/flows")["items"]
    boss = next(node for node in flow["graph"]["nodes"] if node["key"] == "boss")
    assert (boss["who"][0]["title"], boss["who"][0]["by"]["title"]) == ("Bob", "Eve")
    assert [(line["by"]["title"], line["for"]["title"]) for line in flow["log"] if "for" in line] == [("Eve", "Bob")]


def test_what_waits_for_somebody_who_leaves_goes_to_another(company: Any) -> None:
    company.submit(name="One")
    company.submit(name="Two")
    body = {"from": company.ids["bob"], "to": company.ids["eve"]}
    assert company.cleo.call("POST", "/api/tasks/handover", body).status_code == 403
    assert company.admin.post("/api/tasks/handover", body) == {"tasks": 2}
    assert company.todo("bob") == []
    assert len(company.todo("eve")) == 2
    assert company.admin.call("POST", "/api/tasks/handover", {"from": "x", "to": "y"}).status_code == 404


@pytest.mark.parametrize("path", ["/api/tasks/nonsense", "/api/flows/nonsense"])
def test_nonsense_is_not_found(company: Any, path: str) -> None:
    assert company.cleo.call("GET", path).status_code == 404


def test_bad_bodies_are_told_at_their_place(company: Any) -> None:
    company.submit()
    task = company.task("bob")
    assert company.act("bob", "transfer", 422, task=task)["problems"][0]["pointer"] == "/to"
    assert company.act("bob", "transfer", 422, task=task, to="nobody")["problems"][0]["code"] == "unknown_person"
    assert company.act("bob", "return", 422, task=task, to="finance", comment="?")["type"] == "/problems/bad_target"
    assert company.bob.call("POST", f"/api/tasks/{task}/approve", {"rev": "x"}).status_code in (400, 422)
