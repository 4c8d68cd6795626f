"""Imports and exports over HTTP, on both databases."""

import io
import json
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from support import publishing_app as apps
from support.waiting import eventually

LEVELS = [{"value": "A", "name": {"zh-CN": "甲", "en": "First"}}, {"value": "B", "name": "B"}]
CAN = ["create", "read", "update", "delete", "import", "export", "import_history"]
APP: dict[str, Any] = {
    "dougong": 1,
    "key": "goods",
    "name": "Goods",
    "roles": [{"key": "clerk", "name": "Clerk"}, {"key": "reader", "name": "Reader"}],
    "grants": [
        {"role": "clerk", "form": "item", "can": CAN, "fields": {"cost": "hide"}},
        {"role": "clerk", "form": "maker", "can": ["create", "read", "delete"]},
        {"role": "clerk", "form": "place", "can": ["create", "read", "export"]},
        {"role": "reader", "form": "item", "can": ["read"]},
    ],
    "forms": [
        {
            "key": "maker",
            "name": "Maker",
            "title": "name",
            "fields": [{"key": "name", "type": "text", "required": True}],
        },
        {
            "key": "item",
            "name": {"zh-CN": "物品", "en": "Item"},
            "title": "name",
            "fields": [
                {"key": "code", "type": "text", "name": {"zh-CN": "编码", "en": "Code"}, "unique": True},
                {"key": "name", "type": "text", "name": {"zh-CN": "名称", "en": "Name"}, "required": True},
                {"key": "price", "type": "money", "name": {"zh-CN": "价格", "en": "Price"}, "min": 0},
                {"key": "cost", "type": "money"},
                {"key": "level", "type": "select", "options": LEVELS, "name": {"zh-CN": "等级", "en": "Level"}},
                {"key": "made_on", "type": "date", "name": "Made on"},
                {"key": "maker", "type": "reference", "form": "maker", "on_delete": "clear", "name": "Maker"},
            ],
        },
        {
            "key": "place",
            "name": "Place",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "region", "type": "region"},
                {"key": "geo", "type": "geo"},
                {"key": "address", "type": "address"},
                {"key": "facts", "type": "json"},
                {"key": "plan", "type": "file"},
                {
                    "key": "lines",
                    "type": "subtable",
                    "fields": [
                        {"key": "what", "type": "text"},
                        {"key": "level", "type": "select", "options": LEVELS},
                        {"key": "cost", "type": "money"},
                    ],
                },
            ],
        },
    ],
}
IMPORTS, ITEMS = "/api/apps/goods/forms/item/imports", "/api/apps/goods/forms/item/records"


@pytest.fixture
def clerk(server: Any) -> Any:
    apps.publish(server.admin, APP)
    id_, client = server.person("clerk")
    apps.give_role(server.admin, "goods", "clerk", id_)
    return client


def upload(client: Any, content: bytes | str, options: dict[str, Any] | None = None, name: str = "items.csv") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.call("POST", IMPORTS, files={"file": (name, raw)}, data={"options": json.dumps(options or {})})


def run(client: Any, answer: Any, **more: Any) -> dict[str, Any]:
    made = answer.json()
    client.post(f"{IMPORTS}/{made['id']}", {"run": True, **more})

    def over() -> dict[str, Any] | None:
        found = client.get(f"{IMPORTS}/{made['id']}")
        return dict(found) if found["state"] in ("done", "failed") else None

    return eventually(over) or {}


