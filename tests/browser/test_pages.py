"""Every page of the members, in both languages, on a desktop and on a phone: whole, quiet, usable by everybody."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LOCALES = ("zh-CN", "en")
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@dataclass
class Place:
    """A page: its address, and what shows that its real content is there."""

    name: str
    path: str
    ready: str
    who: str | None = "director"
    answers: tuple[tuple[int, str], ...] = ()


PLACES = [
    Place("sign-in", "/login", "form", who=None, answers=((401, "/api/me"),)),
    Place("portal", "/", "main h1"),
    Place("app-home", "/app/crm", "main h1"),
    Place("list", "/app/crm/form/account", "[data-row]"),
    Place("kanban", "/app/crm/form/opportunity?view=board", "[data-lane] [data-row]"),
    Place("drawer", "/app/crm/form/account?record={account}", "[data-record]"),
    Place("form", "/app/crm/form/quote/new", "[data-field=lines]"),
    Place("record", "/app/crm/form/opportunity/record/{opportunity}", "[data-testid=stage-bar]"),
    Place("edit", "/app/crm/form/opportunity/record/{opportunity}/edit", "[data-field=name] input"),
    Place("flow", "/app/crm/form/quote/record/{quote}?tab=flow", "[data-node]"),
    Place("to-do", "/todo", "[data-testid=task-list] [data-task]", who="manager_sales_east"),
    Place("matter", "/todo?task={task}", "[data-testid=decide]", who="manager_sales_east"),
    Place("dashboard", "/app/crm/dashboard/director", "[data-tile=funnel] [data-mark]"),
    Place("report", "/app/crm/report/won_by_month", "main h1"),
    Place("import", "/app/crm/form/account/import", "[data-step=upload]"),
    Place("bin", "/app/crm/form/account/bin", "main h1"),
    Place("notifications", "/inbox", "main h1", who="manager_sales_east"),
    Place("account", "/settings", "main h1"),
    Place("admin-people", "/admin/people", "main table, main [role=list]", who="admin"),
    Place("admin-departments", "/admin/departments", "main [data-department]", who="admin"),
    Place("admin-roles", "/admin/apps", "main [data-role], main [role=combobox]", who="admin"),
    Place("not-found", "/app/crm/form/nothing_like_it", "main"),
]

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= width) return [];
  const held = (one) => {
    for (let at = one.parentElement; at; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== "visible") return true;
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !held(one))
    .slice(0, 5)
    .map((one) => one.outerHTML.slice(0, 160));
}"""


# of each table, the rows that its lower edge cuts (its totals are that edge where it has some)
CUT = """all => all.map(table => {
  const box = table.parentElement;
  const edge = box.getBoundingClientRect().top + box.clientHeight - (table.tFoot?.offsetHeight ?? 0);
  return [...table.tBodies[0].rows].filter(row => {
    const {top, bottom} = row.getBoundingClientRect();
    return !row.ariaHidden && top < edge - 1 && bottom > edge + 1;
  }).map(row => row.textContent);
})"""


@pytest.fixture(scope="module")
def ids(crm: Any) -> dict[str, str]:
    """One record of each form that a page needs, as the director sees them, and a task of the manager."""
    director = crm.sign_in("director", "dougong-demo")
    manager = crm.sign_in("manager_sales_east", "dougong-demo")

    def first(form: str, **query: str) -> str:
        answer = director.get(f"/api/apps/crm/forms/{form}/records", params={"limit": 1, **query})
        return str(answer["items"][0]["id"])

    return {
        "account": first("account", sort="-won_amount"),
        "opportunity": first("opportunity", filter='stage = "proposal"'),
        "quote": first("quote"),
        "task": str(manager.get("/api/tasks")["items"][0]["id"]),
    }


@pytest.fixture(scope="module")
def seated(visit: Callable[..., Any]) -> Callable[[str | None, str, str], Any]:
    """Each person keeps one browser profile a language and device."""
    kept: dict[tuple[str | None, str, str], Any] = {}

    def give(who: str | None, locale: str, size: str) -> Any:
        key = (who, locale, size)
        if key not in kept:
            kept[key] = visit(who, SIZES[size], locale)
        return kept[key]

    return give


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical: the rule, and the elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:200]} {node['failureSummary'][-160:]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:4]
    ]


def too_wide(page: Page) -> list[str]:
    """The elements that reach beyond the window and that nothing scrolls or cuts."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


# what opens over the list: how it is opened, and what shows that it is there
OVER: dict[str, tuple[str, str]] = {
    "filter": ("[data-action=filter]", "[role=dialog] [data-condition], [role=dialog] [role=combobox]"),
    "menu": ("[data-action=more]", "[role=menu]"),
    "finder": ("[data-action=search]", "[role=dialog] [role=listbox]"),
    "drawer": ("[data-row]", "[data-testid=record-drawer] [data-record]"),
}


@pytest.mark.parametrize(("locale", "size"), [("zh-CN", "phone"), ("en", "desktop")])
def test_what_opens_over_a_page_is_usable_and_gives_the_focus_back(locale: str, size: str, seated: Any) -> None:
    visit = seated("director", locale, size)
    page = visit.open("/app/crm/form/account", "[data-row]")
    for name, (opener, content) in OVER.items():
        page.locator(opener).first.click()
        expect(page.locator(content).first).to_be_visible()
        assert serious(page) == [], name
        page.keyboard.press("Escape")
        expect(page.locator("[role=dialog]")).to_have_count(0)
        if name != "drawer":
            expect(page.locator(opener).first).to_be_focused()
    # the drawer is gone from the address too
    expect(page).to_have_url(re.compile("/form/account$"))
    assert visit.watch.take() == []


CASES = [(place, locale, size) for place in PLACES for locale in LOCALES for size in SIZES]


@pytest.mark.parametrize(
    ("place", "locale", "size"), CASES, ids=[f"{place.name}-{locale}-{size}" for place, locale, size in CASES]
)
def test_a_page_is_whole_quiet_and_usable_by_everybody(
    place: Place, locale: str, size: str, seated: Any, ids: dict[str, str], shot: Callable[..., None]
) -> None:
    visit = seated(place.who, locale, size)
    for status, part in place.answers:
        visit.watch.expect(status, part)
    # in Chinese every page is the first that somebody loads, in English one after the other without loading anew
    arrive = visit.open if locale == LOCALES[0] else visit.go
    page = arrive(place.path.format(**ids), place.ready)
    shot(page, f"{place.name}-{size}-{locale}")
    assert page.locator("html").get_attribute("lang") == locale
    assert visit.watch.take() == []
    assert serious(page) == []
    if size == "phone":
        assert too_wide(page) == []


def test_a_table_in_a_tile_cuts_no_row_and_the_menu_no_name(seated: Any) -> None:
    page = seated("director", "en", "desktop").open(
        "/app/crm/dashboard/director", "[data-tile=win_rate_by_owner] tbody tr"
    )
    tables = page.locator("[data-tile] table").evaluate_all(CUT)
    assert len(tables) > 1
    assert tables == [[]] * len(tables)
    names = page.locator("nav [data-entry] > span:first-of-type")
    assert names.filter(has_text="The business at a glance").is_visible()
    assert names.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length") == 0
