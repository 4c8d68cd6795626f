"""The formula editor's questions over HTTP."""

from typing import Any

import pytest

APP: dict[str, Any] = {
    "dougong": 1,
    "key": "sales",
    "name": "销售",
    "version": "1.0.0",
    "locale": "zh-CN",
    "timezone": "Asia/Shanghai",
    "currency": "CNY",
    "forms": [
        {
            "key": "account",
            "name": "客户",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text", "name": "名称"},
                {"key": "level", "type": "text", "name": "级别"},
            ],
        },
        {
            "key": "deal",
            "name": "商机",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text", "name": "名称"},
                {"key": "amount", "type": "money", "name": "金额", "decimals": 2},
                {"key": "account", "type": "reference", "form": "account", "name": "客户"},
                {
                    "key": "lines",
                    "type": "subtable",
                    "name": "明细",
                    "fields": [
                        {"key": "quantity", "type": "number", "name": "数量"},
                        {"key": "price", "type": "money", "name": "单价"},
                    ],
                },
            ],
        },
    ],
}
CHECK = "/api/designer/apps/sales/expression/check"
EVALUATE = "/api/designer/apps/sales/expression/evaluate"


@pytest.fixture
def builder(server: Any) -> Any:
    client = server.admin
    client.post("/api/designer/apps", {"document": APP}, status=201)
    return client


def test_a_right_formula_has_a_type_its_dependencies_and_a_tree(builder: Any) -> None:
    asked = {"expression": 'IF(account.level = "A", amount * 0.9, amount)', "form": "deal"}
    found = builder.post(CHECK, asked, status=200)
    assert (found["type"], found["depends"], found["problems"]) == ("money", ["account.level", "amount"], [])
    assert found["ast"]["ast"]["f"] == "IF"


def test_every_problem_of_a_formula_has_its_place_and_a_hint(builder: Any) -> None:
    found = builder.post(CHECK, {"expression": "amuont + acount.level", "form": "deal"}, status=200)
    codes = [(one["code"], one["position"], one["hint"]) for one in found["problems"]]
    assert codes == [("unknown_name", [0, 6], "amount"), ("unknown_name", [9, 21], "account")]
    assert found["ast"] is None


def test_a_formula_of_the_wrong_type_is_told_so(builder: Any) -> None:
    found = builder.post(CHECK, {"expression": "amount", "form": "deal", "want": "boolean"}, status=200)
    assert [one["code"] for one in found["problems"]] == ["wrong_result"]


def test_a_condition_tree_is_checked_like_its_text(builder: Any) -> None:
    tree = {"all": [{"field": "amount", "op": "gt", "value": "100"}, {"field": "name", "op": "not_blank"}]}
    found = builder.post(CHECK, {"expression": tree, "form": "deal"}, status=200)
    assert (found["type"], found["problems"]) == ("boolean", [])


def test_a_condition_comes_with_its_tree_where_it_has_one(builder: Any) -> None:
    tree = {
        "all": [{"field": "amount", "op": "gt", "value": 100}, {"not": {"field": "name", "op": "is", "value": "x"}}]
    }
    asked = {"expression": 'amount > 100 AND NOT(name = "x")', "form": "deal"}
    assert builder.post(CHECK, asked, status=200)["tree"] == tree
    assert builder.post(CHECK, {"expression": tree, "form": "deal"}, status=200)["tree"] == tree
    for text in ("ANY(amount > 100)", "amount * 2 > 100", "amount"):
        assert builder.post(CHECK, {"expression": text, "form": "deal"}, status=200)["tree"] is None


def test_a_tree_comes_with_its_formula_and_that_with_the_tree(builder: Any) -> None:
    tree = {"all": [{"field": "amount", "op": "gt", "value": 100}, {"not": {"field": "name", "op": "blank"}}]}
    text = builder.post(CHECK, {"expression": tree, "form": "deal"}, status=200)["text"]
    assert text == "amount > 100 AND NOT(ISBLANK(name))"
    back = builder.post(CHECK, {"expression": text, "form": "deal"}, status=200)
    assert (back["tree"], back["text"]) == ({"all": [tree["all"][0], {"field": "name", "op": "not_blank"}]}, None)
    assert builder.post(CHECK, {"expression": {"field": "nam", "op": "is"}, "form": "deal"}, status=200)["text"] is None


