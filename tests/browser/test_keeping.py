"""What somebody has typed stays: through a reload, somebody else's save, and a session that ends."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

NUMBER = itertools.count(1)
ACCOUNTS = "/api/apps/crm/forms/account/records"


@pytest.fixture(scope="module")
def director(visit: Callable[..., Any]) -> Any:
    return visit("director")


@pytest.fixture
def account(crm: Any) -> dict[str, Any]:
    """A new account that nobody else writes."""
    made: dict[str, Any] = crm.sign_in("director", "dougong-demo").post(
        ACCOUNTS, {"values": {"name": f"存续测试 {next(NUMBER)}", "industry": "retail", "region": "east"}}, 201
    )
    return made


def edit(visit: Any, account: dict[str, Any]) -> Any:
    page = visit.open(f"/app/crm/form/account/record/{account['id']}/edit", "[data-field=name] input")
    return page, page.locator("[data-field=name] input"), page.locator("[data-field=website] input")


def test_a_reload_in_the_middle_of_a_new_record_loses_nothing(director: Any) -> None:
    page = director.open("/app/crm/form/account/new", "[data-field=name] input")
    name = page.locator("[data-field=name] input")
    name.fill("还没填完")
    page.reload()
    expect(name).to_have_value("还没填完")
    page.locator("[data-action=discard-draft]").click()
    expect(name).to_have_value("")
    # nothing is behind an address that was opened directly, and still "cancel" leads somewhere
    page.locator("[data-action=cancel]").click()
    expect(page.locator("main")).not_to_contain_text("还没填完")
    assert director.watch.take() == []


def test_who_saves_second_decides_field_by_field(director: Any, crm: Any, account: dict[str, Any]) -> None:
    page, name, website = edit(director, account)
    name.fill("我改的名字")
    website.fill("https://mine.example.com")
    change = {"rev": account["rev"], "values": {"name": "别人改的名字", "phone": "0532-80001234"}}
    crm.sign_in("director", "dougong-demo").patch(f"{ACCOUNTS}/{account['id']}", change)
    director.watch.expect(409, account["id"])
    page.locator("[data-action=save]").click()
    conflict = page.get_by_test_id("conflict")
    expect(conflict.locator("[data-field=website]")).to_contain_text("mine.example.com")
    expect(conflict.locator("[data-field=phone]")).to_contain_text("0532-80001234")
    conflict.locator("[data-field=name]").get_by_label("现在的值").check()
    conflict.locator("[data-action=rebase]").click()
    expect(name).to_have_value("别人改的名字")
    expect(website).to_have_value("https://mine.example.com")
    page.locator("[data-action=save]").click()
    expect(page.locator("main h1")).to_have_text("别人改的名字")
    stored = crm.sign_in("director", "dougong-demo").get(f"{ACCOUNTS}/{account['id']}")["values"]
    assert (stored["phone"], stored["website"]) == ("0532-80001234", "https://mine.example.com")
    assert director.watch.take() == []


def test_a_session_that_ends_in_the_middle_is_taken_up_on_the_spot(director: Any, account: dict[str, Any]) -> None:
    page, name, _ = edit(director, account)
    name.fill("登录过期时写的名字")
    director.context.clear_cookies()
    director.watch.expect(401, "/api/")
    page.locator("[data-action=save]").click()
    again = page.get_by_test_id("sign-in-again")
    expect(again.get_by_label("用户名")).to_have_value("director")
    again.get_by_label("密码").fill("dougong-demo")
    again.get_by_role("button", name="登录").click()
    expect(again).to_have_count(0)
    expect(name).to_have_value("登录过期时写的名字")
    page.locator("[data-action=save]").click()
    expect(page.locator("main h1")).to_have_text("登录过期时写的名字")
    assert director.watch.take() == []
