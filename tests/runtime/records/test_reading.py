"""Lists, search, what points at a record, comments, batches, the bin, and the app itself, over HTTP."""

from typing import Any

import jsonschema

BASE = "/api/apps/shop/forms"


def _grade(who: str, index: int) -> dict[str, str]:
    return {"grade": "xy"[index % 2]} if who == "boss" else {}


def _deals(site: Any, count: int = 5, who: str = "boss") -> list[str]:
    operations = [
        {"create": {"values": {"name": f"deal {index}", "amount": str(index * 50), **_grade(who, index)}}}
        for index in range(count)
    ]
    answer = site.clients[who].post(f"{BASE}/deal/records/batch", {"operations": operations})
    return [result["id"] for result in answer["results"]]


def test_a_list_is_filtered_sorted_paged_counted_and_narrowed(site: Any) -> None:
    _deals(site)
    at = f"{BASE}/deal/records"
    first = site.boss.get(at, params={"filter": "amount > 0", "sort": "-amount", "limit": 3, "count": "exact"})
    assert [item["title"] for item in first["items"]] == ["deal 4", "deal 3", "deal 2"]
    assert first["total"] == 4
    rest = site.boss.get(
        at, params={"filter": "amount > 0", "sort": "-amount", "limit": 3, "cursor": first["next"], "fields": "amount"}
    )
    assert [item["values"] for item in rest["items"]] == [{"amount": "50.00"}]
    assert (rest["next"], rest["total"]) == (None, None)
    tree = {"all": [{"field": "grade", "op": "is", "value": "y"}, {"field": "amount", "op": "gt", "value": 60}]}
    asked = site.boss.post(f"{at}/query", {"filter": tree, "sums": ["amount"], "sort": ["name"]}, 200)
    assert [item["title"] for item in asked["items"]] == ["deal 3"]
    assert asked["sums"] == {"amount": "150.00"}
    big = site.boss.get(at, params={"view": "big", "filter": 'grade = "x"'})
    assert [item["title"] for item in big["items"]] == ["deal 4", "deal 2"]
    site.boss.post(at, {"values": {"name": "张三丰 offer"}}, 201)
    assert [item["title"] for item in site.boss.get(at, params={"q": "三丰 OFF"})["items"]] == ["张三丰 offer"]


def test_a_list_of_options_is_compared_whole_on_both_databases(site: Any) -> None:
    at = f"{BASE}/deal/records"
    for name, many in (("none", []), ("p", ["p"]), ("pq", ["p", "q"])):
        site.boss.post(at, {"values": {"name": name, "many": many}}, 201)
    for op, value, names in (
        ("is", ["p"], ["p"]),
        ("is", ["p", "q"], ["pq"]),
        ("is_not", ["p"], ["none", "pq"]),
        ("contains", "p", ["p", "pq"]),
    ):
        found = site.boss.post(f"{at}/query", {"filter": {"field": "many", "op": op, "value": value}}, 200)["items"]
        assert sorted(item["values"]["name"] for item in found) == names, (op, value)


def test_texts_are_found_in_any_case_when_that_is_asked(site: Any) -> None:
    for name in ("Étude OFFER.pdf", "bid"):
        site.boss.post(f"{BASE}/deal/records", {"values": {"name": name}}, 201)
    for condition, found in (
        ({"field": "name", "op": "contains~ci", "value": "éTUDE off"}, ["Étude OFFER.pdf"]),
        ({"field": "name", "op": "not_contains~ci", "value": "OFFER"}, ["bid"]),
        ({"field": "name", "op": "starts_with~ci", "value": "BI"}, ["bid"]),
        ({"field": "name", "op": "ends_with~ci", "value": ".PDF"}, ["Étude OFFER.pdf"]),
        ('CONTAINS(name, "offer")', []),
        ('CONTAINS(name, "offer", true)', ["Étude OFFER.pdf"]),
    ):
        items = site.boss.post(f"{BASE}/deal/records/query", {"filter": condition}, 200)["items"]
        assert [item["title"] for item in items] == found, condition


def test_changes_are_told_in_the_order_of_the_fields(site: Any) -> None:
    lines = [{"values": {"item": "i", "price": "1", "cost": "1"}}]
    values = {"lines": lines, "stage": "new", "helper": site.ids["ann"], "cost": "1", "amount": "20", "name": "x"}
    made = site.boss.post(f"{BASE}/deal/records", {"values": values}, 201)
    (entry,) = site.boss.get(f"{BASE}/deal/records/{made['id']}/history")["items"]
    told = [change["field"] for change in entry["changes"] if change["field"] in values]
    assert told == ["name", "amount", "cost", "stage", "helper", "lines"]


