"""Creating and changing records over HTTP: everything a write does, on both databases."""

from typing import Any

BASE = "/api/apps/shop/forms"


def test_a_record_is_made_with_defaults_formulas_a_number_and_its_past(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)
    made = site.boss.post(
        f"{BASE}/deal/records",
        {
            "values": {
                "name": "First",
                "account": account["id"],
                "amount": "120",
                "cost": 20.5,
                "lines": [{"values": {"item": "a", "price": "1.5"}}, {"values": {"item": "b", "price": "2"}}],
            }
        },
        201,
    )
    values = made["values"]
    assert made["title"] == "First"
    assert values["code"].endswith("-0001")
    assert (values["amount"], values["cost"], values["margin"], values["total"]) == ("120.00", "20.50", "99.50", "3.50")
    assert values["account"] == {"id": account["id"], "title": "Acme"}
    assert (values["level"], values["grade"], values["stage"], values["reason"]) == ("A", "x", "new", None)
    assert [row["values"]["item"] for row in values["lines"]] == ["a", "b"]
    assert made["owner"] == {"id": site.ids["boss"], "title": "Boss"}
    assert (made["rev"], made["flow_state"]) == (1, None)
    assert set(made["can"]) == {"read", "update", "delete"}
    history = site.boss.get(f"{BASE}/deal/records/{made['id']}/history")["items"]
    assert [entry["kind"] for entry in history] == ["created"]
    assert {change["field"] for change in history[0]["changes"]} >= {"name", "amount", "lines", "code"}
    # the account's roll-ups follow in the same moment
    account = site.boss.get(f"{BASE}/account/records/{account['id']}")
    assert (account["values"]["sold"], account["values"]["deals"], account["values"]["mine"]) == ("120.00", "1", "1")
    assert account["rev"] == 1
    stages = site.boss.get(f"{BASE}/deal/records/{made['id']}/stages")["items"]
    assert [(stage["from"], stage["to"]) for stage in stages] == [(None, "new")]


def test_everything_wrong_is_told_at_once_at_its_place(site: Any) -> None:
    answer = site.boss.call(
        "POST",
        f"{BASE}/deal/records",
        {"values": {"amount": "-1", "cost": "1.234", "grade": "z", "nonsense": 1, "lines": [{"values": {}}]}},
    )
    assert answer.status_code == 422
    problems = {problem["pointer"]: problem["code"] for problem in answer.json()["problems"]}
    assert problems["/values/cost"] == "too_many_places"
    assert problems["/values/nonsense"] == "unknown_field"
    assert "/values/grade" in problems


def test_problems_of_shape_rights_uniqueness_and_checks_come_together(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "acme"}}, 201)["id"]
    site.boss.post(f"{BASE}/deal/records", {"values": {"name": "taken", "account": account, "amount": "50"}}, 201)
    values = {
        "name": "taken",
        "account": account,
        "grade": "z",  # no option
        "budget": "abc",  # no number
        "margin": "5",  # computed
        "amount": "20",
        "cost": "30",  # a check
        "lines": [{"values": {"price": "x"}}, {"values": {"price": "1"}}],  # and items are missing
        "helper": "01a2022d-825d-7591-9462-283353aae67c",
    }
    refused = site.boss.call("POST", f"{BASE}/deal/records", {"values": values}).json()
    assert {(one["pointer"], one["code"]) for one in refused["problems"]} == {
        ("/values/grade", "not_option"),
        ("/values/budget", "not_number"),
        ("/values/margin", "not_writable"),
        ("/values/amount", "check:cheap"),
        ("/values/name", "not_unique"),
        ("/values/account", "not_unique"),
        ("/values/helper", "unknown_user"),
        ("/values/lines/0/values/price", "not_number"),
        ("/values/lines/0/values/item", "required"),
        ("/values/lines/1/values/item", "required"),
    }
    # of what cannot be read nothing is derived: no check, no uniqueness
    values = {"name": ["taken"], "account": account, "amount": "abc", "cost": "30", "stage": "nope"}
    refused = site.boss.call("POST", f"{BASE}/deal/records", {"values": values}).json()
    assert {(one["pointer"], one["code"]) for one in refused["problems"]} == {
        ("/values/name", "not_text"),
        ("/values/amount", "not_number"),
        ("/values/stage", "not_option"),
    }