def test_what_is_wrong_with_a_tree_is_told_at_its_part(builder: Any) -> None:
    tree = {
        "all": [
            {"field": "amount", "op": "gt", "value": "x"},
            {"field": "nam", "op": "iss", "value": {"formula": "1 +"}},
        ]
    }
    found = builder.post(CHECK, {"expression": tree, "form": "deal"}, status=200)
    assert [(one["pointer"], one["code"], one["position"]) for one in found["problems"]] == [
        ("/all/0/value", "bad_condition_value", None),
        ("/all/1/field", "unknown_field", None),
        ("/all/1/op", "unknown_operator", None),
        ("/all/1/value/formula", "unfinished_expression", [3, 3]),
    ]
    refused = builder.post(EVALUATE, {"expression": tree, "form": "deal"}, status=422)
    assert refused["problems"][0]["pointer"] == "/expression/all/0/value"


def test_what_a_field_or_an_option_is_called_is_hinted_as_its_key(builder: Any) -> None:
    for text, hint in [
        ("金额 > 3", "amount"),
        ('客户.级别 = "A"', "account.level"),
        ("创建人.上级.名称", "created_by.superior.name"),
    ]:
        found = builder.post(CHECK, {"expression": text, "form": "deal"}, status=200)
        assert [one["hint"] for one in found["problems"]] == [hint]


def test_a_malformed_part_of_a_tree_does_not_hide_what_is_wrong_beside_it(builder: Any) -> None:
    tree = {"all": [{"field": "name"}, {"nope": 1}, {"field": "amount", "op": "gt", "value": "x", "vaule": 1}]}
    refused = builder.post(CHECK, {"expression": tree, "form": "deal"}, status=422)
    assert [(one["pointer"], one["code"]) for one in refused["problems"]] == [
        ("/expression/all/0/op", "malformed_condition"),
        ("/expression/all/1", "malformed_condition"),
        ("/expression/all/2/vaule", "unknown_key"),
        ("/expression/all/2/value", "bad_condition_value"),
    ]


def test_trying_a_formula_shows_what_its_parts_gave(builder: Any) -> None:
    values = {"lines": [{"quantity": "2", "price": "9.90"}, {"quantity": 1, "price": "10"}], "account": {"id": "1"}}
    asked = {"expression": "SUM(lines.quantity * lines.price) / 0", "form": "deal", "values": values}
    found = builder.post(EVALUATE, asked, status=200)
    assert (found["value"], found["type"]) == (None, "money")
    shown = {step["expression"]: step["value"] for step in found["trace"]}
    assert shown["SUM(lines.quantity * lines.price)"] == "29.8"
    assert shown["lines.quantity * lines.price"] == ["19.8", "10"]


def test_without_a_form_types_come_from_the_values(builder: Any) -> None:
    asked = {"expression": "a + 1", "values": {"a": "41.5"}}
    found = builder.post(EVALUATE, asked, status=200)
    assert (found["value"], found["type"]) == ("42.5", "number")


def test_today_is_the_day_in_the_zone_of_the_app(builder: Any) -> None:
    asked = {"expression": "TODAY()", "now": "2026-03-14T16:00:00Z"}
    assert builder.post(EVALUATE, asked, status=200)["value"] == "2026-03-15"


def test_chance_falls_in_a_trial_and_its_steps_tell_what_fell(builder: Any) -> None:
    found = builder.post(EVALUATE, {"expression": "RANDBETWEEN(1, 1000000) * 2"})
    assert found["problem"] is None
    assert int(found["trace"][0]["value"]) * 2 == int(found["value"]) > 0
    assert len(builder.post(EVALUATE, {"expression": "UUID()"})["value"]) == 36
    drawn = {builder.post(EVALUATE, {"expression": "RAND()"})["value"] for _ in range(3)}
    assert len(drawn) == 3


