"""The day's walk: from a spreadsheet of accounts to a won deal on the director's dashboard, by three people."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 390, "height": 844}
PASSWORD = "dougong-demo"
REP, MANAGER, DIRECTOR = "sales_east_1", "manager_sales_east", "director"
ACCOUNT = "青岛远海风电装备有限公司"
DEAL = "远海风电 伺服改造"
QUOTE = "远海风电 伺服改造报价"
AMOUNT = Decimal("50800")


def sign_in(page: Page, username: str, path: str) -> None:
    """At the address somebody was sent: first the sign-in, then what he came for."""
    page.goto(path)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(re.escape(path) + "$"))


def field(scope: Page | Locator, key: str) -> Locator:
    return scope.locator(f"[data-field={key}]")


def choose(page: Page, box: Locator, words: str, *, search: bool = False) -> None:
    """Opens a choice, looks for the words where there is a search, and takes the option."""
    box.get_by_role("combobox").click()
    if search:
        page.get_by_role("searchbox").last.fill(words)
    page.get_by_role("option", name=words).first.click()


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("客户")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def won_amount(page: Page) -> Decimal:
    """What the director's dashboard says was won."""
    page.goto("/app/crm/dashboard/director")
    figure = page.locator("[data-tile=won_amount] [data-value]")
    expect(figure).to_be_visible()
    return Decimal(figure.get_attribute("data-value") or "0")


def import_accounts(page: Page, folder: Path, shot: Callable[..., None]) -> None:
    rows: list[list[object]] = [
        ["客户名称", "行业", "区域", "级别", "员工人数", "电话"],
        ["烟台海宸重工有限公司", "制造", "华东", "A 级", 320, "0535-66880001"],
        ["威海蓝鲸装备有限公司", "制造", "华东", "B 级", "三百左右", "0631-55880002"],
        ["潍坊恒力传动有限公司", "制造", "华东", "C 级", 85, "0536-77880003"],
    ]
    page.goto("/app/crm/form/account")
    page.locator("[data-action=import]").click()
    page.locator("[data-upload=import]").set_input_files(workbook(folder / "客户.xlsx", rows))
    expect(page.locator("[data-step=map] [data-column=客户名称]")).to_contain_text("客户名称")
    shot(page, "day-import-map-desktop")
    page.get_by_role("button", name="检查数据").click()
    problem = page.get_by_role("region", name="问题明细").locator("tr[data-row]")
    expect(problem).to_have_count(1)
    expect(problem).to_contain_text("员工人数")
    expect(page.locator("[data-kind=create]")).to_have_attribute("data-count", "2")
    expect(page.locator("[data-kind=error]")).to_have_attribute("data-count", "1")
    shot(page, "day-import-check-desktop")
    page.get_by_role("button", name="跳过问题行，导入 2 条").click()
    expect(page.locator("[data-import=done]")).to_contain_text("已导入 2 条")
    shot(page, "day-import-done-desktop")
    page.get_by_role("link", name="查看列表").click()
    grid = page.get_by_test_id("record-grid")
    expect(grid).to_contain_text("烟台海宸重工有限公司")
    expect(grid).to_contain_text("潍坊恒力传动有限公司")
    expect(grid).not_to_contain_text("威海蓝鲸装备有限公司")


def create_account(page: Page) -> None:
    page.locator("[data-action=new]").click()
    form = page.get_by_role("form", name="新建客户")
    form.get_by_role("button", name="保存").click()
    expect(form.locator("[data-field=name] [data-problem]")).to_be_visible()
    field(form, "name").get_by_role("textbox").fill(ACCOUNT)
    choose(page, field(form, "industry"), "能源", search=True)
    choose(page, field(form, "region"), "华东")
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name=ACCOUNT)).to_be_visible()


def create_opportunity(page: Page) -> None:
    page.goto("/app/crm/form/opportunity/new")
    form = page.get_by_role("form", name="新建商机")
    field(form, "name").get_by_role("textbox").fill(DEAL)
    choose(page, field(form, "account"), ACCOUNT, search=True)
    # the industry comes with the account
    expect(field(form, "industry")).to_contain_text("能源")
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name=DEAL)).to_be_visible()