def test_checks_and_required_fields_refuse(site: Any) -> None:
    answer = site.boss.call("POST", f"{BASE}/deal/records", {"values": {"amount": "1", "cost": "2"}})
    problems = {(problem["pointer"], problem["code"]) for problem in answer.json()["problems"]}
    assert ("/values/name", "required") in problems
    assert ("/values/amount", "check:cheap") in problems


def test_a_warning_lets_the_record_through_and_is_told(site: Any) -> None:
    made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x", "amount": "5"}}, 201)
    assert [one["code"] for one in made["warnings"]] == ["check:small"]
    answer = site.boss.call("POST", f"{BASE}/deal/records", {"values": {"name": "y", "amount": "5"}, "confirm": False})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/needs_confirming")


def test_a_stale_revision_is_told_with_both_versions(site: Any) -> None:
    made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x", "amount": "50"}}, 201)
    at = f"{BASE}/deal/records/{made['id']}"
    site.boss.patch(at, {"values": {"amount": "60"}}, headers={"If-Match": '"1"'})
    answer = site.boss.call("PATCH", at, {"values": {"amount": "70"}}, headers={"If-Match": '"1"'})
    assert answer.status_code == 409
    body = answer.json()
    assert body["fields"] == [{"field": "amount", "name": "amount", "yours": "70", "theirs": "60.00"}]
    assert body["current"]["rev"] == 2
    assert site.boss.get(at)["values"]["amount"] == "60.00"


def test_rows_of_a_sub_table_are_patched_added_and_dropped(site: Any) -> None:
    made = site.boss.post(
        f"{BASE}/deal/records",
        {"values": {"name": "x", "lines": [{"values": {"item": "a", "price": "1"}}, {"values": {"item": "b"}}]}},
        201,
    )
    first = made["values"]["lines"][0]["id"]
    changed = site.boss.patch(
        f"{BASE}/deal/records/{made['id']}",
        {"values": {"lines": [{"values": {"item": "c", "price": "5"}}, {"id": first, "values": {"item": "aa"}}]}},
    )
    rows = changed["values"]["lines"]
    assert [(row["values"]["item"], row["values"]["price"]) for row in rows] == [("c", "5.00"), ("aa", "1.00")]
    assert rows[1]["id"] == first
    assert changed["values"]["total"] == "6.00"


def test_what_linkage_hides_is_dropped_and_listed(site: Any) -> None:
    made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x", "reason": "none"}}, 201)
    assert made["ignored"] == ["reason"]
    assert made["values"]["reason"] is None


def test_a_stage_is_refused_until_its_fact_is_there(site: Any) -> None:
    made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x"}}, 201)
    at = f"{BASE}/deal/records/{made['id']}"
    answer = site.boss.call("PATCH", at, {"values": {"stage": "quoted"}})
    assert answer.status_code == 422
    assert {problem["code"] for problem in answer.json()["problems"]} == {"required_in_stage", "checklist_open"}
    moved = site.boss.patch(at, {"values": {"stage": "quoted", "budget": "9"}, "checklist": {"new": {"call": True}}})
    assert moved["values"]["stage"] == "quoted"
    stages = site.boss.get(f"{at}/stages")["items"]
    assert [(stage["from"], stage["to"]) for stage in stages] == [(None, "new"), ("new", "quoted")]
    assert stages[1]["seconds"] >= 0


def test_the_same_values_twice_are_a_conflict_at_their_fields(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)
    values = {"name": "x", "account": account["id"]}
    site.boss.post(f"{BASE}/deal/records", {"values": values}, 201)
    answer = site.boss.call("POST", f"{BASE}/deal/records", {"values": values})
    assert answer.status_code == 409
    assert {problem["pointer"] for problem in answer.json()["problems"]} == {"/values/name", "/values/account"}


def test_only_records_that_may_be_chosen_can_be_named(site: Any) -> None:
    foreign = site.bob.post(f"{BASE}/account/records", {"values": {"name": "Bobs", "level": "A"}}, 201)
    low = site.ann.post(f"{BASE}/account/records", {"values": {"name": "Low", "level": "B"}}, 201)
    for chosen, code in ((foreign["id"], "unknown_record"), (low["id"], "not_among_choices"), ("nonsense", "not_id")):
        answer = site.ann.call("POST", f"{BASE}/deal/records", {"values": {"name": "x", "account": chosen}})
        assert answer.status_code == 422
        assert [(one["pointer"], one["code"]) for one in answer.json()["problems"]] == [("/values/account", code)]


