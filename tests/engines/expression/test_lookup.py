"""LOOKUP and COUNT_OWNED: forms and fields that are not there, values that a field can never equal, conditions."""

from collections.abc import Mapping

import pytest

from dougong.engines.expression.check import check
from dougong.engines.expression.kinds import DATE, DATETIME, MONEY, TEXT, Kind, list_of
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope

FUNCTIONS = load_functions()
FIELDS = {
    "code": TEXT, "name": TEXT, "price": MONEY, "since": DATE, "seen": DATETIME, "tags": list_of(TEXT),
    "level": Kind("option", options=("A", "B")), "parts": list_of(Kind("row")),
}  # fmt: skip


class World(SampleScope):
    def field_of(self, form: str, field: str) -> Kind | None:
        return FIELDS.get(field) if form == "product" else None

    def form_names(self) -> Mapping[str, str]:
        return {"product": "product", "产品": "product"}

    def field_names(self, form: str) -> Mapping[str, str]:
        return {**{name: name for name in FIELDS}, "单价": "price"}


SCOPE = World({"code": "text", "due": "date", "at": "datetime", "n": "number", "lines": {"rows": {"part": "text"}}})


@pytest.mark.parametrize(
    ("written", "meant", "kind"),
    [
        ('LOOKUP("product", code = code, "price")', 'LOOKUP("product", "price", "code", code)', "money"),
        ('LOOKUP(product, "x" = name, price)', 'LOOKUP("product", "price", "name", "x")', "money"),
        (
            'LOOKUP("product", name = "x" AND (price = n AND since = due), "code")',
            'LOOKUP("product", "code", "name", "x", "price", n, "since", due)',
            "text",
        ),
        ('LOOKUP("product", "name", "seen", due)', 'LOOKUP("product", "name", "seen", TIMESTAMP(due))', "text"),
        (
            'LOOKUP("product", "price", "code", lines.part)',
            'LOOKUP("product", "price", "code", lines.part)',
            {"list": "money"},
        ),
        ("COUNT_OWNED(product)", 'COUNT_OWNED("product")', "number"),
    ],
)
def test_a_condition_says_what_the_fields_of_the_other_form_equal(written: str, meant: str, kind: object) -> None:
    found = check(written, SCOPE, None, FUNCTIONS)
    assert (found.findings, print_(found.node), found.kind.as_json()) == ((), meant, kind)


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ('LOOKUP("prodct", "nme", "code", 1)', [("unknown_form", (7, 15), "product")]),
        ('LOOKUP("产品", "price", "code", code)', [("unknown_form", (7, 11), "product")]),
        ('COUNT_OWNED("prodct")', [("unknown_form", (12, 20), "product")]),
        (
            'LOOKUP("product", "prise", "单价", 1)',
            [("unknown_lookup", (18, 25), "price"), ("unknown_lookup", (27, 31), "price")],
        ),
        ('LOOKUP("product", cod = "x", "price")', [("unknown_lookup", (18, 21), "code")]),
        ('LOOKUP("product", "name", "price", "12")', [("mixed_kinds", (35, 39), None)]),
        ('LOOKUP("product", "name", "code", 5)', [("mixed_kinds", (34, 35), None)]),
        ('LOOKUP("product", "name", "since", "abc")', [("bad_date", (35, 40), None)]),
        ('LOOKUP("product", "name", "since", at)', [("mixed_kinds", (35, 37), None)]),
        ('LOOKUP("product", "name", "tags", "x")', [("lookup_list", (26, 32), None)]),
        ('LOOKUP("product", "name", "level", "C")', [("unknown_option", (35, 38), None)]),
        ('LOOKUP("product", "parts", "code", "x")', [("lookup_rows", (18, 25), None)]),
        (
            'LOOKUP("product", price > 5 AND code = "x", "name")',
            [("lookup_condition", (18, 27), 'LOOKUP("product", field = value, "…")')],
        ),
    ],
)
def test_what_can_never_be_found_is_told(written: str, problems: list[tuple[str, tuple[int, int], str | None]]) -> None:
    found = check(written, SCOPE, None, FUNCTIONS)
    assert [(one.code, one.position, one.hint) for one in found.findings] == problems