def workbook(rows: list[list[Any]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Items")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def test_columns_are_guessed_rows_tried_out_and_nothing_written_before_it_is_run(clerk: Any) -> None:
    answer = upload(clerk, "编码,Name,Price,Other\nA1,Nut,1.5,x\nA2,Bolt,2,y\n")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert [column["guess"] for column in made["columns"]] == ["code", "name", "price", None]
    assert made["columns"][1]["samples"] == ["Nut", "Bolt"]
    assert (made["state"], made["counts"]["create"]) == ("checked", 2)
    assert clerk.get(ITEMS)["items"] == []
    assert run(clerk, answer)["counts"] == {"create": 2, "update": 0, "skip": 0, "error": 0}
    assert {item["title"] for item in clerk.get(ITEMS)["items"]} == {"Nut", "Bolt"}


def test_every_wrong_cell_is_told_at_its_row_and_column_and_the_rest_can_go_in(clerk: Any) -> None:
    rows = [
        ["Code", "Name", "Price", "Level", "Made on", "Maker"],
        ["A1", "Nut", 1.5, "甲", "2026-01-02", None],
        ["A2", None, "dear", "Z", "2026-13-01", "Nobody"],
        ["A1", "Again", -1, None, None, None],
    ]
    answer = upload(clerk, workbook(rows), name="items.xlsx")
    made = answer.json()
    assert made["counts"] == {"create": 1, "update": 0, "skip": 0, "error": 2}
    told = {(one["row"], one["column"]) for one in made["problems"]}
    assert told == {(3, "Name"), (3, "Price"), (3, "Level"), (3, "Made on"), (3, "Maker"), (4, "Price"), (4, "Code")}
    refused = clerk.call("POST", f"{IMPORTS}/{made['id']}", {"run": True})
    assert refused.status_code == 422
    assert run(clerk, answer, skip_errors=True)["counts"]["create"] == 1
    (item,) = clerk.get(ITEMS)["items"]
    assert (item["values"]["level"], item["values"]["made_on"]) == ("A", "2026-01-02")
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.call("GET", made["problems_file"]).content)).active
    assert sheet is not None
    lines = list(sheet.values)
    assert lines[0][-1] == "Problems"
    assert [line[0] for line in lines[1:]] == ["A2", "A1"]


def test_a_mapping_mends_values_finds_records_and_makes_those_that_are_missing(clerk: Any) -> None:
    known = clerk.post("/api/apps/goods/forms/maker/records", {"values": {"name": "Acme Ltd"}})["id"]
    mapping = {
        "What": "name",
        "When": {"field": "made_on", "format": "m/d/Y"},
        "By": {"field": "maker", "match": "name", "values": {"Acme": "Acme Ltd"}, "missing": "create"},
    }
    answer = upload(clerk, "What,When,By\nNut,10/20/2016,Acme\nBolt,3/1/2017,Bolts & Co\n", {"mapping": mapping})
    assert answer.json()["counts"]["create"] == 2, answer.text
    # in the order of the sheet, whatever the database does with keys
    assert list(answer.json()["mapping"]) == ["What", "When", "By"]
    run(clerk, answer)
    items = {item["title"]: item["values"] for item in clerk.get(ITEMS)["items"]}
    assert items["Nut"]["maker"] == {"id": known, "title": "Acme Ltd"}
    assert items["Nut"]["made_on"] == "2016-10-20"
    assert items["Bolt"]["maker"]["title"] == "Bolts & Co"


def test_upsert_changes_what_its_key_names_and_a_second_run_of_the_file_changes_nothing(clerk: Any) -> None:
    text = "Code,Name,Price\nA1,Nut,1\nA2,Bolt,2\n"
    run(clerk, upload(clerk, text))
    changed = text.replace("A2,Bolt,2", "A2,Bolt,3") + "A3,Screw,4\n"
    options = {"mode": "upsert", "key": ["code"]}
    assert run(clerk, upload(clerk, changed, options))["counts"] == {"create": 1, "update": 1, "skip": 1, "error": 0}
    assert run(clerk, upload(clerk, changed, options))["counts"] == {"create": 0, "update": 0, "skip": 3, "error": 0}
    prices = {item["values"]["code"]: item["values"]["price"] for item in clerk.get(ITEMS)["items"]}
    assert prices == {"A1": "1.00", "A2": "3.00", "A3": "4.00"}


