"""A builder tries things before anybody gets them: formulas, flows, rules, forms as a role; and what uses what."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

# an Enter that comes right with the list is taken for one meant for the text
HESITATION = 120


def new_app(page: Page, name: str, key: str, *fields: tuple[str, str]) -> None:
    page.locator("[data-action=new-app]").click()
    page.locator("[data-input=name]").fill(name)
    page.locator("[data-input=key]").fill(key)
    page.locator("[data-action=create]").click()
    expect(page.get_by_test_id("canvas")).to_be_visible()
    for type_, called in fields:
        page.locator(f"[data-palette={type_}]").click()
        expect(page.locator(f"[data-field={type_}]")).to_be_visible()
        page.locator("[data-testid=properties] [data-setting=name] input").first.fill(called)
        expect(page.locator(f"[data-field={type_}]")).to_contain_text(called)


def pick(page: Page, box: Locator, words: str = "") -> None:
    """Opens a choice, looks for the words and takes the first that is found."""
    box.click()
    if words:
        page.get_by_role("searchbox").last.fill(words)
        expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option").first.click()


def open_formula(page: Page) -> Locator:
    page.locator("[data-testid=properties] [data-action=edit-formula]").first.click()
    dialog = page.get_by_test_id("formula-dialog")
    expect(dialog.get_by_role("textbox", name="公式")).to_be_focused()
    return dialog


def test_a_formula_is_written_by_names_and_kept_by_keys(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "公式", "formulas", ("money", "采购单价"), ("number", "台数"), ("formula", "小计"))
    dialog = open_formula(page)
    # a field is offered by its name, and chosen with the keyboard
    page.keyboard.type("采购")
    expect(page.get_by_role("option", name="采购单价")).to_be_visible()
    page.wait_for_timeout(HESITATION)
    page.keyboard.press("Enter")
    # a name that is typed in full is as good
    page.keyboard.type(" * 台数 + ")
    expect(dialog.locator("[data-path=number]")).to_have_text("台数")
    # a function has its help, and its bracket is closed
    page.keyboard.type("SU")
    expect(page.get_by_role("option", name="SUM", exact=False).first).to_contain_text("求和")
    shot(page, "designer-formula-completion")
    page.wait_for_timeout(HESITATION)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("textbox", name="公式")).to_contain_text("SUM()")
    # what is wrong is told while typing
    page.keyboard.type("ghost")
    expect(dialog.get_by_role("alert")).to_contain_text("ghost")
    for _ in "ghost":
        page.keyboard.press("Backspace")
    page.keyboard.type("5")
    expect(dialog.get_by_role("status").first).to_contain_text("结果类型：金额")
    # tried out with values
    dialog.get_by_role("button", name="试算").click()
    dialog.get_by_label("采购单价").fill("12")
    dialog.get_by_label("台数").fill("3")
    expect(dialog.locator("output")).to_have_text("41")
    # a stray press beside the dialog asks first
    page.mouse.click(5, 5)
    page.get_by_role("button", name="取消").last.click()
    dialog.locator("[data-action=done]").click()
    expect(page.locator("[data-testid=properties] [data-action=edit-formula]").first).to_contain_text("采购单价 * 台数")
    expect(page.locator("[data-save=saved]")).to_be_visible()
    draft = builder.context.request.get("/api/designer/apps/formulas/draft").json()["document"]
    assert draft["forms"][0]["fields"][3]["formula"] == "money * number + SUM(5)"
    # what a formula reads does not go without a word
    page.locator("[data-field=money]").click()
    expect(page.get_by_test_id("used")).to_contain_text("被 1 处用到")
    page.locator("[data-action=delete-field]").click()
    expect(page.get_by_role("dialog")).to_contain_text("表单 › 记录 › 小计 › 公式")
    page.get_by_role("button", name="取消").last.click()
    expect(page.locator("[data-field=money]")).to_be_visible()


def test_a_column_that_counts_is_judged_over_columns_drawn_a_moment_ago(visit: Callable[..., Any]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "明细", "lines", ("subtable", "货品"))
    for type_, called in (("数字", "数量"), ("金额", "单价"), ("计算公式", "小计")):
        page.locator("[data-field=subtable] [data-action=add-column]").click()
        page.get_by_role("menuitem", name=type_, exact=True).click()
        name = page.locator("[data-testid=properties] [data-setting=name] input").first
        expect(name).to_have_value(type_)
        name.fill(called)
    # nothing waits for the draft to be saved before the formula is opened
    dialog = open_formula(page)
    page.keyboard.type("数量 * 单价")
    expect(page.get_by_role("option", name="单价", exact=False).first).to_be_visible()
    page.wait_for_timeout(HESITATION)
    page.keyboard.press("Enter")
    expect(dialog.locator("[data-path=money]")).to_have_text("单价")
    expect(dialog.get_by_role("status").first).to_contain_text("结果类型：金额")
    expect(dialog.get_by_role("alert")).to_be_empty()
    dialog.locator("[data-action=done]").click()
    expect(page.locator("[data-save=saved]")).to_be_visible()
    draft = builder.context.request.get("/api/designer/apps/lines/draft").json()["document"]
    assert draft["forms"][0]["fields"][-1]["fields"][-1]["formula"] == "number * money"


def test_a_formula_a_flow_and_a_rule_are_tried_with_real_records(
    visit: Callable[..., Any], shot: Callable[..., None]
) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/crm/forms/quote/total", "[data-field=total]")
    dialog = open_formula(page)
    dialog.get_by_role("button", name="试算").click()
    pick(page, dialog.get_by_role("combobox", name="以某人身份查看"), "director")
    pick(page, dialog.get_by_role("combobox", name="取自记录"))
    expect(dialog.locator("output")).not_to_have_text("0")
    dialog.get_by_role("button", name="取消").click()
    # the same person starts the flow; where it goes is drawn
    page.locator("[data-tab=flows]").click()
    page.locator("[data-action=try-flow]").click()
    trial = page.get_by_test_id("trial")
    pick(page, trial.get_by_role("combobox", name="取自记录"))
    trial.locator("[data-action=run-trial]").click()
    expect(trial.locator("[data-stop=superior]")).to_be_visible()
    expect(page.locator("[data-way=on] [data-node=superior]")).to_be_visible()
    expect(page.locator("[data-way=off]").first).to_be_visible()
    shot(page, "designer-trial")
    # a press on a card shows its settings once the trial is closed
    trial.get_by_role("button", name="结束试运行").click()
    page.locator("[data-node=superior]").click()
    expect(page.locator("[data-testid=properties] [data-setting=who]")).to_be_visible()
    page.locator("[data-tab=rules]").click()
    page.locator("[data-testid=backtest] [data-action=run-backtest]").click()
    expect(page.locator("[data-figure=matched] dd")).to_have_text("0")
    assert builder.watch.take() == []


def test_a_form_is_seen_as_a_role_gets_it(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/crm/forms/product", "[data-testid=canvas]")
    page.locator("[data-action=preview]").click()
    dialog = page.get_by_test_id("preview-dialog")
    shown = page.frame_locator("[data-testid=preview-dialog] iframe")
    # sales may only read products
    expect(shown.get_by_test_id("shown-form")).to_contain_text("只能查看")
    pick(page, dialog.get_by_role("combobox", name="以哪个角色预览"))
    expect(shown.get_by_text("这个角色看不到这张表单")).to_be_visible()
    dialog.get_by_label("手机").click()
    dialog.get_by_role("combobox", name="以哪个角色预览").click()
    page.get_by_role("option", name="销售总监看到的").click()
    expect(shown.locator("[data-action=check-shown]")).to_be_visible()
    shown.locator("[data-action=check-shown]").click()
    expect(shown.get_by_test_id("problems")).to_be_visible()
    shot(page, "designer-preview-phone")


def test_somebody_is_named_to_build_one_app(visit: Callable[..., Any]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "只给一人", "lent")
    page.locator("[data-action=back]").click()
    page.locator("[data-app=lent] [data-action=app-menu]").click()
    page.locator("[data-action=builders]").click()
    dialog = page.get_by_test_id("builders")
    pick(page, dialog.get_by_role("combobox", name="另外指定的人"), "manager_sales_east")
    page.keyboard.press("Escape")
    dialog.locator("[data-action=save-builders]").click()
    expect(dialog).to_have_count(0)
    found = visit("manager_sales_east").context.request.get("/api/designer/apps").json()["items"]
    assert [app["key"] for app in found] == ["lent"]