def test_a_lookup_follows_what_it_looks_at(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)
    deal = site.boss.post(
        f"{BASE}/deal/records", {"values": {"name": "x", "account": account["id"], "amount": "20"}}, 201
    )
    paid = site.boss.post(f"{BASE}/payment/records", {"values": {"deal": deal["id"]}}, 201)
    assert paid["values"]["account_level"] == "A"
    site.boss.patch(f"{BASE}/account/records/{account['id']}", {"values": {"level": "B"}})
    assert site.boss.get(f"{BASE}/deal/records/{deal['id']}")["values"]["level"] == "B"
    assert site.boss.get(f"{BASE}/payment/records/{paid['id']}")["values"]["account_level"] == "B"


def test_roll_ups_follow_a_move_a_deletion_and_a_return(site: Any) -> None:
    one, two = (
        site.boss.post(f"{BASE}/account/records", {"values": {"name": name, "level": "A"}}, 201)["id"] for name in "ab"
    )
    deal = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x", "account": one, "amount": "20"}}, 201)["id"]

    def sold() -> list[tuple[str, str]]:
        records = [site.boss.get(f"{BASE}/account/records/{id_}")["values"] for id_ in (one, two)]
        return [(values["sold"], values["deals"]) for values in records]

    assert sold() == [("20.00", "1"), ("0.00", "0")]
    site.boss.patch(f"{BASE}/deal/records/{deal}", {"values": {"account": two}})
    assert sold() == [("0.00", "0"), ("20.00", "1")]
    site.boss.delete(f"{BASE}/deal/records/{deal}")
    assert sold() == [("0.00", "0"), ("0.00", "0")]
    site.boss.post(f"{BASE}/deal/records/{deal}/restore")
    assert sold() == [("0.00", "0"), ("20.00", "1")]


def test_a_draft_is_stored_unjudged_and_handed_in_later(site: Any) -> None:
    draft = site.ann.post(f"{BASE}/deal/records", {"values": {"amount": "5"}, "draft": True}, 201)
    assert draft["draft"] is True
    assert draft["values"]["code"] is None
    assert site.ann.get(f"{BASE}/deal/records")["items"] == []
    assert [one["id"] for one in site.ann.get(f"{BASE}/deal/records?drafts=true")["items"]] == [draft["id"]]
    at = f"{BASE}/deal/records/{draft['id']}"
    assert site.boss.call("GET", at).status_code == 404
    assert site.ann.call("POST", f"{at}/submit").status_code == 422
    site.ann.patch(at, {"values": {"name": "ready"}})
    made = site.ann.post(f"{at}/submit")
    assert "draft" not in made
    assert made["values"]["code"].endswith("-0001")
    assert [entry["kind"] for entry in site.ann.get(f"{at}/history")["items"]] == ["submitted"]
    assert site.ann.call("POST", f"{at}/submit").status_code == 409


def test_nobody_writes_what_is_not_his(site: Any) -> None:
    made = site.ann.post(f"{BASE}/deal/records", {"values": {"name": "x"}}, 201)
    at = f"{BASE}/deal/records/{made['id']}"
    assert "cost" not in made["values"]
    for values in ({"cost": "1"}, {"grade": "y"}, {"margin": "1"}):
        answer = site.ann.call("PATCH", at, {"values": values})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "not_writable")
    # the stored value may be sent back
    assert site.ann.patch(at, {"values": {"grade": "x"}})["rev"] == 1
    assert site.bob.call("PATCH", at, {"values": {"name": "y"}}).status_code == 404
    assert site.bob.call("DELETE", at).status_code == 404
    answer = site.ann.call("POST", f"{BASE}/deal/records", {"values": {"name": "y", "owner": site.ids["bob"]}})
    assert answer.status_code == 403
    assert site.ann.call("POST", f"{BASE}/payment/records", {"values": {}}).status_code == 404
    given = site.ann.patch(at, {"values": {"owner": site.ids["bob"]}})
    assert "values" not in given
    assert site.bob.get(at)["owner"]["id"] == site.ids["bob"]