def test_an_import_can_be_taken_back(clerk: Any) -> None:
    run(clerk, upload(clerk, "Code,Name,Price\nA1,Nut,1\n"))
    options = {"mode": "upsert", "key": ["code"]}
    answer = upload(clerk, "Code,Name,Price\nA1,Nut,9\nA2,Bolt,2\n", options)
    run(clerk, answer)
    back = clerk.post(f"{IMPORTS}/{answer.json()['id']}/revert")
    assert back["state"] == "reverted"
    assert [item["values"]["price"] for item in clerk.get(ITEMS)["items"]] == ["1.00"]


@pytest.mark.parametrize(
    ("content", "name", "options", "status"),
    [
        (b"", "a.xlsx", {}, 422),
        (b"PK\x03\x04 no workbook", "a.xlsx", {}, 422),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", {}, 422),
        ("Code,Name\n", "a.csv", {}, 422),
        ("Name\nNut\n", "a.csv", {"mapping": {"Nam": "name"}}, 422),
        ("Name\nNut\n", "a.csv", {"mapping": {"Name": "nam"}}, 422),
        ("Name\nNut\n", "a.csv", {"mapping": {"Name": "cost"}}, 422),
        ("Name\nNut\n", "a.csv", {"mode": "update"}, 422),
        ("Name\nNut\n", "a.csv", {"mode": "sideways"}, 422),
        ("Name\nNut\n", "a.csv", {"header_row": 99}, 422),
    ],
)
def test_what_cannot_be_imported_is_refused_clearly(
    clerk: Any, content: bytes | str, name: str, options: dict[str, Any], status: int
) -> None:
    answer = upload(clerk, content, options, name)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_sheet_of_two_hundred_columns_is_read(clerk: Any) -> None:
    header = ["Name", *(f"c{number}" for number in range(199))]
    answer = upload(clerk, workbook([header, ["Nut", *range(199)]]), name="wide.xlsx")
    assert len(answer.json()["columns"]) == 200
    assert answer.json()["counts"]["create"] == 1


def test_nobody_imports_without_the_right_or_sees_another_ones_import(server: Any, clerk: Any) -> None:
    id_, reader = server.person("reader")
    apps.give_role(server.admin, "goods", "reader", id_)
    assert upload(reader, "Name\nNut\n").status_code == 403
    made = upload(clerk, "Name\nNut\n").json()
    assert reader.call("GET", f"{IMPORTS}/{made['id']}").status_code == 404


def test_an_export_has_what_its_reader_may_see_under_the_filter(server: Any, clerk: Any) -> None:
    run(clerk, upload(clerk, "Code,Name,Price,Level\nA1,=1+1,1,A\nA2,Bolt,2,B\n"))
    path = "/api/apps/goods/forms/item/exports"
    asked = clerk.post(path, {"filter": "price < 2", "format": "csv", "fields": ["code", "name", "price", "level"]})
    text = clerk.call("GET", asked["url"]).content.decode("utf-8-sig")
    assert text.splitlines() == ["Code,Name,Price,Level", "A1,'=1+1,1.00,First"]
    asked = clerk.post(path, {"sort": ["code"]})
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.call("GET", asked["url"]).content)).active
    assert sheet is not None
    lines = list(sheet.values)
    assert "cost" not in lines[0]
    assert [line[0] for line in lines[1:]] == ["A1", "A2"]
    # made anew each time: there are no parts of it
    whole = clerk.call("GET", asked["url"], headers={"Range": "bytes=99999999-"})
    assert (whole.status_code, whole.headers["accept-ranges"], whole.content[:2]) == (200, "none", b"PK")
    head = clerk.call("HEAD", asked["url"], headers={"Range": "bytes=0-1"})
    assert (head.status_code, head.headers["content-type"]) == (200, whole.headers["content-type"])
    assert clerk.call("POST", path, {"fields": ["cost"]}).status_code == 422
    id_, reader = server.person("reader")
    apps.give_role(server.admin, "goods", "reader", id_)
    assert reader.call("POST", path, {}).status_code == 403
    assert reader.call("GET", asked["url"]).status_code == 404


