"""Values by their names, the function at the cursor and mistakes that mend with a press; conditions both ways."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = "async (part) => (await axe.run(part)).violations.map((one) => one.id)"
NAMES = {"zh-CN": "商机", "en": "Deal"}


def named(chinese: str, english: str) -> dict[str, str]:
    return {"zh-CN": chinese, "en": english}


def app(key: str) -> dict[str, Any]:
    stages = [{"value": "new", "name": named("初步接触", "New")}, {"value": "won", "name": named("赢单", "Won")}]
    fields = [
        {"key": "stage", "type": "select", "name": named("阶段", "Stage"), "options": stages},
        {"key": "amount", "type": "money", "name": named("金额", "Amount")},
        {"key": "parent", "type": "reference", "form": "deal", "name": named("上级商机", "Parent")},
        {
            "key": "lines",
            "type": "subtable",
            "name": named("明细", "Lines"),
            "fields": [{"key": "price", "type": "money", "name": named("单价", "Price")}],
        },
        {
            "key": "result",
            "type": "formula",
            "name": named("结果", "Result"),
            "returns": "number",
            "formula": "1",
            "visible_when": 'stage = "won" AND NOT(amount > 5)',
        },
    ]
    return {
        "dougong": 1,
        "key": key,
        "name": named("试", "Try"),
        "forms": [{"key": "deal", "name": NAMES, "fields": fields}],
    }


def opened(builder: Any, key: str) -> Page:
    csrf = builder.context.request.get("/api/me").json()["csrf"]
    made = builder.context.request.post(
        "/api/designer/apps", data={"document": app(key)}, headers={"X-CSRF-Token": csrf}
    )
    assert made.status == 201, made.text()
    page: Page = builder.open(f"/designer/{key}/forms/deal/result", "[data-field=result]")
    return page


def result_of(builder: Any, key: str) -> dict[str, Any]:
    """The field as the server has it, once what was drawn is saved."""
    expect(builder.page.locator("[data-save=saved]")).to_be_visible()
    draft = builder.context.request.get(f"/api/designer/apps/{key}/draft").json()["document"]
    field: dict[str, Any] = draft["forms"][0]["fields"][4]
    return field


def test_a_formula_is_written_by_names_alone_and_stored_as_keys(
    visit: Callable[..., Any], shot: Callable[..., None]
) -> None:
    builder = visit("admin")
    page = opened(builder, "names")
    page.locator("[data-action=edit-formula]").first.click()
    dialog, text = page.get_by_test_id("formula-dialog"), page.locator("[data-input=formula]")
    expect(text).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("IF(jd")
    # what is near comes first, what lies behind a reference after it
    expect(page.get_by_role("option").first).to_have_text("阶段下拉单选")
    page.keyboard.press("Tab")
    # options are offered by their names, unasked
    page.keyboard.type(" = ")
    expect(page.get_by_role("option")).to_have_text(["初步接触", "赢单"])
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="赢单", selected=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(text.locator('[data-path="\\"won\\""]')).to_have_text("赢单")
    # which argument is being written is told, in words
    page.keyboard.type("，")
    expect(dialog.locator(".fx-call strong")).to_have_text("结果")
    page.keyboard.type("amuont")
    dialog.get_by_role("alert").get_by_role("button", name="改为 金额").click()
    expect(text.locator("[data-path=amount]")).to_have_text("金额")
    page.keyboard.type(", 0）")
    expect(text).to_have_text("IF(阶段 = 赢单，金额, 0)")
    expect(dialog.get_by_role("status")).to_have_text("结果类型：金额")
    # a bracket too many is marked where it stands
    page.keyboard.type("）")
    expect(text.locator(".fx-unmatched")).to_have_text("）")
    page.keyboard.press("Backspace")
    # somebody's own names are understood however they are typed, and people behind references too
    page.keyboard.press("Control+a")
    page.keyboard.type("IF(上级商机.负责人 = 我 AND 阶段 = “赢单”, 1, 0) ")
    page.keyboard.press("End")
    expect(text.locator('[data-path="parent.owner"]')).to_have_text("上级商机 / 负责人")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(FAULTS, "[data-testid=formula-dialog]") == []
    shot(page, "formula-by-names")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    assert result_of(builder, "names")["formula"] == 'IF(parent.owner = ME() AND stage = "won", 1, 0)'
    assert builder.watch.take() == []


def test_people_to_try_with_are_chosen_by_name(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin", locale="en")
    page = opened(builder, "trying")
    page.locator("[data-action=edit-formula]").first.click()
    dialog, text = page.get_by_test_id("formula-dialog"), page.locator("[data-input=formula]")
    expect(text).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("IF(owner = ME(), 1234.5, 0)")
    dialog.get_by_role("button", name="Try it").click()
    expect(dialog.locator("output")).to_have_text("0")
    dialog.get_by_role("combobox", name="Owner", exact=True).click()
    page.get_by_role("option", name="admin").first.click()
    expect(dialog.locator("output")).to_have_text("1,234.5")
    dialog.get_by_text("How it came about").click()
    # what an id stands for is told by its name
    steps = dialog.locator("details").get_by_role("listitem")
    expect(steps.filter(has_text=re.compile("^Owner *admin$"))).to_have_count(1)
    shot(page, "formula-tried-by-name")
    assert builder.watch.take() == []


def test_a_condition_is_clicked_and_written_by_turns(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin")
    page = opened(builder, "turning")
    page.locator("[data-action=edit-condition]").first.click()
    dialog = page.get_by_test_id("condition-dialog")
    # the formula opens as clicks, the denied part as a group of which nothing may hold
    expect(dialog.locator("[data-condition=stage]").get_by_role("combobox", name="值")).to_contain_text("赢单")
    expect(dialog.get_by_role("radio", name="全部不满足", checked=True)).to_have_count(1)
    dialog.locator("[data-action=add-rows]").click()
    dialog.get_by_role("group", name="明细").get_by_role("combobox", name="字段").click()
    page.get_by_role("option", name="单价").first.click()
    dialog.locator("[data-condition=price]").get_by_role("textbox").fill("3")
    shot(page, "condition-rows")
    dialog.get_by_role("radio", name="公式").click()
    text = dialog.locator("[data-input=formula]")
    expect(text).to_contain_text("ANY(明细 / 单价 = 3)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    dialog.get_by_role("radio", name="点选").click()
    expect(dialog.locator("[data-condition=price]")).to_be_visible()
    assert page.evaluate(FAULTS, "[data-testid=condition-dialog]") == []
    dialog.locator("[data-action=done]").click()
    expect(page.locator("[data-action=edit-condition]").first).to_contain_text("明细 任一行")
    stored = result_of(builder, "turning")["visible_when"]["all"]
    assert stored[0] == {"field": "stage", "op": "is", "value": "won"}
    assert stored[2]["any_row"] == "lines"
    assert builder.watch.take() == []


def test_a_filter_that_is_refused_opens_with_the_mistake_at_its_line(
    visit: Callable[..., Any], shot: Callable[..., None]
) -> None:
    member = visit("director", size=PHONE)
    member.watch.expect(422, "/records/query")
    long = "1" * 50
    lines = f'{{"field":"amount","op":"gt","value":"1"}},{{"any":[{{"field":"amount","op":"lt","value":"{long}"}}]}}'
    page = member.open(f'/app/crm/form/opportunity?filter={{"all":[{lines}]}}', "[data-action=apply-filter]")
    wrong = page.locator("[data-condition=amount][data-wrong]")
    expect(wrong).to_have_count(1)
    expect(wrong.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    shot(page, "filter-refused")
    wrong.get_by_role("textbox").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("99999999")
    page.locator("[data-action=apply-filter]").click()
    expect(page.locator("[data-row]").first).to_be_visible()
    assert member.watch.take() == []


def test_units_forms_and_what_lies_far_behind_references_go_by_their_names(
    visit: Callable[..., Any], shot: Callable[..., None]
) -> None:
    builder = visit("admin")
    page = opened(builder, "further")
    page.locator("[data-action=edit-formula]").first.click()
    dialog, text = page.get_by_test_id("formula-dialog"), page.locator("[data-input=formula]")
    expect(text).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("DATEDIF(parent.created_at, created_at, ")
    expect(page.get_by_role("option", name="整月数")).to_be_visible()
    page.keyboard.type("整月")
    expect(page.get_by_role("option").first).to_have_text("整月数")
    page.keyboard.press("Enter")
    expect(text.locator('[data-path="\\"M\\""]')).to_have_text("整月数")
    # one step back is the choice, not its letters
    page.keyboard.press("Control+z")
    expect(text).to_contain_text("整月")
    expect(text.locator('[data-path="\\"M\\""]')).to_have_count(0)
    page.keyboard.press("Control+y")
    page.keyboard.press("End")
    page.keyboard.type(" + 上级商机.上级商机.上级商机.金")
    page.get_by_role("option", name="上级商机 / 上级商机 / 上级商机 / 金额").click()
    page.keyboard.type(' + LOOKUP("商机", 阶段 = “赢单”, "金额") ')
    expect(text.locator('[data-path="\\"amount\\""]')).to_have_text("金额")
    # all the fields and all the functions are one stop of the Tab key each
    for name in ("查找字段和函数", "全部函数"):
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_attribute("aria-label", name)
    for part in ("字段", "函数"):
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("region", name=part).locator(":focus")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("region", name="说明")).to_contain_text("IFS(")
    shot(page, "formula-far-names")
    text.click()
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    # closed, it is told by names too
    expect(page.locator("[data-action=edit-formula]").first).to_contain_text("上级商机.上级商机.上级商机.金额")
    months, far = 'DATEDIF(parent.created_at, created_at, "M")', "parent.parent.parent.amount"
    assert result_of(builder, "further")["formula"] == f'{months} + {far} + LOOKUP("deal", stage = "won", "amount")'
    assert builder.watch.take() == []


def test_nothing_is_offered_while_an_input_method_is_at_work(visit: Callable[..., Any]) -> None:
    builder = visit("admin")
    page = opened(builder, "composing")
    page.locator("[data-action=edit-formula]").first.click()
    text = page.locator("[data-input=formula]")
    expect(text).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    keyboard = page.context.new_cdp_session(page)
    for strokes in ("j", "ji", "jin e"):
        keyboard.send(
            "Input.imeSetComposition", {"text": strokes, "selectionStart": len(strokes), "selectionEnd": len(strokes)}
        )
        page.wait_for_timeout(250)
        expect(page.get_by_role("option")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "金额"})
    expect(page.get_by_role("option").first).to_contain_text("金额")
    page.keyboard.press("Enter")
    expect(text.locator("[data-path=amount]")).to_have_text("金额")
    assert builder.watch.take() == []


def test_a_board_shows_a_refused_filter_where_it_was_written(visit: Callable[..., Any]) -> None:
    member = visit("director")
    member.watch.expect(422, "/records/query")
    line = '{"field":"amount","op":"gt","value":"' + "1" * 50 + '"}'
    page = member.open(f'/app/crm/form/opportunity?view=board&filter={{"all":[{line}]}}', "[data-action=apply-filter]")
    wrong = page.locator("[data-condition=amount][data-wrong]")
    expect(wrong).to_have_count(1)
    wrong.get_by_role("textbox").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("1000")
    page.locator("[data-action=apply-filter]").click()
    expect(page.get_by_test_id("kanban")).to_be_visible()
    assert member.watch.take() == []