def test_a_hidden_cost_survives_a_change_by_somebody_who_cannot_see_it(site: Any) -> None:
    made = site.boss.post(
        f"{BASE}/deal/records",
        {"values": {"name": "x", "amount": "100", "cost": "40", "owner": site.ids["ann"],
                    "lines": [{"values": {"item": "a", "cost": "3"}}]}},
        201,
    )  # fmt: skip
    at = f"{BASE}/deal/records/{made['id']}"
    seen = site.ann.get(at)
    assert "cost" not in seen["values"]["lines"][0]["values"] or seen["values"]["lines"][0]["values"]["cost"] is None
    row = seen["values"]["lines"][0]["id"]
    site.ann.patch(at, {"values": {"amount": "90", "lines": [{"id": row, "values": {"item": "b"}}]}})
    values = site.boss.get(at)["values"]
    assert (values["cost"], values["margin"]) == ("40.00", "50.00")
    assert (values["lines"][0]["values"]["item"], values["lines"][0]["values"]["cost"]) == ("b", "3.00")


def test_an_earlier_revision_comes_back(site: Any) -> None:
    made = site.boss.post(
        f"{BASE}/deal/records", {"values": {"name": "one", "lines": [{"values": {"item": "a", "price": "1"}}]}}, 201
    )
    at = f"{BASE}/deal/records/{made['id']}"
    site.boss.patch(at, {"values": {"name": "two", "lines": []}})
    site.boss.patch(at, {"values": {"name": "three"}})
    back = site.boss.post(f"{at}/revert", {"to": 1})
    assert (back["values"]["name"], back["rev"]) == ("one", 4)
    assert [row["values"]["item"] for row in back["values"]["lines"]] == ["a"]
    assert site.boss.get(f"{at}/history")["items"][0]["kind"] == "reverted"


def test_a_repeated_request_is_answered_the_same_and_done_once(site: Any) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x"}}, 201, headers=headers)
    again = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x"}}, 201, headers=headers)
    assert first == again
    other = site.boss.call("POST", f"{BASE}/deal/records", {"values": {"name": "y"}}, headers=headers)
    assert other.status_code == 409
    assert len(site.boss.get(f"{BASE}/deal/records")["items"]) == 1


def test_duplicates_are_refused_warned_of_and_found(site: Any) -> None:
    site.boss.post(f"{BASE}/account/records", {"values": {"name": "青岛海尔有限公司", "phone": "13800138000"}}, 201)
    answer = site.boss.call("POST", f"{BASE}/account/records", {"values": {"name": "x", "phone": "13800138000"}})
    assert [problem["code"] for problem in answer.json()["problems"]] == ["duplicate"]
    made = site.boss.post(f"{BASE}/account/records", {"values": {"name": "青岛海尔"}}, 201)
    assert [one["code"] for one in made["warnings"]] == ["duplicate"]
    found = site.boss.post(f"{BASE}/account/records/duplicates", {"values": {"name": "青岛海尔 有限公司"}})
    assert {item["record"]["title"] for item in found["items"]} == {"青岛海尔有限公司", "青岛海尔"}
    assert site.ann.post(f"{BASE}/account/records/duplicates", {"values": {"name": "青岛海尔"}})["items"] == []


def test_somebody_who_sees_all_fields_still_changes_only_his_own_rows(site: Any) -> None:
    made = site.bob.post(f"{BASE}/account/records", {"values": {"name": "Bobs"}}, 201)
    at = f"{BASE}/account/records/{made['id']}"
    assert site.ann.call("PATCH", at, {"values": {"name": "Anns"}}).status_code == 404
    assert site.ann.call("DELETE", at).status_code == 404
    operations = [{"update": {"id": made["id"], "values": {"name": "Anns"}}}]
    refused = site.ann.call("POST", f"{BASE}/account/records/batch", {"operations": operations})
    assert refused.json()["problems"][0]["code"] == "not_found"
    assert site.bob.get(at)["values"]["name"] == "Bobs"


