"""What is compiled of an app's forms: order, dependents across forms, what lookups and roll-ups hold."""

from collections.abc import Callable
from typing import Any

import pytest

from dougong.engines.expression.kinds import DATE, MONEY, NUMBER, TEXT, Kind, list_of
from dougong.engines.finding import Invalid
from dougong.engines.form.compile import CompiledForm, compile_forms
from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import AppForms
from dougong.engines.record.columns import Column, ColumnType, Target
from dougong.engines.record.facts import AppFacts
from dougong.kinds import Kinds

Compile = Callable[..., dict[str, CompiledForm]]


def field(key: str, type_: str, **settings: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, **settings}


PRODUCT = {"key": "product", "fields": [field("name", "text"), field("price", "money", decimals=3)]}
ORDER = {
    "key": "order",
    "fields": [
        field("customer", "reference", form="customer"),
        field("city", "formula", formula="customer.city"),
        field("total", "formula", formula="SUM(lines.amount)", returns="money"),
        field("placed", "date"),
        field(
            "lines",
            "subtable",
            fields=[
                field("product", "reference", form="product"),
                field("price", "lookup", through="product", field="price"),
                field("count", "number"),
                field("amount", "formula", formula="count * price", returns="money"),
            ],
        ),
    ],
}
CUSTOMER = {
    "key": "customer",
    "fields": [
        field("name", "text"),
        field("city", "text"),
        field("parent", "reference", form="customer"),
        field(
            "spent",
            "rollup",
            form="order",
            through="customer",
            function="sum",
            field="total",
            when="NOT(ISBLANK(placed))",
        ),
        field("last", "rollup", form="order", through="customer", function="max", field="placed"),
        field("orders", "rollup", form="order", through="customer", function="count"),
        field("level", "formula", formula='IF(spent > 1000, "A", "B")'),
        field("parent_level", "lookup", through="parent", field="name"),
    ],
}


@pytest.fixture
def shop(app: Compile) -> dict[str, CompiledForm]:
    return app(PRODUCT, ORDER, CUSTOMER)


def test_computed_fields_hold_what_they_are_made_of(shop: dict[str, CompiledForm]) -> None:
    customer, order = shop["customer"].fields, shop["order"].fields
    assert customer["spent"].kind == MONEY
    assert customer["last"].kind == DATE
    assert customer["orders"].kind == NUMBER
    assert customer["level"].kind == TEXT
    assert order["city"].kind == TEXT
    assert order["lines"].kind == list_of(Kind("row", form="order.lines"))
    price = order["lines"].children["price"]
    assert price.kind == MONEY
    assert price.place == Column(ColumnType.DECIMAL, scale=3)
    assert order["customer"].place == Column(ColumnType.ID, references=Target("record", "customer"), index=True)


def test_computed_fields_come_after_all_they_read(shop: dict[str, CompiledForm]) -> None:
    order = [one.path for one in shop["order"].computed]
    assert order.index("lines.price") < order.index("lines.amount") < order.index("total")
    ranks = shop["customer"].ranks
    assert ranks["spent"] < ranks["level"]
    assert shop["order"].ranks["total"] < ranks["spent"]


def test_a_change_names_what_it_makes_stale_elsewhere(shop: dict[str, CompiledForm]) -> None:
    (price,) = shop["product"].dependents
    assert (price.form, price.field, price.path, price.fields) == (
        "order",
        "lines.price",
        ("lines", "product"),
        {"price"},
    )
    stale = {one.field: one for one in shop["order"].dependents}
    assert set(stale) == {"spent", "last", "orders"}
    assert stale["spent"].through == "customer"
    assert stale["spent"].fields == {"customer", "total", "placed"}
    assert stale["orders"].fields == {"customer"}
    moved = {(one.form, one.field, one.path) for one in shop["customer"].dependents}
    assert moved == {("order", "city", ("customer",)), ("customer", "parent_level", ("parent",))}


def test_everything_an_expression_reads_is_in_the_tree(shop: dict[str, CompiledForm]) -> None:
    tree = shop["order"].tree
    assert tree["customer"] == {"city": {}}
    assert tree["lines"]["product"] == {"price": {}}


def test_a_title_is_the_first_text_unless_said(app: Compile, shop: dict[str, CompiledForm]) -> None:
    assert shop["customer"].title == "name"
    assert shop["order"].title is None
    assert app({**CUSTOMER, "title": "city"}, ORDER, PRODUCT)["customer"].title == "city"


def test_names_and_unique_sets_are_ready(app: Compile) -> None:
    form = {
        "key": "a",
        "fields": [
            field("code", "serial"),
            field("phone", "phone", unique=True, name={"zh-CN": "电话", "en": "Phone"}),
            field("x", "text"),
            field("rows", "subtable", fields=[field("y", "text", name="列")]),
            field("age", "formula", formula="DAYS(TODAY(), created_at)", returns="number"),
        ],
        "unique": [["phone", "x"]],
    }
    compiled = app(form)["a"]
    assert compiled.unique == (("phone",), ("code",), ("phone", "x"))
    assert compiled.names["phone"].en == "Phone"
    assert compiled.names["rows.y"].zh == "列"
    assert compiled.daily == ("age",)


def test_forms_of_other_apps_are_reached_with_their_own_neighbours(kinds: Kinds) -> None:
    shelf = {"key": "shelf", "fields": [field("hall", "reference", form="hall"), field("label", "text")]}
    hall = {"key": "hall", "fields": [field("name", "text")]}
    box = [
        field("shelf", "reference", form="stock/shelf"),
        field("hall", "formula", formula="shelf.hall.name", returns="text"),
    ]
    raw = {"box": {"key": "box", "fields": box}, "stock/shelf": shelf, "stock/hall": hall}
    forms = {key: FormDef.model_validate(one, context=kinds) for key, one in raw.items()}
    compiled = compile_forms(AppForms(forms, AppFacts(types=kinds.field_types)), kinds.functions)
    assert set(compiled) == {"box"}
    assert compiled["box"].tree["shelf"] == {"hall": {"name": {}}}


def test_what_is_wrong_is_raised_and_not_compiled(app: Compile) -> None:
    with pytest.raises(Invalid):
        app({"key": "a", "fields": [field("x", "formula", formula="nothing + 1", returns="number")]})
