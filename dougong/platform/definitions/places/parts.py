"""What the parts around the engines name: roles, grants, pages, menu, templates, modules, tests."""

from collections.abc import Iterator

from dougong.kinds import Kinds
from dougong.platform.access.definition import ROW_WORDS, GrantDef
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.parts import MenuGroup, MenuItem, TestDef
from dougong.platform.definitions.places.place import Place, Places


def part_places(app: AppDef, kinds: Kinds) -> Iterator[Place]:
    for index, role in enumerate(app.roles):
        for number, inherited in enumerate(role.inherits):
            yield Place(f"/roles/{index}/inherits/{number}", "role", inherited)
    for index, grant in enumerate(app.grants):
        yield from _grant(grant, Places(kinds, f"/grants/{index}", grant.form))
    yield from _pages(app, Places(kinds, "/pages"))
    places = Places(kinds, "/menu")
    for index, entry in enumerate(app.menu):
        if isinstance(entry, MenuGroup):
            places.each("role", f"/{index}/roles", entry.roles)
            for number, item in enumerate(entry.items):
                _item(item, f"/{index}/items/{number}", places)
        else:
            _item(entry, f"/{index}", places)
    yield from places.found
    for index, template in enumerate(app.templates):
        if template.form is not None:
            yield Place(f"/templates/{index}/form", "form", template.form)
    yield from _modules(app, Places(kinds, "/modules"))
    for index, test in enumerate(app.tests):
        yield from _test(test, Places(kinds, f"/tests/{index}"))


def _grant(grant: GrantDef, places: Places) -> list[Place]:
    places.add("role", "/role", grant.role)
    places.add("form", "/form", grant.form)
    if grant.rows not in ROW_WORDS:
        places.condition("/rows", grant.rows, pushed="rows")
    places.keys("field", "/fields", grant.fields)
    return places.found


def _pages(app: AppDef, places: Places) -> list[Place]:
    for index, page in enumerate(app.pages):
        places.each("role", f"/{index}/roles", page.roles)
        for number, block in enumerate(page.blocks):
            at = f"/{index}/blocks/{number}"
            places.add("view", f"{at}/view", block.view)
            places.add("report", f"{at}/report", block.report)
            places.add("dashboard", f"{at}/dashboard", block.dashboard)
            places.add("button", f"{at}/button", block.button)
    return places.found


def _item(item: MenuItem, at: str, places: Places) -> None:
    places.add("form", f"{at}/form", item.form)
    places.add("page", f"{at}/page", item.page)
    places.add("dashboard", f"{at}/dashboard", item.dashboard)
    places.add("report", f"{at}/report", item.report)
    if item.view is not None and item.form is not None:
        places.add("view", f"{at}/view", item.view, form=item.form)
    places.each("role", f"{at}/roles", item.roles)


def _modules(app: AppDef, places: Places) -> list[Place]:
    for index, module in enumerate(app.modules):
        places.each("form", f"/{index}/forms", module.forms)
        places.each("flow", f"/{index}/flows", module.flows)
        places.each("report", f"/{index}/reports", module.reports)
        places.each("dashboard", f"/{index}/dashboards", module.dashboards)
        places.each("page", f"/{index}/pages", module.pages)
        places.each("module_part", f"/{index}/rules", module.rules)
    return places.found


def _test(test: TestDef, places: Places) -> list[Place]:
    for index, given in enumerate(test.given):
        places.add("form", f"/given/{index}/form", given.form)
        places.keys("field", f"/given/{index}/set", given.set, form=given.form)
    for index, step in enumerate(test.do):
        for name in ("create", "submit", "update", "delete", "press"):
            written = getattr(step, name)
            if written is not None:
                places.add("form", f"/do/{index}/{name}/form", written.form)
                if name != "press":
                    places.keys("field", f"/do/{index}/{name}/set", written.set, form=written.form)
        if step.press is not None:
            places.add("button", f"/do/{index}/press/button", step.press.button, form=step.press.form)
    for index, expected in enumerate(test.expect):
        if expected.count is not None:
            at = f"/expect/{index}/count"
            places.add("form", f"{at}/form", expected.count.form)
            places.condition(f"{at}/where", expected.count.where, form=expected.count.form, pushed="test")
    return places.found
