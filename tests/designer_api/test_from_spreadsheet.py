"""A new app from a spreadsheet, over HTTP on both databases."""

import io
from datetime import date
from typing import Any

import xlsxwriter

APPS = "/api/designer/apps"
HEADER = ["客户名称", "Amount", "签约日期", "状态", "状态", "id", "Email", "Code"]


def workbook(rows: list[list[Any]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("客户")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def rows(count: int) -> list[list[Any]]:
    stages = ("new", "won")
    return [
        [f"Company {n}", n + 0.25, date(2026, 1, 1 + n), stages[n % 2], "x", n, f"a{n}@b.example", f"00{n}"]
        for n in range(count)
    ]


def uploaded(client: Any, content: bytes, name: str = "customers.xlsx") -> str:
    return str(client.post("/api/files", None, 201, files={"file": (name, content)})["id"])


def test_columns_become_fields_of_the_type_their_cells_have(server: Any) -> None:
    admin = server.admin
    file = uploaded(admin, workbook([HEADER, *rows(8)]))
    made = admin.post(APPS, {"key": "customers", "name": "客户", "spreadsheet": {"file": file}}, 201)
    assert made["problems"] == []
    (form,) = admin.get(f"{APPS}/customers/draft")["document"]["forms"]
    found = {field["name"]: field["type"] for field in form["fields"][:4]}
    assert found == {"客户名称": "text", "Amount": "number", "签约日期": "date", "状态": "select"}
    assert [field["type"] for field in form["fields"][5:]] == ["number", "email", "text"]
    keys = [field["key"] for field in form["fields"]]
    assert len(set(keys)) == len(HEADER)
    assert "id" not in keys
    plan = admin.post(f"{APPS}/customers/draft/plan", {})
    answer = admin.post(f"{APPS}/customers/draft/publish", {"plan_id": plan["plan_id"], "confirm": [], "note": ""})
    assert answer["version"] == 1


def test_what_cannot_become_an_app_is_told_in_words(server: Any) -> None:
    admin = server.admin
    _, other = server.person("other", builder=True)
    broken = uploaded(admin, b"no workbook at all", "broken.xlsx")
    empty = uploaded(admin, workbook([[], HEADER]))
    for file, status in ((broken, 422), (empty, 422), ("nothing", 404)):
        body = {"key": "customers", "name": "客户", "spreadsheet": {"file": file}}
        assert admin.call("POST", APPS, body).status_code == status
    theirs = {"key": "customers", "name": "客户", "spreadsheet": {"file": empty, "header_row": 2}}
    assert other.call("POST", APPS, theirs).status_code == 404
    assert admin.post(APPS, theirs, 201)["app"] == "customers"