def test_a_wrong_question_is_told_at_its_place(site: Any) -> None:
    at = f"{BASE}/deal/records"
    for params, pointer in (
        ({"filter": "amuont > 1"}, "/filter"),
        ({"filter": "amount >"}, "/filter"),
        ({"filter": "amount"}, "/filter"),
        ({"sort": "nothing"}, "/sort"),
        ({"sort": "lines"}, "/sort"),
        ({"cursor": "zzz"}, "/cursor"),
        ({"view": "none"}, "/view"),
        ({"fields": "name,nothing"}, "/fields/1"),
    ):
        answer = site.boss.call("GET", at, params=params)
        assert answer.status_code == 422, params
        assert answer.json()["problems"][0]["pointer"].startswith(pointer), params
    assert site.boss.call("GET", at, params={"limit": 501}).status_code == 422
    assert site.boss.call("POST", f"{at}/query", {"filter": {"field": 1}}).status_code == 422
    assert site.boss.call("GET", f"{BASE}/nothing/records").status_code == 404
    assert site.boss.call("GET", "/api/apps/nothing/forms/deal/records").status_code == 404


def test_what_is_hidden_cannot_be_named_in_any_position(site: Any) -> None:
    _deals(site, who="ann")
    at = f"{BASE}/deal/records"
    named = ({"filter": "cost > 1"}, {"sort": "cost"}, {"fields": "cost"}, {"sums": "cost"})
    for params in (*named, {"filter": "SUM(lines.cost) > 0"}):
        assert site.ann.call("GET", at, params=params).status_code == 422, params
        assert site.boss.call("GET", at, params=params).status_code == 200, params
    shown = site.ann.get(at)["items"][0]
    assert not {"cost", "margin"} & shown["values"].keys()
    history = site.ann.get(f"{at}/{shown['id']}/history")["items"]
    assert not {"cost", "margin"} & {change["field"] for entry in history for change in entry["changes"]}


def test_each_sees_his_own_rows_everywhere(site: Any) -> None:
    _deals(site, 2, "ann")
    mine = _deals(site, 3, "bob")
    at = f"{BASE}/deal/records"
    assert site.bob.get(at, params={"count": "exact"})["total"] == 3
    assert {item["id"] for item in site.bob.get(at)["items"]} == set(mine)
    assert site.boss.get(at, params={"count": "exact"})["total"] == 5
    for path in ("", "/history", "/related", "/comments", "/stages"):
        assert site.ann.call("GET", f"{at}/{mine[0]}{path}").status_code == 404
    assert site.ann.call("POST", f"{at}/{mine[0]}/comments", {"text": "hello"}).status_code == 404


def test_what_points_at_a_record_is_counted_and_summed(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)
    for name, amount in (("a", "10"), ("b", "20.50")):
        values = {"name": name, "amount": amount, "account": account["id"]}
        site.boss.post(f"{BASE}/deal/records", {"values": values}, 201)
    items = site.boss.get(f"{BASE}/account/records/{account['id']}/related")["items"]
    deals = next(item for item in items if item["form"] == "deal")
    assert (deals["name"], deals["field"], deals["count"]) == ("Deal", "account", 2)
    assert {total["field"]: total["value"] for total in deals["totals"]}["amount"] == "30.50"
    condition = {"field": "account", "op": "is", "value": account["id"]}
    assert len(site.boss.post(f"{BASE}/deal/records/query", {"filter": condition}, 200)["items"]) == 2


def test_a_hidden_field_is_refused_at_its_very_line(site: Any) -> None:
    def places(filter_: object) -> list[tuple[str, Any]]:
        answer = site.ann.call("POST", f"{BASE}/deal/records/query", {"filter": filter_})
        assert answer.status_code == 422, answer.text
        return [(one["pointer"], one.get("position")) for one in answer.json()["problems"]]

    line = {"field": "amount", "op": "gt", "value": 1}
    tree = {"all": [line, {"any": [{"field": "cost", "op": "gt", "value": 1}, {"field": "margin", "op": "blank"}]}]}
    assert places(tree) == [("/filter/all/1/any/0/field", None), ("/filter/all/1/any/1/field", None)]
    assert places("amount > 1 AND cost > 1") == [("/filter", [15, 19])]
    rows = {"any_row": "lines", "when": {"field": "cost", "op": "gt", "value": 1}}
    assert places(rows) == [("/filter/when/field", None)]


def test_a_filter_of_another_shape_hears_that_it_is_a_formula_or_a_tree(site: Any) -> None:
    chinese, english = "这里应当是公式或条件树", "This should be a formula or a condition tree"
    for wrong, locale, words in (([], "zh-CN", chinese), (5, "en", english), (True, "en", english)):
        answer = site.boss.call(
            "POST", f"{BASE}/deal/records/query", {"filter": wrong}, headers={"Accept-Language": locale}
        )
        assert answer.status_code == 422, answer.text
        assert [(one["pointer"], one["message"]) for one in answer.json()["problems"]] == [("/filter", words)]