def test_records_are_looked_up_in_a_trial_as_whoever_looks_may_see_them(server: Any, builder: Any) -> None:
    grants = [{"role": "rep", "form": "account", "can": ["create", "read"], "fields": {"secret": "hide"}}]
    mark = {"key": "mark", "type": "text", "name": "记号", "default": {"formula": "UUID()"}}
    fields = [*APP["forms"][0]["fields"], {"key": "secret", "type": "text", "name": "密"}, mark]
    forms = [{**APP["forms"][0], "fields": fields}, APP["forms"][1]]
    document = {**APP, "forms": forms, "roles": [{"key": "rep", "name": "销售"}], "grants": grants}
    look = {"expression": 'LOOKUP("account", "level", "name", name)', "form": "deal", "values": {"name": "甲"}}
    look_unpublished = builder.post(EVALUATE, {**look, "locale": "zh-CN"})
    assert look_unpublished["problem"] == {"code": "computed_on_save", "message": "保存时才计算"}
    draft = "/api/designer/apps/sales/draft"
    builder.put(draft, {"document": document, "rev": builder.get(draft)["rev"]})
    plan = builder.post(f"{draft}/plan", {})
    builder.post(f"{draft}/publish", {"plan_id": plan["plan_id"], "confirm": [], "note": ""})
    lin_id, lin = server.person("lin")
    builder.put("/api/admin/apps/sales/roles/rep/members", {"users": [lin_id]})
    made = lin.post("/api/apps/sales/forms/account/records", {"values": {"name": "甲", "level": "A"}}, 201)
    # where a record is saved chance falls as well
    assert len(made["values"]["mark"]) == 36
    seen = {**look, "as": "lin"}
    assert builder.post(EVALUATE, seen)["value"] == "A"
    assert builder.post(EVALUATE, {**seen, "as": {"id": lin_id}})["value"] == "A"
    assert builder.post(EVALUATE, {**seen, "values": {"name": "乙"}})["value"] is None
    # what is hidden from him is no value, and nothing can be found out by it
    for hidden in ('LOOKUP("account", "secret", "name", name)', 'LOOKUP("account", "level", "secret", name)'):
        assert builder.post(EVALUATE, {**seen, "expression": hidden})["problem"]["code"] == "computed_on_save"
    # the builder has no role in the app
    assert builder.post(EVALUATE, look)["problem"]["code"] == "computed_on_save"
    counted = builder.post(EVALUATE, {"expression": "COUNT_OWNED()", "form": "account", "as": "lin"})
    assert (counted["value"], counted["problem"]) == ("1", None)
    builder.post(EVALUATE, {**look, "as": "nobody"}, status=404)


def test_who_asks_in_a_trial_is_whoever_is_looked_as(server: Any, builder: Any) -> None:
    lin, _ = server.person("lin", email="lin@b.cn")
    assert builder.post(EVALUATE, {"expression": "ME()", "as": "lin"})["value"] == lin
    assert builder.post(EVALUATE, {"expression": "ME()"})["value"] == builder.get("/api/me")["id"]


def test_an_attribute_of_a_person_is_one_of_four_and_never_what_python_knows_of_him(server: Any, builder: Any) -> None:
    server.person("lin", name="林", email="lin@b.cn", phone="138")
    found = {}
    for name in ("name", "username", "email", "phone"):
        asked = {"expression": f'USERATTR(ME(), "{name}")', "as": "lin"}
        found[name] = builder.post(EVALUATE, asked)["value"]
    assert found == {"name": "林", "username": "lin", "email": "lin@b.cn", "phone": "138"}
    for name in ("__class__", "__doc__", "builder", "nmae"):
        (problem,) = builder.post(CHECK, {"expression": f'USERATTR(ME(), "{name}")'})["problems"]
        assert problem["code"] == "bad_word"


