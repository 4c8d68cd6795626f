"""A builder at work: an app is made, drawn, published and used, with the mouse and with the keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def drag(page: Page, source: str, target: str) -> None:
    page.locator(target).scroll_into_view_if_needed()
    start, end = page.locator(source).bounding_box(), page.locator(target).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 30, steps=5)
    page.mouse.move(end["x"] + 30, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


def saved(page: Page) -> None:
    expect(page.locator("[data-save=saved]")).to_be_visible()


def new_app(page: Page, name: str, key: str) -> None:
    page.locator("[data-action=new-app]").click()
    page.locator("[data-input=name]").fill(name)
    page.locator("[data-input=key]").fill(key)
    page.locator("[data-action=create]").click()
    expect(page.get_by_test_id("canvas")).to_be_visible()


def expect_fields(page: Page, *keys: str) -> None:
    found = page.locator("[data-testid=canvas] [data-field]")
    expect(found).to_have_count(len(keys))
    for n, key in enumerate(keys):
        expect(found.nth(n)).to_have_attribute("data-field", key)


def publish(page: Page) -> None:
    page.locator("[data-action=publish]").click()
    page.locator("[data-action=publish-now]").click()
    expect(page.get_by_test_id("publish-dialog")).to_have_count(0)


def test_an_app_is_made_drawn_published_and_used(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    shot(page, "designer-apps")
    new_app(page, "设备报修", "repairs")
    page.locator("[data-palette=select]").click()
    expect(page.locator("[data-field=select]")).to_be_visible()
    drag(page, "[data-palette=money]", "[data-field=name]")
    expect(page.locator("[data-field=money]")).to_be_visible()
    expect_fields(page, "money", "name", "select")
    page.locator("[data-testid=properties] [data-setting=name] input").first.fill("预估费用")
    saved(page)
    shot(page, "designer-form")
    page.locator("[data-tab=dashboards]").click()
    page.locator("[data-action=add-part]").click()
    page.locator("[data-testid=properties] [data-setting=name] input").first.fill("报修看板")
    saved(page)
    publish(page)
    expect(page.get_by_test_id("toast").first).to_be_visible()
    member = visit("director")
    form = member.open("/app/repairs/form/item/new", "[data-field=money]")
    expect(form.locator("[data-field=money]")).to_contain_text("预估费用")
    # what was drawn is found without anybody drawing a menu
    expect(form.get_by_role("link", name="报修看板")).to_be_visible()
    assert builder.watch.take() == []


def test_a_field_that_goes_with_its_values_wants_a_tick(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "资产", "assets")
    page.locator("[data-palette=text]").click()
    saved(page)
    publish(page)
    csrf = builder.context.request.get("/api/me").json()["csrf"]
    made = builder.context.request.post(
        "/api/apps/assets/forms/item/records",
        data={"values": {"name": "台钻", "text": "三车间"}},
        headers={"X-CSRF-Token": csrf},
    )
    assert made.status == 201, made.text()
    page.locator("[data-field=text]").click()
    page.locator("[data-action=delete-field]").click()
    saved(page)
    page.locator("[data-action=publish]").click()
    dialog = page.get_by_test_id("publish-dialog")
    expect(dialog.locator("[data-class=loses]")).to_be_visible()
    expect(dialog.locator("[data-action=publish-now]")).to_be_disabled()
    shot(page, "designer-plan")
    dialog.locator("[data-confirm]").check()
    dialog.locator("[data-action=publish-now]").click()
    expect(dialog).to_have_count(0)
    page.locator("[data-tab=versions]").click()
    expect(page.locator("[data-version='2']")).to_be_visible()
    page.locator("[data-version='1'] [data-action=rollback]").click()
    page.locator("[data-action=publish-now]").click()
    expect(page.locator("[data-version='3']")).to_be_visible()
    page.locator("[data-tab=forms]").click()
    expect(page.locator("[data-field=text]")).to_be_visible()


def test_fields_are_moved_copied_and_taken_back_by_keyboard(visit: Callable[..., Any]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "键盘", "keyboard")
    page.locator("[data-palette=number]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-field=number]").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect_fields(page, "number", "name")
    page.keyboard.press("Delete")
    expect(page.locator("[data-field=number]")).to_have_count(0)
    expect_fields(page, "name")
    page.locator("[data-action=undo]").click()
    page.locator("[data-action=undo]").click()
    expect_fields(page, "name", "number")
    page.locator("[data-action=redo]").click()
    expect_fields(page, "number", "name")
    saved(page)
    page.reload()
    expect(page.locator("[data-field=number]")).to_be_visible()
    expect_fields(page, "number", "name")


def test_a_problem_is_pinned_and_leads_to_its_place(visit: Callable[..., Any]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "问题", "trouble")
    page.locator("[data-palette=formula]").click()
    page.locator("[data-field=name]").click()
    page.locator("[data-action=problems]").click()
    page.locator("[data-testid=problems] [data-problem]").first.click()
    expect(page.locator("[data-field=formula][data-trouble=error]")).to_be_visible()
    expect(page.locator("[data-testid=properties] [data-problem]").first).to_be_visible()
    page.locator("[data-action=publish]").click()
    expect(page.get_by_test_id("publish-dialog").locator("[data-problem]").first).to_be_visible()
    expect(page.locator("[data-action=publish-now]")).to_be_disabled()


def test_nodes_and_branches_are_put_into_a_flow(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "流程", "flowing")
    page.locator("[data-tab=flows]").click()
    page.locator("[data-action=add-flow]").first.click()
    page.locator("[data-action=insert][data-after=superior]").click()
    page.locator("[data-action=insert-cc]").click()
    expect(page.locator("[data-node=cc]")).to_be_visible()
    page.locator("[data-action=insert][data-after=superior]").click()
    page.locator("[data-action=insert-branch]").click()
    expect(page.locator("[data-testid=flow-canvas] [data-node^='~']")).to_have_count(2)
    expect(page.locator("[data-action=problems]")).to_be_visible()
    shot(page, "designer-flow")
    page.locator("[data-action=delete-branch]").click()
    expect(page.locator("[data-testid=flow-canvas] [data-node^='~']")).to_have_count(0)
    saved(page)
    draft = builder.context.request.get("/api/designer/apps/flowing/draft").json()["document"]
    assert [(one["from"], one["to"]) for one in draft["flows"][0]["edges"]] == [
        ("start", "superior"),
        ("superior", "cc"),
        ("cc", "end"),
    ]


def test_two_builders_do_not_overwrite_each_other(visit: Callable[..., Any]) -> None:
    first, second = visit("admin"), visit("admin")
    page: Page = first.open("/designer/", "[data-app=crm]")
    new_app(page, "两人", "pair")
    other: Page = second.open("/designer/pair/forms", "[data-testid=canvas]")
    page.locator("[data-palette=date]").click()
    saved(page)
    second.watch.expect(409, "/draft")
    other.locator("[data-palette=email]").click()
    expect(other.locator("[data-save=conflict]")).to_be_visible()
    other.locator("[data-action=take-theirs]").click()
    expect(other.locator("[data-field=date]")).to_be_visible()
    expect(other.locator("[data-field=email]")).to_have_count(0)
    saved(other)


def test_two_builders_work_is_put_together(visit: Callable[..., Any]) -> None:
    first, second = visit("admin"), visit("admin")
    page: Page = first.open("/designer/", "[data-app=crm]")
    new_app(page, "合并", "together")
    other: Page = second.open("/designer/together/forms", "[data-testid=canvas]")
    page.locator("[data-palette=date]").click()
    saved(page)
    second.watch.expect(409, "/draft")
    other.locator("[data-palette=email]").click()
    other.locator("[data-action=combine]").click()
    expect(other.locator("[data-field=date]")).to_be_visible()
    expect(other.locator("[data-field=email]")).to_be_visible()
    saved(other)


def test_a_session_that_ends_in_the_middle_loses_nothing(visit: Callable[..., Any]) -> None:
    builder = visit("admin")
    page: Page = builder.open("/designer/", "[data-app=crm]")
    new_app(page, "断线", "ended")
    csrf = builder.context.request.get("/api/me").json()["csrf"]
    builder.watch.expect(401, "/api/")
    builder.context.request.post("/api/auth/logout", headers={"X-CSRF-Token": csrf})
    page.locator("[data-palette=phone]").click()
    page.get_by_label("用户名").fill("admin")
    page.get_by_label("密码").fill("admin-password")
    page.get_by_role("button", name="登录").click()
    expect(page.locator("[data-testid=canvas] [data-field=phone]")).to_be_visible()
    saved(page)
    fields_kept = builder.context.request.get("/api/designer/apps/ended/draft").json()["document"]["forms"][0]["fields"]
    assert [field["key"] for field in fields_kept] == ["name", "phone"]


PAGES = {
    "apps": ("/designer/", "[data-app=crm]"),
    "form": ("/designer/crm/forms/account/name", "[data-field=name]"),
    "flow": ("/designer/crm/flows/quote_approval/superior", "[data-node=superior]"),
    "rules": ("/designer/crm/rules", "[data-testid=rule]"),
    "reports": ("/designer/crm/reports/funnel", "[data-testid=preview]"),
    "dashboards": ("/designer/crm/dashboards", "[data-tile]"),
    "access": ("/designer/crm/access", "[data-testid=grants]"),
    "more": ("/designer/crm/more/option_sets", "[data-part]"),
    "versions": ("/designer/crm/versions", "[data-testid=versions]"),
    "json": ("/designer/crm/json", ".cm-content, [data-testid=json]"),
}


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_usable_by_everybody(
    visit: Callable[..., Any], shot: Callable[..., None], name: str, locale: str
) -> None:
    path, ready = PAGES[name]
    builder = visit("admin", locale=locale)
    # a builder without a role reads no records: the preview asks as whom
    builder.watch.expect(404, "/reports/preview")
    page: Page = builder.open(path, ready)
    page.wait_for_timeout(300)
    shot(page, f"designer-{name}-{locale}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    found = page.evaluate(
        "async (rules) => (await axe.run(document, {runOnly: rules})).violations"
        ".filter((one) => ['serious', 'critical'].includes(one.impact))"
        ".map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' | '))",
        rules,
    )
    assert found == []
    assert builder.watch.take() == []


def test_the_list_of_apps_fits_a_phone(visit: Callable[..., Any], shot: Callable[..., None]) -> None:
    builder = visit("admin", size=PHONE)
    page: Page = builder.open("/designer/", "[data-app=crm]")
    shot(page, "designer-apps-phone")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
