"""The formula editor under a Chinese keyboard and with names that hold signs: stored as keys, shown as names."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


def field(key: str, type_: str, name: str, **settings: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, "name": {"zh-CN": name, "en": name}, **settings}


def app(key: str) -> dict[str, Any]:
    fields = [
        field("net", "money", "金额（元）"),
        field("ratio", "number", "A/B"),
        field("one", "text", "备注"),
        field("two", "text", "备注"),
        field("result", "formula", "结果", formula="net * ratio", returns="text"),
    ]
    return {
        "dougong": 1,
        "key": key,
        "name": {"zh-CN": "怪名", "en": "Odd"},
        "forms": [{"key": "note", "name": {"zh-CN": "单据", "en": "Note"}, "fields": fields}],
    }


def opened(builder: Any, key: str) -> Page:
    csrf = builder.context.request.get("/api/me").json()["csrf"]
    answer = builder.context.request.post(
        "/api/designer/apps", data={"document": app(key)}, headers={"X-CSRF-Token": csrf}
    )
    assert answer.status == 201, answer.text()
    page: Page = builder.open(f"/designer/{key}/forms/note/result", "[data-field=result]")
    # closed, a name that could be taken for a part of the formula stands in braces
    expect(page.locator("[data-action=edit-formula]").first).to_contain_text("{金额（元）} * {A/B}")
    page.locator("[data-action=edit-formula]").first.click()
    expect(page.locator("[data-input=formula]")).to_be_focused()
    return page


def test_a_formula_of_a_chinese_keyboard_is_understood_and_undone(
    visit: Callable[..., Any], shot: Callable[..., None]
) -> None:
    builder = visit("admin")
    page = opened(builder, "oddnames")
    dialog, text = page.get_by_test_id("formula-dialog"), page.locator("[data-input=formula]")
    expect(text.locator("[data-path=net]")).to_have_text("金额（元）")
    expect(dialog.get_by_role("alert")).to_contain_text("结果应为“文本”")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("ＩＦ（金额（元）＊A/B ＞１０，”大”，“小“）")
    page.keyboard.press("Home")
    expect(text.locator("[data-path=ratio]")).to_have_text("A/B")
    expect(dialog.get_by_role("status")).to_have_text("结果类型：文本")
    # what was typed goes with the name that it became
    page.keyboard.press("Control+z")
    expect(text).to_have_text("金额（元） * A/B")
    page.keyboard.press("Control+y")
    expect(text.locator("[data-path=net]")).to_have_text("金额（元）")
    # a sign that means nothing is told with what to type, and a press leads there
    page.keyboard.press("End")
    page.keyboard.insert_text("：")
    expect(dialog.get_by_role("alert")).to_contain_text("参数之间用逗号")
    dialog.get_by_role("alert").get_by_role("button").click()
    page.keyboard.press("Delete")
    expect(dialog.get_by_role("status")).to_have_text("结果类型：文本")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert (
        page.evaluate("async () => (await axe.run('[data-testid=formula-dialog]')).violations.map((one) => one.id)")
        == []
    )
    shot(page, "formula-editor-chinese")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator("[data-save=saved]")).to_be_visible()
    fields = builder.context.request.get("/api/designer/apps/oddnames/draft").json()["document"]["forms"][0]["fields"]
    assert fields[4]["formula"] == "ＩＦ（net＊ratio ＞１０，”大”，“小“）"
    assert builder.watch.take() == []


def test_functions_are_found_by_what_they_do_and_fields_of_one_name_are_told_apart(visit: Callable[..., Any]) -> None:
    builder = visit("admin")
    page = opened(builder, "twonames")
    dialog, text = page.get_by_test_id("formula-dialog"), page.locator("[data-input=formula]")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("备注")
    expect(page.get_by_role("option")).to_have_text(["备注 · one单行文本", "备注 · two单行文本"])
    # while a name can be chosen, what is unfinished is no mistake yet
    page.wait_for_timeout(700)
    expect(dialog.get_by_role("alert").get_by_role("button")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("alert")).to_contain_text("备注")
    dialog.get_by_role("searchbox").fill("平均")
    dialog.locator("[data-insert=AVERAGE]").hover()
    help_ = dialog.get_by_role("region", name="说明")
    expect(help_).to_contain_text("AVERAGE(值, …)")
    expect(help_).to_contain_text("→")
    dialog.locator("[data-insert=AVERAGE]").click()
    expect(text).to_contain_text("AVERAGE()")
    assert builder.watch.take() == []