def test_nobody_has_rates_and_a_trial_says_so(builder: Any) -> None:
    asked = {"expression": 'CONVERTCURRENCY(1, "USD", "CNY")', "locale": "zh-CN"}
    assert builder.post(EVALUATE, asked)["problem"]["message"] == "没有汇率，不能换算不同的币种"
    assert builder.post(EVALUATE, {"expression": 'CONVERTCURRENCY(1, "CNY", "CNY")'})["value"] == "1"


def test_what_cannot_be_computed_says_why(builder: Any) -> None:
    found = builder.post(EVALUATE, {"expression": "a * 100", "values": {"a": "1" + "0" * 37}}, status=200)
    assert (found["value"], found["problem"]["code"]) == (None, "overflow")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"expression": "1 +"}, "unfinished_expression"),
        ({"expression": "10 ^ 37 * 100"}, "overflow"),
        ({"expression": "amount", "form": "dael"}, "unknown_form"),
        ({"expression": "amount + 1", "form": "deal", "values": {"amount": "much"}}, "bad_value"),
        ({"expression": "SUM(lines.price)", "form": "deal", "values": {"lines": "two"}}, "bad_value"),
        ({"expression": "SUM(l.p)", "values": {"l": [{"p": 1}, 5]}}, "unknown_name"),
        ({"expression": "SUM(a)", "values": {"a": [None, 1, "x"]}}, "bad_value"),
        ({"expression": "a", "values": {"a": "1e3000000"}}, "overflow"),
        ({"expression": "a", "values": {"a": "9" * 39}}, "overflow"),
        ({"expression": "a & a", "values": {"a": "x" * 100_001}}, "text_too_long"),
        ({"expression": "COUNTA(a)", "values": {"a": ["x"] * 10_001}}, "list_too_long"),
        ({"expression": "m", "values": {"m": "9999-12-31T23:59:59-08:00"}}, "bad_value"),
        ({"expression": "LEN(a)", "values": {"a": 12345678901234567890}}, "wrong_kind"),
        ({"expression": "LEN(OLD(a))", "values": {"a": None}, "old": {"a": 5}}, "wrong_kind"),
        ({"expression": "TODAY()", "now": "9999-12-31T23:59:59Z"}, "date_out_of_range"),
        ({"expression": "TODAY()", "now": "0001-01-01T00:00:00+14:00"}, "date_out_of_range"),
    ],
)
def test_a_trial_that_cannot_be_is_refused_with_the_reason(builder: Any, asked: dict[str, Any], code: str) -> None:
    found = builder.post(EVALUATE, asked, status=422)
    assert [one["code"] for one in found["problems"]] == [code]


def test_every_value_that_does_not_fit_its_field_is_told_at_its_place(builder: Any) -> None:
    asked = {
        "expression": "IF(CHANGED(amount), amount, SUM(lines.price))",
        "form": "deal",
        "values": {"amount": "much", "lines": "two"},
        "old": {"amount": "more"},
    }
    found = builder.post(EVALUATE, asked, status=422)["problems"]
    assert {one["pointer"] for one in found} == {"/values/amount", "/values/lines", "/old/amount"}


@pytest.mark.parametrize("expression", ['TEXT(m, "yyyy")', '"a" & m', 'm & ""'])
def test_a_moment_that_the_zone_cannot_show_is_a_problem_and_no_failure(builder: Any, expression: str) -> None:
    asked = {"expression": expression, "values": {"m": "9999-12-31T23:59:59Z"}}
    assert builder.post(EVALUATE, asked)["problem"]["code"] == "date_out_of_range"


def test_half_a_surrogate_pair_in_a_body_is_malformed_and_no_failure(server: Any, builder: Any) -> None:
    for path, body in (
        (EVALUATE, '{"expression": "x", "values": {"x": "\\ud800"}}'),
        (EVALUATE, '{"expression": "x", "values": {"\\uDFFF": 1}}'),
        ("/api/auth/login", '{"username": "\\ud800", "password": "a"}'),
    ):
        found = builder.call("POST", path, content=body, headers={"content-type": "application/json"})
        assert found.status_code == 400
    whole = {"expression": "x", "values": {"x": "\U0001f600"}}
    assert builder.post(EVALUATE, whole, status=200)["value"] == "\U0001f600"


