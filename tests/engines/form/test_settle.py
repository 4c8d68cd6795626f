"""What becomes of the values somebody sends: defaults, fills, hidden and locked fields, computed values."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.run import Fetched, Need, Run
from dougong.engines.form.submit import Settled, adopt, coerce, refresh, settle
from dougong.engines.form.validate import validate

ID = "0197f1a0-0000-7000-8000-000000000001"
ROW = "0197f1a0-0000-7000-8000-000000000011"
Compile = Callable[..., dict[str, CompiledForm]]


def form(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": "deal", "fields": list(fields), **more}


def field(key: str, type_: str, **settings: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, **settings}


STAGE = field("stage", "select", options=[{"value": "new"}, {"value": "won"}, {"value": "lost"}], default="new")


def settled(
    deal: CompiledForm, raw: dict[str, Any], run: Run, stored: dict[str, Any] | None = None, **more: Any
) -> Settled:
    sent, findings = coerce(deal, raw)
    assert findings == []
    out = settle(deal, sent, stored, run, **more)
    assert isinstance(out, Settled)
    return out


def codes(found: object) -> list[tuple[str, str]]:
    assert not isinstance(found, Need)
    return [(one.pointer, one.code) for one in found]


def test_defaults_are_values_or_formulas_and_never_overwrite_what_was_sent(app: Compile, run: Run) -> None:
    deal = app(
        form(
            STAGE,
            field("due", "date", default="TODAY() + 3"),
            field("owner2", "user", default="ME()"),
            field("word", "text", default="TODAY"),
            field("loud", "text", default='UPPER("a")'),
            field("count", "number", default=2, decimals=0),
        )
    )["deal"]
    made = settled(deal, {"stage": "won", "count": None}, run).values
    assert made["stage"] == "won"
    assert made["count"] is None
    assert made["due"] == date(2026, 11, 25)
    assert made["owner2"] == "0197f1a0-0000-7000-8000-0000000000aa"
    assert made["word"] == "TODAY"
    assert made["loud"] == "A"


def test_defaults_are_for_new_records_only(app: Compile, run: Run) -> None:
    deal = app(form(STAGE, field("name", "text")))["deal"]
    assert settled(deal, {"name": "x"}, run, {"stage": None, "name": None}).values["stage"] is None


def test_formulas_are_computed_in_order_down_to_the_rows(app: Compile, run: Run) -> None:
    deal = app(
        form(
            field("total", "formula", formula="net * (1 + tax)", returns="money"),
            field("net", "formula", formula="SUM(lines.amount)", returns="money"),
            field("tax", "percent", default="0.13"),
            field("discount", "percent", default="0.1"),
            field(
                "lines",
                "subtable",
                fields=[
                    field("quantity", "number", decimals=0),
                    field("price", "money"),
                    field("amount", "formula", formula="quantity * price * (1 - discount)", returns="money"),
                ],
            ),
        )
    )["deal"]
    out = settled(deal, {"lines": [{"values": {"quantity": 3, "price": "9.90"}}, {"values": {"quantity": 1}}]}, run)
    assert [row["amount"] for row in out.values["lines"]] == [Decimal("26.73"), Decimal("0.00")]
    assert out.values["net"] == Decimal("26.73")
    assert out.values["total"] == Decimal("30.20")


def test_a_value_of_a_hidden_field_is_dropped_and_the_stored_one_kept(app: Compile, run: Run) -> None:
    deal = app(
        form(
            STAGE,
            field("reason", "text"),
            field("amount", "money", visible_when='stage <> "lost"'),
            linkage=[{"when": 'stage = "lost"', "show": ["reason"], "require": ["reason"]}],
        )
    )["deal"]
    stored = {"stage": "new", "reason": "old", "amount": Decimal("1.00")}
    out = settled(deal, {"reason": "none"}, run, stored)
    assert out.values["reason"] == "old"
    assert out.ignored == ("reason",)
    shown = settled(deal, {"stage": "lost", "reason": "price", "amount": "5"}, run, stored)
    assert shown.values["reason"] == "price"
    assert shown.values["amount"] == Decimal("1.00")
    assert shown.ignored == ("amount",)


def test_hiding_is_judged_on_what_remains_when_hidden_values_are_dropped(app: Compile, run: Run) -> None:
    deal = app(
        form(
            field("a", "boolean"),
            field("b", "boolean", visible_when="a"),
            field("c", "text", visible_when="b"),
        )
    )["deal"]
    out = settled(deal, {"a": False, "b": True, "c": "x"}, run, {"a": True, "b": False, "c": None})
    assert out.values["b"] is False
    assert out.values["c"] is None
    assert set(out.ignored) == {"b", "c"}


def test_a_locked_value_is_refused_unless_it_is_the_stored_one(app: Compile, run: Run) -> None:
    deal = app(
        form(
            field("code", "text", readonly=True),
            STAGE,
            field("amount", "money", readonly_when='stage = "won"'),
            field("total", "formula", formula="amount * 2", returns="money"),
        )
    )["deal"]
    stored = {"code": "A", "stage": "won", "amount": Decimal("5.00"), "total": Decimal("10.00")}
    same = settled(deal, {"code": "A", "amount": 5, "total": "10.00"}, run, stored)
    assert same.findings == ()
    out = settled(deal, {"code": "B", "amount": 6, "total": 11}, run, stored)
    assert sorted(codes(out.findings)) == [
        ("/values/amount", "not_writable"),
        ("/values/code", "not_writable"),
        ("/values/total", "not_writable"),
    ]


def test_the_writers_rights_reach_into_the_rows(app: Compile, run: Run) -> None:
    deal = app(form(field("lines", "subtable", fields=[field("name", "text"), field("cost", "money")])))["deal"]
    stored = {"lines": [{"id": ROW, "name": "a", "cost": Decimal("1.00")}]}

    def writable(key: str) -> bool:
        return key != "lines.cost"

    kept = settled(deal, {"lines": [{"id": ROW, "values": {"name": "b", "cost": "1"}}]}, run, stored, writable=writable)
    assert kept.findings == ()
    assert kept.values["lines"] == [{"id": ROW, "name": "b", "cost": Decimal("1.00")}]
    changed = settled(deal, {"lines": [{"id": ROW, "values": {"cost": "2"}}]}, run, stored, writable=writable)
    assert codes(changed.findings) == [("/values/lines/0/values/cost", "not_writable")]


def test_rows_with_an_id_are_patched_without_one_added_and_absent_ones_go(app: Compile, run: Run) -> None:
    deal = app(form(field("lines", "subtable", fields=[field("name", "text"), field("note", "text", default="-")])))[
        "deal"
    ]
    other = ROW[:-1] + "2"
    stored = {"lines": [{"id": ROW, "name": "a", "note": "x"}, {"id": other, "name": "gone", "note": None}]}
    out = settled(deal, {"lines": [{"values": {"name": "new"}}, {"id": ROW, "values": {"name": "b"}}]}, run, stored)
    assert out.values["lines"] == [
        {"id": None, "name": "new", "note": "-"},
        {"id": ROW, "name": "b", "note": "x"},
    ]
    strange = settled(deal, {"lines": [{"id": ID, "values": {}}]}, run, stored)
    assert codes(strange.findings) == [("/values/lines/0/id", "unknown_row")]


ACCOUNT = {
    "key": "account",
    "fields": [
        field("name", "text"),
        field("level", "text"),
        field("region", "text"),
        field("parent", "reference", form="account"),
    ],
}


def test_choosing_a_record_fills_what_was_not_sent_and_looks_up_what_lies_behind(
    app: Compile, fetching: Callable[..., Any]
) -> None:
    deal = app(
        form(
            field("account", "reference", form="account", fill={"region": "region", "label": "parent.name"}),
            field("region", "text"),
            field("label", "text"),
            field("level", "lookup", through="account", field="level"),
            field("frozen", "lookup", through="account", field="level", mode="snapshot"),
        ),
        ACCOUNT,
    )["deal"]
    records = {
        ("account", ID): {"level": "A", "region": "east", "parent": ROW},
        ("account", ROW): {"name": "Group"},
    }
    sent, _ = coerce(deal, {"account": {"id": ID}, "region": "west"})
    out = fetching(records, lambda run: settle(deal, sent, None, run))
    assert out.values["region"] == "west"
    assert out.values["label"] == "Group"
    assert out.values["level"] == out.values["frozen"] == "A"
    moved = {**records, ("account", ID): {**records["account", ID], "level": "B"}}
    again = fetching(moved, lambda run: settle(deal, {}, out.values, run))
    assert again.values["level"] == "B"
    assert again.values["frozen"] == "A"


def test_more_is_asked_for_all_at_once_and_a_record_that_is_gone_is_blank(app: Compile, run: Run) -> None:
    deal = app(
        form(
            field("account", "reference", form="account"),
            field("level", "lookup", through="account", field="level"),
            field("where", "formula", formula='account.region & "/" & owner.department.name', returns="text"),
        ),
        ACCOUNT,
    )["deal"]
    sent, _ = coerce(deal, {"account": ID, "owner": ROW})
    out = settle(deal, sent, None, run)
    assert isinstance(out, Need)
    assert {(one.table, one.id, one.fields) for one in out.wanted} == {
        ("account", ID, frozenset({"level", "region"})),
        ("@user", ROW, frozenset({"department"})),
    }
    gone = settle(deal, sent, None, run.with_(Fetched({("account", ID): {}, ("@user", ROW): {}})))
    assert isinstance(gone, Settled)
    assert gone.values["level"] is None
    assert gone.values["where"] == "/"


def test_linkage_sets_values_and_everything_follows(app: Compile, run: Run) -> None:
    deal = app(
        form(
            STAGE,
            field("rate", "percent"),
            field("amount", "money"),
            field("worth", "formula", formula="amount * rate", returns="money"),
            linkage=[{"when": 'stage = "won"', "set": {"rate": "1"}}, {"when": 'stage = "lost"', "set": {"rate": "0"}}],
        )
    )["deal"]
    assert settled(deal, {"stage": "won", "amount": 7}, run).values["worth"] == Decimal("7.00")


def test_what_rules_set_is_adopted_and_judged(app: Compile, run: Run) -> None:
    deal = app(form(STAGE, field("amount", "money", min=0), field("twice", "formula", formula="amount * 2")))["deal"]
    before = settled(deal, {"amount": 1}, run)
    out = adopt(deal, before.values, {"amount": Decimal("-2.005")}, None, run)
    assert isinstance(out, Settled)
    assert out.values["amount"] == Decimal("-2.01")
    assert out.values["twice"] == Decimal("-4.02")
    assert codes(validate(deal, out, None, run, judge=["amount"])) == [("/values/amount", "too_small")]


def test_a_rollup_that_changed_elsewhere_makes_what_depends_on_it_anew(app: Compile, run: Run) -> None:
    payment = {"key": "payment", "fields": [field("deal", "reference", form="deal"), field("amount", "money")]}
    compiled = app(
        form(
            field("amount", "money"),
            field("paid", "rollup", form="payment", through="deal", function="sum", field="amount"),
            field("open", "formula", formula="amount - paid", returns="money"),
        ),
        payment,
    )
    deal = compiled["deal"]
    new = settled(deal, {"amount": 100}, run)
    assert new.values["paid"] == Decimal("0.00")
    out = refresh(deal, new.values, {"paid": Decimal(30)}, run)
    assert isinstance(out, Settled)
    assert out.values["open"] == Decimal("70.00")
    (stale,) = compiled["payment"].dependents
    assert (stale.form, stale.field, stale.through, stale.fields) == ("deal", "paid", "deal", {"deal", "amount"})


def test_a_formula_that_cannot_be_computed_is_a_problem_at_its_field(app: Compile, run: Run) -> None:
    deal = app(form(field("a", "number", decimals=0), field("b", "formula", formula="a ^ 9", returns="number")))["deal"]
    out = settled(deal, {"a": "99999"}, run)
    assert codes(out.findings) == [("/values/b", "overflow")]
    assert out.values["b"] is None