def test_a_run_asked_for_at_once_waits_when_rows_are_wrong_and_says_which(clerk: Any) -> None:
    answer = upload(clerk, "Code,Name,Price\nA1,Nut,1\nA2,Bolt,dear\n", {"run": True})
    made = answer.json()
    assert (answer.status_code, made["state"], made["counts"]["error"]) == (201, "checked", 1)
    assert [(one["row"], one["column"]) for one in made["problems"]] == [(3, "Price")]
    assert clerk.call("GET", made["problems_file"]).status_code == 200
    assert clerk.get(ITEMS)["items"] == []
    assert run(clerk, answer, skip_errors=True)["counts"] == {"create": 1, "update": 0, "skip": 0, "error": 1}


def test_a_sheet_brings_its_past_along_to_whom_that_is_allowed(server: Any, clerk: Any) -> None:
    ann, _ = server.person("ann", name="Ann Li")
    sheet = "Code,Name,Since,By\nA1,Nut,2024-03-01,Ann Li\nA2,Bolt,soon,Nobody\n"
    options = {"mapping": {"Code": "code", "Name": "name"}, "history": {"created_at": "Since", "created_by": "By"}}
    answer = upload(clerk, sheet, options)
    assert {(one["row"], one["column"]) for one in answer.json()["problems"]} == {(3, "Since"), (3, "By")}
    run(clerk, answer, skip_errors=True)
    (item,) = clerk.get(ITEMS)["items"]
    assert item["created_at"].startswith("2024-0")
    assert item["created_by"]["id"] == ann
    unknown = upload(clerk, sheet, options | {"history": {"created_at": "When"}})
    assert (unknown.status_code, unknown.json()["problems"][0]["pointer"]) == (422, "/history/created_at")


def test_what_an_import_made_beside_goes_with_it_unless_it_is_used(clerk: Any) -> None:
    mapping = {"Name": "name", "Maker": {"field": "maker", "missing": "create"}}
    answer = upload(clerk, "Name,Maker\nNut,Old\nBolt,New\nPin,New\n", {"mapping": mapping})
    done = run(clerk, answer)
    makers = "/api/apps/goods/forms/maker/records"
    assert {one["title"] for one in clerk.get(makers)["items"]} == {"Old", "New"}
    old = next(one["id"] for one in clerk.get(makers)["items"] if one["title"] == "Old")
    clerk.post(ITEMS, {"values": {"name": "Later", "maker": old}}, 201)
    clerk.post(f"{IMPORTS}/{done['id']}/revert")
    assert [one["title"] for one in clerk.get(ITEMS)["items"]] == ["Later"]
    assert "New" not in {one["title"] for one in clerk.get(makers)["items"]}


def test_every_kind_of_value_is_in_the_sheet_in_words(clerk: Any) -> None:
    places = "/api/apps/goods/forms/place"
    file = clerk.call("POST", "/api/files", files={"file": ("plan.txt", b"x")}).json()["id"]
    values = {
        "name": "Works",
        "region": "370200",
        "geo": {"lat": 36.07, "lng": 120.38},
        "address": {"code": "370202", "detail": "1 Road"},
        "facts": {"a": [1, "é"]},
        "plan": [file],
        "lines": [{"values": {"what": "x", "level": "A", "cost": "1.5"}}, {"values": {"what": "y"}}],
    }
    clerk.post(f"{places}/records", {"values": values}, 201)
    fields = ["name", "region", "geo", "address", "facts", "plan", "lines"]
    asked = clerk.post(f"{places}/exports", {"fields": fields})
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.call("GET", asked["url"]).content)).active
    assert sheet is not None
    row = dict(zip(fields, list(sheet.values)[1], strict=True))
    assert row == {
        "name": "Works",
        "region": "山东省/青岛市",
        "geo": "36.07,120.38",
        "address": "山东省 青岛市 市南区 1 Road",
        "facts": '{"a": [1, "é"]}',
        "plan": "plan.txt",
        "lines": "x, First, 1.50\ny",
    }