@pytest.mark.parametrize(
    ("form", "hint"),
    [("dael", "deal"), ("商机", "deal"), ("deal.line", "deal.lines"), ("deal.name", "deal.lines"), ("", None)],
)
def test_a_form_there_is_not_is_told_with_the_one_that_is_called_so(builder: Any, form: str, hint: str | None) -> None:
    for path in (CHECK, EVALUATE):
        (found,) = builder.post(path, {"expression": "1", "form": form}, status=422)["problems"]
        assert (found["pointer"], found["code"], found.get("hint")) == ("/form", "unknown_form", hint)


def test_a_type_there_is_not_is_told_with_the_nearest(builder: Any) -> None:
    deep: Any = "text"
    for _ in range(900):
        deep = {"list": deep}
    for want, hint in [("bool", "boolean"), ({"lst": "text"}, None), (5, None), ({"list": {"a": deep}}, None)]:
        (found,) = builder.post(CHECK, {"expression": "1", "want": want}, status=422)["problems"]
        assert (found["pointer"], found["code"], found.get("hint")) == ("/want", "unknown_type", hint)


def test_values_of_fields_there_are_not_are_told_beside_what_is_wrong_with_the_expression(builder: Any) -> None:
    asked = {"expression": "amount + nme", "form": "deal", "values": {"amuont": 5, "金额": 5}, "old": {"a/b": 1}}
    found = builder.post(EVALUATE, asked, status=422)["problems"]
    assert [(one["pointer"], one["code"], one.get("hint")) for one in found] == [
        ("/expression", "unknown_name", "name"),
        ("/values/amuont", "unknown_name", "amount"),
        ("/values/金额", "unknown_name", "amount"),
        ("/old/a~1b", "unknown_name", None),
    ]
    asked = {"expression": "amount", "form": "deal", "values": {"amount": "x"}, "now": "9999-12-31T00:00:00Z"}
    found = builder.post(EVALUATE, asked, status=422)["problems"]
    assert [one["pointer"] for one in found] == ["/now", "/values/amount"]


def test_what_people_type_is_understood_or_told_in_their_language(server: Any, builder: Any) -> None:
    asked = {"expression": "amount 大于 100 并且 name 不等于 “甲”", "form": "deal", "values": {"amount": "101"}}
    assert builder.post(EVALUATE, asked)["value"] is True
    asked = {"expression": "name IS NULL OR amount BETWEEN 1 AND 5", "form": "deal"}
    (first, second) = builder.post(CHECK, asked)["problems"]
    assert (first["position"], first["hint"]) == ([5, 12], "ISBLANK(name)")
    assert (second["position"], second["hint"]) == ([23, 30], "BETWEEN(amount, 1, 5)")
    chinese = server.sign_in(locale="zh-CN").post(EVALUATE, asked, status=422)["problems"]
    assert [one["message"] for one in chinese] == [first["message"]["zh-CN"], second["message"]["zh-CN"]]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ('{"form": "deal"}', 422, "/expression"),
        ('{"expression": 5}', 422, "/expression"),
        ('{"expression": ["a"]}', 422, "/expression"),
        ('{"expression": "1", "form": 5}', 422, "/form"),
        ('{"expression": "1", "frm": "deal"}', 422, "/frm"),
        ('{"expression": {"and": []}}', 422, "/expression"),
        ("[]", 422, ""),
        ("", 422, ""),
        ("{", 400, None),
    ],
)
def test_a_body_that_asks_nothing_is_refused_at_its_place(
    builder: Any, body: str, status: int, pointer: str | None
) -> None:
    for path in (CHECK, EVALUATE):
        found = builder.call("POST", path, content=body, headers={"content-type": "application/json"})
        assert found.status_code == status
        assert [one["pointer"] for one in found.json()["problems"]] == ([] if pointer is None else [pointer])