def test_a_file_is_kept_with_its_name_size_and_type(site: Any) -> None:
    made = site.boss.post("/api/files", status=201, files={"file": ("offer.pdf", b"0123456789")})
    record = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "f", "files": [made["id"]]}}, 201)
    at = f"{BASE}/deal/records/{record['id']}"
    whole = [{"id": made["id"], "name": "offer.pdf", "size": 10, "type": "application/pdf"}]
    assert record["values"]["files"] == site.boss.get(at)["values"]["files"] == whole
    # what a sender says of it is not believed, and is no change
    again = site.boss.patch(at, {"values": {"files": [{**whole[0], "name": "other.exe", "size": 1}]}})
    assert (again["rev"], again["values"]["files"]) == (record["rev"], whole)
    (entry,) = site.boss.get(f"{at}/history")["items"]
    assert [change["new"] for change in entry["changes"] if change["field"] == "files"] == [whole]


def test_a_whole_record_is_saved_though_limits_tightened_over_what_stays(site: Any, shop_document: Any) -> None:
    long, lines = "a name that was allowed", [{"values": {"item": "an item that was allowed"}}]
    values = {"name": long, "grade": "x", "many": ["p", "q"], "lines": lines}
    made = site.boss.post(f"{BASE}/deal/records", {"values": values}, 201)
    at = f"{BASE}/deal/records/{made['id']}"
    fields = {one["key"]: one for one in shop_document["forms"][1]["fields"]}
    fields["name"]["max_length"] = fields["lines"]["fields"][0]["max_length"] = 5
    fields["many"]["max"] = 1
    site.publish(shop_document, again=True)
    whole = {key: made["values"][key] for key in ("name", "grade", "many", "lines")}
    lines = [{**whole["lines"][0], "values": {"item": whole["lines"][0]["values"]["item"], "price": "3"}}]
    saved = site.boss.patch(at, {"values": {**whole, "lines": lines, "grade": "y"}})["values"]
    assert (saved["name"], saved["many"], saved["grade"], saved["total"]) == (long, ["p", "q"], "y", "3.00")
    assert saved["lines"][0]["values"]["item"] == "an item that was allowed"
    changed = {"name": f"{long}!", "many": ["q", "p"], "lines": [{"values": lines[0]["values"]}]}
    answer = site.boss.call("PATCH", at, {"values": changed})
    assert {(one["pointer"], one["code"]) for one in answer.json()["problems"]} == {
        ("/values/name", "too_long"),
        ("/values/many", "too_many"),
        ("/values/lines/0/values/item", "too_long"),
    }


def test_as_many_rows_as_stand_there_pass_a_limit_that_is_newer(site: Any, shop_document: Any) -> None:
    lines = [{"values": {"item": f"item {number}"}} for number in range(3)]
    full = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "full", "lines": lines}}, 201)
    bare = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "bare", "lines": lines[:1]}}, 201)
    draft = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "draft", "lines": lines}, "draft": True}, 201)
    table = next(one for one in shop_document["forms"][1]["fields"] if one["key"] == "lines")
    table["min"] = table["max"] = 2
    site.publish(shop_document, again=True)

    def told(record: Any, rows: Any) -> list[tuple[str, str]]:
        answer = site.boss.call("PATCH", f"{BASE}/deal/records/{record['id']}", {"values": {"lines": rows}})
        return [(one["pointer"], one["code"]) for one in answer.json().get("problems", ())]

    for record in (full, bare):
        path, rows = f"{BASE}/deal/records/{record['id']}", record["values"]["lines"]
        assert site.boss.patch(path, {"values": {"grade": "y"}})["values"]["grade"] == "y"
        changed = [{"id": rows[0]["id"], "values": {"price": "3"}}, *rows[1:]]
        saved = site.boss.patch(path, {"values": {"lines": changed}})["values"]
        assert (saved["total"], len(saved["lines"])) == ("3.00", len(rows))
    rows = full["values"]["lines"]
    assert told(full, [*rows, lines[0]]) == [("/values/lines", "too_many")]
    assert told(bare, []) == [("/values/lines", "too_few")]
    assert told(full, rows[:2]) == []
    refused = site.boss.call("POST", f"{BASE}/deal/records/{draft['id']}/submit")
    assert [(one["pointer"], one["code"]) for one in refused.json()["problems"]] == [("/values/lines", "too_many")]