def test_an_option_that_is_not_there_is_refused_at_its_place(site: Any) -> None:
    def asked(filter_: object) -> list[tuple[Any, ...]]:
        answer = site.boss.call("POST", f"{BASE}/account/records/query", {"filter": filter_})
        problems = answer.json().get("problems", ())
        return [(answer.status_code, one["code"], one["pointer"], one.get("position")) for one in problems]

    unknown = (422, "unknown_option", "/filter")
    assert asked('name = "x" OR level = "C"') == [(*unknown, [22, 25])]
    assert asked('level IN ["A", "C"]') == [(*unknown, [15, 18])]
    (line,) = asked({"field": "level", "op": "is", "value": "C"})
    assert line[:2] == unknown[:2]
    assert line[2].startswith("/filter/")
    for good in ('level = "A"', 'level = ""', 'name = "C"'):
        assert asked(good) == []


def test_a_reference_one_may_not_see_is_hidden(site: Any) -> None:
    site.person("guest", "guest")
    parent = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Parent"}}, 201)
    child = site.boss.post(
        f"{BASE}/account/records", {"values": {"name": "Child", "parent": parent["id"], "owner": site.ids["ann"]}}, 201
    )
    assert site.ann.get(f"{BASE}/account/records/{child['id']}")["values"]["parent"] == {
        "id": None,
        "title": None,
        "hidden": True,
    }
    # sent back as it was read it stays; it is not his to clear, another choice is
    at = f"{BASE}/account/records/{child['id']}"
    mark = site.ann.get(at)["values"]["parent"]
    site.ann.patch(at, {"values": {"parent": mark, "name": "Child 2"}})
    refused = site.ann.call("PATCH", at, {"values": {"parent": None}}).json()
    assert [(one["pointer"], one["code"]) for one in refused["problems"]] == [("/values/parent", "not_writable")]
    assert site.boss.get(at)["values"]["parent"]["id"] == parent["id"]
    assert site.guest.get(f"{BASE}/account/records/{child['id']}")["values"]["parent"]["title"] == "Parent"
    assert "level" not in site.guest.get(f"{BASE}/account/records/{child['id']}")["values"]


def test_comments_are_said_and_read(site: Any) -> None:
    (deal,) = _deals(site, 1)
    at = f"{BASE}/deal/records/{deal}/comments"
    said = site.boss.post(at, {"text": "look @ann"}, 201)
    assert said["mentions"] == [{"id": site.ids["ann"], "title": "Ann"}]
    assert site.boss.get(at)["items"][0]["text"] == "look @ann"
    assert site.boss.call("POST", at, {"text": "  "}).status_code == 422


def test_a_batch_is_all_or_none_or_each_by_itself(site: Any) -> None:
    one, two = _deals(site, 2)
    at = f"{BASE}/deal/records/batch"
    operations = [
        {"create": {"values": {"name": "new"}}},
        {"update": {"id": one, "values": {"amount": "-1"}}},
        {"update": {"id": two, "rev": 9, "values": {"name": "x"}}},
        {"delete": {"id": two}},
    ]
    refused = site.boss.call("POST", at, {"operations": operations})
    assert refused.status_code == 422
    assert {problem["pointer"] for problem in refused.json()["problems"]} >= {"/operations/1/values/amount"}
    assert len(site.boss.get(f"{BASE}/deal/records")["items"]) == 2
    results = site.boss.post(at, {"operations": operations, "atomic": False})["results"]
    assert "id" in results[0]
    assert results[1]["problems"][0]["pointer"] == "/values/amount"
    assert results[2]["problems"][0]["code"] == "conflict"
    assert results[3]["id"] == two
    assert {item["title"] for item in site.boss.get(f"{BASE}/deal/records")["items"]} == {"new", "deal 0"}


def test_a_batch_numbers_its_records_without_gaps(site: Any) -> None:
    _deals(site, 30)
    items = site.boss.get(f"{BASE}/deal/records", params={"sort": "code", "limit": 100, "fields": "code"})["items"]
    assert [item["values"]["code"][-4:] for item in items] == [f"{index + 1:04}" for index in range(30)]