def test_a_formula_of_an_app_there_is_not_is_not_found(builder: Any) -> None:
    builder.post("/api/designer/apps/other/expression/check", {"expression": "1"}, status=404)


def test_the_functions_come_with_their_help_in_both_languages(builder: Any) -> None:
    found = {one["key"]: one for one in builder.get("/api/designer/functions")["items"]}
    assert found["SUM"]["doc"] == {"zh-CN": "求和", "en": "The sum"}
    assert found["SUM"]["signature"] == "...value: N*"
    at = found["SUM"]["examples"].index("SUM(lines.price)")
    assert found["SUM"]["results"][at]["given"]["lines"][0]["price"]
    assert found["DATEADD"]["choices"]["unit"][2] == {"value": "month", "name": {"zh-CN": "月", "en": "month"}}
    at = found["OLD"]["examples"].index("OLD(stage)")
    assert found["OLD"]["results"][at] == {"value": "new", "given": {"stage": "won"}, "also": {"old": {"stage": "new"}}}


def test_a_unit_by_its_name_is_told_with_what_is_stored(builder: Any) -> None:
    asked = {"expression": 'DATEADD(created_at, 1, "月")', "form": "deal"}
    (problem,) = builder.post(CHECK, asked, status=200)["problems"]
    assert (problem["code"], problem["hint"]) == ("bad_word", "month")


def test_what_a_reference_offers_may_ask_of_the_record_being_filled_in(builder: Any) -> None:
    asked = {"expression": "name = this.account.level", "form": "account", "filled": "deal", "want": "boolean"}
    found = builder.post(CHECK, asked, status=200)
    assert (found["problems"], found["depends"]) == ([], ["name", "this.account.level"])
    (problem,) = builder.post(CHECK, {**asked, "filled": None}, status=200)["problems"]
    assert problem["code"] == "unknown_name"
    refused = builder.call("POST", CHECK, {**asked, "filled": "dael"})
    assert [(one["pointer"], one["hint"]) for one in refused.json()["problems"]] == [("/filled", "deal")]


def test_the_number_of_a_row_is_a_warning_where_there_are_no_rows(builder: Any) -> None:
    def told(form: str) -> list[tuple[str, str, list[int]]]:
        found = builder.post(CHECK, {"expression": "ROWNO() + 1", "form": form}, status=200)
        return [(one["code"], one["severity"], one["position"]) for one in found["problems"]]

    assert told("deal") == [("no_row", "warning", [0, 7])]
    assert told("deal.lines") == []
    assert builder.post(EVALUATE, {"expression": "ROWNO() + 1", "form": "deal.lines"})["value"] == "2"


def test_only_builders_may_ask(server: Any, builder: Any) -> None:
    _, member = server.person("lin")
    for path in (CHECK, EVALUATE):
        assert member.call("POST", path, {"expression": "1", "form": "deal"}).status_code == 403
        assert server.anonymous().call("POST", path, {"expression": "1", "form": "deal"}).status_code == 401


def test_a_trial_without_a_form_takes_digits_as_the_expression_wants_them(builder: Any) -> None:
    def tried(expression: str, values: dict[str, Any]) -> Any:
        return builder.post(EVALUATE, {"expression": expression, "values": values})["value"]

    assert tried('a & ""', {"a": "007"}) == "007"
    assert tried("LEN(a)", {"a": "123"}) == "3"
    assert tried("a + 1", {"a": "41.5"}) == "42.5"
    assert tried("a + 1", {"a": 41.5}) == "42.5"


def test_a_refused_trial_speaks_the_language_it_names(builder: Any) -> None:
    asked = {"expression": "1 + nothing", "locale": "zh-CN"}
    answer = builder.call("POST", EVALUATE, asked, headers={"Accept-Language": "en"})
    assert answer.json()["problems"][0]["message"] == "没有名为“nothing”的字段"