def stage(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stage-bar").get_by_role("button", name=name)


def move_the_stage(page: Page, shot: Callable[..., None]) -> None:
    stage(page, "需求分析").click()
    expect(stage(page, "需求分析")).to_have_attribute("aria-current", "step")
    stage(page, "方案报价").click()
    refusal = page.get_by_test_id("move-refused")
    expect(refusal.locator("[data-field=budget]")).to_be_visible()
    shot(page, "day-refused-desktop")
    field(refusal, "amount").get_by_role("textbox").fill(str(AMOUNT))
    field(refusal, "budget").get_by_role("textbox").fill("60000")
    refusal.locator("[data-action=fill-and-move]").click()
    expect(refusal).to_have_count(0)
    expect(stage(page, "方案报价")).to_have_attribute("aria-current", "step")


def write_a_quote(page: Page, shot: Callable[..., None]) -> None:
    page.goto("/app/crm/form/quote/new")
    form = page.get_by_role("form", name="新建报价单")
    field(form, "name").first.get_by_role("textbox").fill(QUOTE)
    choose(page, field(form, "opportunity"), DEAL, search=True)
    expect(field(form, "account").first).to_contain_text(ACCOUNT)
    lines = [("伺服驱动器 HX-100", 2, 10), ("伺服驱动器 HX-200", 3, 0), ("现场调试服务", 1, 5)]
    for number, (product, quantity, discount) in enumerate(lines):
        form.get_by_role("button", name="添加一行").click()
        row = form.locator(f"[data-row-index='{number}']")
        choose(page, row.locator("[data-cell=product]"), product, search=True)
        expect(row.locator("[data-cell=price] input")).not_to_have_value("")
        row.locator("[data-cell=quantity] input").fill(str(quantity))
        row.locator("[data-cell=discount] input").fill(str(discount))
    # 2 x 4,800 less 10 %, 3 x 8,600, 6,800 less 5 %: as it is typed, before anything is sent
    expect(field(form, "list_total").last).to_contain_text("42,200.00")
    expect(field(form, "total").last).to_contain_text("40,900.00")
    expect(form.locator("[data-row-index='0'] [data-cell=amount]")).to_contain_text("8,640.00")
    shot(page, "day-quote-desktop", full=True)
    form.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name=QUOTE)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("审批中")


def approve_on_the_phone(page: Page, shot: Callable[..., None]) -> None:
    page.get_by_role("link", name="待办").first.click()
    waiting = page.get_by_test_id("task-list").get_by_role("button", name=QUOTE)
    expect(waiting.locator("[data-fact=total]")).to_have_text("¥ 40,900.00")
    waiting.click()
    expect(page.get_by_role("heading", name=QUOTE)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("40,900.00")
    shot(page, "day-matter-phone")
    page.get_by_test_id("decide").get_by_role("textbox").first.fill("价格可以，同意")
    page.get_by_test_id("decide").get_by_role("button", name="同意").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已同意")
    expect(page.get_by_test_id("task-list").get_by_role("button", name=QUOTE)).to_have_count(0)


def win(page: Page) -> None:
    page.goto("/app/crm/form/opportunity")
    page.get_by_test_id("record-grid").get_by_role("row", name=DEAL).click()
    drawer = page.get_by_test_id("record-drawer")
    drawer.get_by_test_id("stage-bar").get_by_role("button", name="赢单").click()
    expect(drawer.locator("[data-stage=won]")).to_have_attribute("aria-current", "step")


def test_from_a_spreadsheet_to_a_won_deal_on_the_directors_dashboard(
    visit: Callable[..., Any], tmp_path: Path, shot: Callable[..., None]
) -> None:
    director = visit(DIRECTOR)
    before = won_amount(director.page)

    rep = visit(None)
    rep.watch.expect(401, "/api/")
    sign_in(rep.page, REP, "/app/crm/form/account")
    expect(rep.page.get_by_test_id("record-grid")).to_be_visible()
    import_accounts(rep.page, tmp_path, shot)
    create_account(rep.page)
    create_opportunity(rep.page)
    rep.watch.expect(422, "/forms/opportunity/records/")
    move_the_stage(rep.page, shot)
    write_a_quote(rep.page, shot)
    quote = rep.page.url

    manager = visit(None, PHONE)
    manager.watch.expect(401, "/api/")
    sign_in(manager.page, MANAGER, "/")
    expect(manager.page.get_by_role("main")).to_contain_text("我的应用")
    approve_on_the_phone(manager.page, shot)

    rep.page.goto(quote)
    expect(rep.page.get_by_role("main")).to_contain_text("已通过")
    win(rep.page)

    assert won_amount(director.page) == before + AMOUNT
    director.page.locator("[data-tile=won_by_owner], [data-tile=won_amount]").first.scroll_into_view_if_needed()
    director.page.locator("[data-tile=won_amount] [data-value]").click()
    drill = director.page.get_by_test_id("drill")
    expect(drill).to_contain_text(DEAL)
    shot(director.page, "day-drill-desktop")
    drill.get_by_role("row", name=DEAL).click()
    expect(director.page.get_by_role("heading", name=DEAL)).to_be_visible()

    for seat in (director, rep, manager):
        assert seat.watch.take() == []