def test_what_is_deleted_lies_in_the_bin_until_it_is_purged(site: Any) -> None:
    one, two = _deals(site, 2)
    at = f"{BASE}/deal/records"
    site.boss.delete(f"{at}/{one}")
    assert site.boss.call("GET", f"{at}/{one}").status_code == 404
    assert [item["id"] for item in site.boss.get(f"{at}/bin")["items"]] == [one]
    assert site.ann.get(f"{at}/bin")["items"] == []
    assert site.ann.call("POST", f"{at}/{one}/restore").status_code == 404
    assert site.boss.post(f"{at}/{one}/restore")["id"] == one
    site.boss.delete(f"{at}/{two}")
    assert site.boss.call("DELETE", f"{at}/{one}?purge=true").status_code == 404
    site.boss.delete(f"{at}/{two}?purge=true")
    assert site.boss.get(f"{at}/bin")["items"] == []
    assert site.boss.call("POST", f"{at}/{two}/restore").status_code == 404


def test_a_record_that_is_still_referred_to_stays(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)["id"]
    child = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Child", "parent": account}}, 201)["id"]
    deal = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x", "account": account}}, 201)["id"]
    paid = site.boss.post(f"{BASE}/payment/records", {"values": {"deal": deal, "amount": "1"}}, 201)["id"]
    refused = site.boss.call("DELETE", f"{BASE}/account/records/{account}")
    assert (refused.status_code, refused.json()["count"], refused.json()["form"]) == (409, 1, "deal")
    # to somebody who sees none of them neither form nor number is told
    site.boss.patch(f"{BASE}/account/records/{account}", {"values": {"owner": site.ids["ann"]}})
    told = site.ann.call("DELETE", f"{BASE}/account/records/{account}")
    assert (told.status_code, "count" in told.json(), "form" in told.json()) == (409, False, False)
    assert "1" not in told.json()["detail"]
    site.boss.delete(f"{BASE}/deal/records/{deal}")  # its payments go with it
    assert site.boss.call("GET", f"{BASE}/payment/records/{paid}").status_code == 404
    site.boss.delete(f"{BASE}/account/records/{account}")  # its children stay, without a parent
    assert site.boss.get(f"{BASE}/account/records/{child}")["values"]["parent"] is None


def test_old_data_brings_its_past_along(site: Any) -> None:
    history = {
        "created_at": "2025-01-02T03:04:05Z",
        "created_by": site.ids["ann"],
        "stages": [
            {"to": "new", "at": "2025-01-02T03:04:05Z", "by": site.ids["ann"]},
            {"to": "won", "at": "2025-02-02T03:04:05Z", "by": site.ids["ann"]},
        ],
    }
    body = {"values": {"name": "old", "stage": "won"}, "pipeline": "skip", "history": history}
    made = site.boss.post(f"{BASE}/deal/records", body, 201)
    assert (made["created_at"], made["created_by"]["title"]) == ("2025-01-02T03:04:05Z", "Ann")
    stages = site.boss.get(f"{BASE}/deal/records/{made['id']}/stages")["items"]
    assert [(stage["from"], stage["to"], stage["seconds"]) for stage in stages] == [
        (None, "new", None),
        ("new", "won", 31 * 86400),
    ]
    assert site.ann.call("POST", f"{BASE}/deal/records", body).status_code == 403


def test_an_app_shows_what_its_member_may_see(site: Any) -> None:
    app = site.ann.get("/api/apps/shop", headers={"Accept-Language": "zh-CN"})
    assert (app["name"], app["version"], app["can_build"]) == ("店铺", 1, False)
    forms = {form["key"]: form for form in app["forms"]}
    assert set(forms) == {"account", "deal"}
    fields = {field["key"]: field for field in forms["deal"]["fields"]}
    assert not {"cost", "margin"} & fields.keys()
    assert fields["name"]["name"] == "名称"
    assert (fields["grade"]["right"], fields["name"]["right"], fields["total"]["right"]) == ("read", "edit", "read")
    assert fields["total"]["expressions"]["formula"]["ast"]["f"] == "SUM"
    assert set(fields["reason"]["expressions"]) == {"visible_when", "required_when"}
    assert [column["key"] for column in fields["lines"]["fields"]] == ["item", "price"]
    assert forms["deal"]["can"] == ["create", "delete", "read", "update"]
    site.person("nobody")
    assert site.nobody.call("GET", "/api/apps/shop").status_code == 404


def test_an_apps_api_is_described_field_by_field(site: Any) -> None:
    described = site.ann.get("/api/apps/shop/openapi.json")
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"][f"{BASE}/deal/records"]) == {"get", "post"}
    given = described["components"]["schemas"]["DealValues"]
    assert not {"cost", "margin", "total"} & given["properties"].keys()
    jsonschema.Draft202012Validator.check_schema(given)
    assert described["components"]["schemas"]["DealRecord"]["properties"]["values"]["$ref"].endswith("/DealShown")
    shown = described["components"]["schemas"]["DealShown"]["properties"]
    assert shown["stage"]["anyOf"][0]["enum"] == ["new", "quoted", "won", "lost"]
