"""What a plan says and what a publish does, on both databases."""

import copy
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, inspect, select

from dougong.engines.finding import Invalid
from dougong.errors import Conflict
from dougong.ids import new_id
from dougong.platform import outbox
from dougong.platform.definitions import drafts, versions
from dougong.platform.outbox.tables import outbox as promises
from dougong.platform.publishing.apply import ConfirmMissing, PlanOutdated
from dougong.platform.publishing.plan import Plan, make_plan
from dougong.platform.publishing.purge import remove_set_aside
from dougong.platform.rules.tables import rule_marks

Document = dict[str, Any]


def fields(document: Document, form: int = 0) -> list[Document]:
    found: list[Document] = document["forms"][form]["fields"]
    return found


def by_key(document: Document, key: str, form: int = 0) -> Document:
    return next(one for one in fields(document, form) if one["key"] == key)


def steps(plan: Plan) -> dict[str, str]:
    return {f"{step.op} {step.pointer}": step.weight for step in plan.steps}


def columns(shop: Any, table: str) -> set[str]:
    with shop.database.read() as connection:
        return {column["name"] for column in inspect(connection).get_columns(table)}


def indexes(shop: Any, table: str) -> dict[str, bool]:
    with shop.database.read() as connection:
        return {str(one["name"]): bool(one["unique"]) for one in inspect(connection).get_indexes(table)}


def test_the_first_publish_makes_a_table_for_each_form_and_sub_table(shop: Any) -> None:
    with shop.database.read() as connection:
        tables = set(inspect(connection).get_table_names())
        assert versions.current_n(connection, "shop") == 1
    assert {"shop__customer", "shop__deal", "shop__deal__lines"} <= tables
    assert {"id", "rev", "owner_id", "title", "customer", "amount"} <= columns(shop, "shop__deal")
    assert any("amount" in name for name in indexes(shop, "shop__deal"))


def test_nothing_changed_means_no_steps(shop: Any) -> None:
    plan = shop.plan()
    assert plan.steps == ()
    assert plan.base == 1


def test_a_new_field_is_an_instant_step_and_a_column(shop: Any) -> None:
    shop.add("customer", {"name": "Li"})
    plan = shop.plan(lambda document: fields(document).append({"key": "city", "type": "text"}))
    assert steps(plan) == {"add_column /forms/0/fields/4": "instant"}
    assert shop.publish(plan) == 2
    assert "city" in columns(shop, "shop__customer")
    assert shop.column("customer", "city") == [None]


def test_a_new_required_field_says_how_many_records_lack_it(shop: Any) -> None:
    shop.add("customer", {"name": "Li"}, {"name": "Wu"})
    plan = shop.plan(lambda document: fields(document).append({"key": "city", "type": "text", "required": True}))
    assert [(step.op, step.rows) for step in plan.steps] == [("add_column", 0), ("require", 2)]


def test_was_keeps_the_column_and_its_values_and_carries_every_formula(shop: Any) -> None:
    shop.add("deal", {"title": "a", "amount": 12})

    def rename(document: Document) -> None:
        by_key(document, "amount", 1).update(key="value", was="amount")

    plan = shop.plan(rename)
    assert not [one for one in plan.problems if one.severity == "error"]
    assert steps(plan) == {"rename /forms/1/fields/2": "instant"}
    assert shop.publish(plan) == 2
    assert shop.names("deal").columns["value"] == "amount"
    assert len(shop.column("deal", "value")) == 1
    with shop.database.read() as connection:
        document = versions.version(connection, "shop", 2).document
        assert drafts.get(connection, "shop").document == document
    assert document["forms"][1]["views"][0] == {"key": "all", "columns": ["title", "value"], "sort": ["-value"]}
    assert document["reports"][0]["measures"][0]["field"] == "value"
    assert document["grants"][0]["rows"] == "value > 10"
    assert document["grants"][0]["fields"] == {"value": "read"}


def test_a_was_that_was_published_counts_once(shop: Any) -> None:
    shop.release(lambda document: by_key(document, "phone").update(key="mobile", was="phone"))
    assert shop.plan().steps == ()
    shop.release(lambda document: fields(document).append({"key": "phone", "type": "text"}))
    assert shop.names("customer").columns["mobile"] == "phone"
    assert shop.names("customer").columns["phone"] != "phone"


def test_a_was_of_nothing_is_told_and_one_that_still_stands_is_refused(shop: Any) -> None:
    shop.release()
    plan = shop.plan(lambda document: by_key(document, "phone").update(was="telephone"))
    assert [(one.pointer, one.code, one.severity) for one in plan.problems] == [
        ("/forms/0/fields/1/was", "unknown_was", "warning")
    ]

    def both(document: Document) -> None:
        by_key(document, "phone").pop("was")
        fields(document).append({"key": "mobile", "type": "text", "was": "phone"})

    assert [(one.pointer, one.code) for one in shop.plan(both).problems] == [("/forms/0/fields/4/was", "was_taken")]


def test_without_was_it_is_a_drop_and_an_add(shop: Any) -> None:
    shop.add("customer", {"name": "Li", "phone": "138"}, {"name": "Wu"})
    plan = shop.plan(lambda document: by_key(document, "phone").update(key="mobile"))
    assert steps(plan) == {"add_column /forms/0/fields/1": "instant", "drop /forms/0/fields/1": "loses"}
    drop = next(step for step in plan.steps if step.op == "drop")
    assert (drop.lost, drop.confirm) == (1, True)


def test_a_form_is_renamed_with_its_table_and_everything_that_names_it(shop: Any) -> None:
    def rename(document: Document) -> None:
        document["forms"][1].update(key="sale", was="deal")

    plan = shop.plan(rename)
    assert not [one for one in plan.problems if one.severity == "error"]
    assert [step.op for step in plan.steps] == ["rename"]
    shop.publish(plan)
    assert shop.names("sale").table == "shop__deal"
    with shop.database.read() as connection:
        document = versions.version(connection, "shop", 2).document
    assert document["reports"][0]["form"] == "sale"
    assert document["grants"][0]["form"] == "sale"


def test_references_to_a_form_that_is_renamed_stay_there_and_back_again(shop: Any) -> None:
    [li] = shop.add("customer", {"name": "Li"})
    shop.add("deal", {"title": "one", "customer": li})
    plan = shop.plan(lambda document: document["forms"][0].update(key="client", was="customer"))
    assert steps(plan) == {"rename /forms/0": "instant"}
    shop.publish(plan)
    assert [str(one) for one in shop.column("deal", "customer")] == [li]
    shop.publish(shop.plan(rollback_to=1))
    assert [str(one) for one in shop.column("deal", "customer")] == [li]


def test_a_run_that_waits_goes_on_under_new_keys_of_its_rule_its_form_and_its_fields(shop: Any) -> None:
    rule = {
        "key": "won",
        "form": "deal",
        "on": {"type": "created"},
        "do": [{"action": "update", "set": {"title": '"x"'}}],
    }
    shop.release(lambda document: document.update(rules=[rule]))
    waiting = {"app": "shop", "rule": "won", "form": "deal", "record": new_id(), "old": {}, "new": {"amount": "5.00"}}
    other = {**waiting, "app": "elsewhere"}
    mark = {"app": "shop", "rule": "won", "record_id": new_id(), "mark": "1", "at": datetime.now(UTC)}

    def before(unit: Any) -> list[str]:
        unit.connection.execute(insert(rule_marks).values(mark))
        return [outbox.promise(unit, "rule", one) for one in (waiting, other)]

    jobs = shop.database.write(before)

    def rename(document: Document) -> None:
        document["rules"][0].update(key="closed", was="won")
        document["forms"][1].update(key="sale", was="deal")
        by_key(document, "amount", 1).update(key="value", was="amount")

    shop.release(rename)
    with shop.database.read() as connection:
        found = {one.id: one.payload for one in connection.execute(select(promises.c.id, promises.c.payload))}
        marked = connection.execute(select(rule_marks.c.rule)).scalars().all()
    assert found[jobs[0]] == {**waiting, "rule": "closed", "form": "sale", "new": {"value": "5.00"}}
    assert found[jobs[1]] == other
    assert marked == ["closed"]


def test_a_dropped_field_comes_back_with_its_values_on_rollback(shop: Any) -> None:
    shop.add("customer", {"name": "Li", "phone": "138"})
    shop.release(lambda document: fields(document).remove(by_key(document, "phone")))
    assert "phone" not in shop.names("customer").columns
    assert "phone" in columns(shop, "shop__customer")
    plan = shop.plan(rollback_to=1)
    assert steps(plan) == {"restore /forms/0/fields/1": "instant"}
    assert plan.steps[0].rows == 1
    assert shop.publish(plan) == 3
    assert shop.column("customer", "phone") == ["138"]


def test_a_dropped_form_comes_back_with_its_records_on_rollback(shop: Any) -> None:
    shop.add("deal", {"title": "a"}, {"title": "b"})

    def drop(document: Document) -> None:
        del document["forms"][1]
        document["reports"] = document["grants"] = []

    plan = shop.plan(drop)
    assert [(step.op, step.lost, step.confirm) for step in plan.steps] == [("drop", 2, True)]
    shop.publish(plan)
    back = shop.plan(rollback_to=1)
    assert [(step.op, step.rows) for step in back.steps if step.op == "restore"][:1] == [("restore", 2)]
    assert shop.publish(back) == 3
    assert sorted(shop.column("deal", "title")) == ["a", "b"]


def test_a_type_change_converts_what_it_can_and_counts_what_it_cannot(shop: Any) -> None:
    shop.add("customer", {"name": "a", "spent": "1,200.50"}, {"name": "b", "spent": "much"}, {"name": "c"})
    plan = shop.plan(lambda document: by_key(document, "spent").update(type="money"))
    (step,) = plan.steps
    assert (step.op, step.weight, step.rows, step.lost, step.confirm) == ("change_type", "loses", 2, 1, True)
    with pytest.raises(ConfirmMissing) as refused:
        shop.publish(plan, confirm=False)
    assert refused.value.extra["missing"] == [step.id]
    shop.publish(plan)
    stored = shop.column("customer", "spent")
    assert [one is None for one in stored] == [False, True, True]


def test_a_rollback_of_a_type_change_brings_back_what_could_not_be_converted(shop: Any) -> None:
    shop.add("customer", {"name": "a", "spent": "1,200.50"}, {"name": "b", "spent": "much"})
    shop.release(lambda document: by_key(document, "spent").update(type="money"))
    shop.add("customer", {"name": "c", shop.names("customer").columns["spent"]: 500})
    shop.publish(shop.plan(rollback_to=1))
    back = shop.column("customer", "spent")
    assert back[:2] == ["1,200.50", "much"]
    assert back[2] is not None


def test_an_option_renamed_with_was_is_renamed_in_the_records(shop: Any) -> None:
    shop.add("customer", {"name": "a", "level": "A"}, {"name": "b", "level": "B"})

    def rename(document: Document) -> None:
        by_key(document, "level")["options"][0].update(value="gold", was="A")

    plan = shop.plan(rename)
    assert [(step.op, step.rows) for step in plan.steps] == [("rename_option", 1)]
    shop.publish(plan)
    assert shop.column("customer", "level") == ["gold", "B"]


def test_an_option_in_use_that_goes_wants_confirming(shop: Any) -> None:
    shop.add("customer", {"name": "a", "level": "A"})
    plan = shop.plan(lambda document: by_key(document, "level")["options"].pop(0))
    assert [(step.op, step.rows, step.confirm) for step in plan.steps] == [("drop_option", 1, True)]


def test_limits_that_values_break_are_told_with_their_number_and_take_nothing(shop: Any) -> None:
    shop.add("customer", {"name": "a", "phone": "12345"}, {"name": "b", "phone": "1"}, {"name": "c"})
    plan = shop.plan(lambda document: by_key(document, "phone").update(max_length=3, name="Telephone"))
    assert [(step.op, step.rows, step.lost, step.confirm) for step in plan.steps] == [("narrow", 1, 0, False)]
    assert "Telephone" in plan.steps[0].what.en
    shop.publish(plan)
    assert shop.column("customer", "phone") == ["12345", "1", None]
    # a choice made of a text names what its options lack
    chosen = {"type": "select", "options": [{"value": "1"}, {"value": "2"}]}
    plan = shop.plan(
        lambda document: (by_key(document, "phone").update(chosen), by_key(document, "phone").pop("max_length"))
    )
    assert [(step.op, step.rows) for step in plan.steps] == [("change_type", 2), ("narrow", 1)]
    assert plan.steps[0].what.zh == "Telephone 的类型由“单行文本”改为“下拉单选”"


def test_a_lower_number_of_choices_counts_the_records_that_hold_more(shop: Any) -> None:
    tags = {"key": "tags", "type": "multiselect", "options": [{"value": "p"}, {"value": "q"}], "max": 1000}
    shop.publish(shop.plan(lambda document: document["forms"][0]["fields"].append(tags)))
    shop.add("customer", {"name": "a", "tags": ["p", "q"]}, {"name": "b", "tags": ["q"]}, {"name": "c"})
    plan = shop.plan(lambda document: by_key(document, "tags").update(max=1))
    assert [(step.op, step.rows, step.confirm) for step in plan.steps] == [("narrow", 1, False)]


def test_a_unique_set_that_records_break_cannot_be_published(shop: Any) -> None:
    shop.add("customer", {"name": "a"}, {"name": "a"}, {"name": "b"})
    plan = shop.plan(lambda document: document["forms"][0].update(unique=[["name"]]))
    broken = [one for one in plan.problems if one.code == "unique_broken"]
    assert [one.pointer for one in broken] == ["/forms/0/unique/0"]
    with pytest.raises(Invalid):
        shop.publish(plan)
    with shop.database.read() as connection:
        assert versions.current_n(connection, "shop") == 1


def test_an_index_comes_and_goes(shop: Any) -> None:
    plan = shop.plan(lambda document: document["forms"][0].update(unique=[["name"]]))
    assert [step.op for step in plan.steps] == ["add_index"]
    shop.publish(plan)
    assert any(unique for unique in indexes(shop, "shop__customer").values())
    gone = shop.plan(lambda document: document["forms"][0].update(unique=[]))
    assert [step.op for step in gone.steps] == ["drop_index"]
    shop.publish(gone)
    assert not any(unique for unique in indexes(shop, "shop__customer").values())


def test_a_plan_names_what_else_it_touches(shop: Any) -> None:
    def drop(document: Document) -> None:
        fields(document, 1).remove(by_key(document, "amount", 1))

    plan = shop.plan(drop)
    assert {(one.kind, one.key) for one in plan.affects} >= {
        ("report", "by_level"),
        ("view", "deal/all"),
        ("grant", None),
    }
    assert {one.code for one in plan.problems if one.severity == "error"} >= {"unknown_field"}


def test_a_plan_is_outdated_when_the_draft_moved(shop: Any) -> None:
    plan = shop.plan(lambda document: fields(document).append({"key": "city", "type": "text"}))
    shop.draft(lambda document: fields(document).append({"key": "zip", "type": "text"}))
    with pytest.raises(PlanOutdated):
        shop.publish(plan)
    assert "city" not in columns(shop, "shop__customer")


def test_of_two_publishes_at_once_one_wins(shop: Any) -> None:
    shop.draft(lambda document: fields(document).append({"key": "city", "type": "text"}))
    plans = [shop.plan(), shop.plan()]
    outcomes: list[object] = []

    def publish(plan: Plan) -> None:
        try:
            outcomes.append(shop.publish(plan))
        except Conflict as conflict:
            outcomes.append(type(conflict))

    threads = [threading.Thread(target=publish, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["2", str(PlanOutdated)]


def test_a_table_that_is_missing_shows_in_the_plan_and_is_made(shop: Any) -> None:
    shop.database.write(lambda unit: shop.table("shop__deal__lines").drop(unit.connection))
    plan = shop.plan()
    assert [step.op for step in plan.steps] == ["create_table"]
    shop.publish(plan)
    assert "item" in columns(shop, "shop__deal__lines")


def test_a_sub_table_column_changes_type_on_its_own(shop: Any) -> None:
    (deal,) = shop.add("deal", {"title": "a"})
    lines = shop.table("shop__deal__lines")

    def add(unit: Any) -> None:
        for position, item in enumerate(["3", "x"]):
            row = {"id": new_id(), "parent_id": deal, "position": position, "item": item}
            unit.connection.execute(lines.insert().values(row))

    shop.database.write(add)
    plan = shop.plan(lambda document: fields(document, 1)[3]["fields"][0].update(type="number"))
    assert [(step.op, step.rows, step.lost) for step in plan.steps] == [("change_type", 2, 1)]
    shop.publish(plan)
    fresh = shop.names("deal").children["lines"].columns["item"]
    assert fresh != "item"
    assert {"item", fresh} <= columns(shop, "shop__deal__lines")


def test_one_reference_becomes_several_with_its_value(shop: Any) -> None:
    (customer,) = shop.add("customer", {"name": "Li"})
    shop.add("deal", {"title": "a", "customer": customer})

    def several(document: Document) -> None:
        by_key(document, "customer", 1)["type"] = "references"
        document["reports"] = []

    plan = shop.plan(several)
    assert [(step.op, step.rows, step.lost) for step in plan.steps if step.op == "change_type"] == [
        ("change_type", 1, 0)
    ]
    shop.publish(plan)
    link = shop.table(shop.names("deal").links["customer"])
    with shop.database.read() as connection:
        assert [str(row.target_id) for row in connection.execute(link.select())] == [customer]


def test_a_document_with_problems_has_a_plan_that_cannot_be_published(shop: Any) -> None:
    plan = shop.plan(lambda document: document["reports"][0].update(form="nothing"))
    assert any(one.code == "unknown_form" for one in plan.problems)
    with pytest.raises(Invalid):
        shop.publish(plan)


def test_a_document_of_the_wrong_shape_has_only_problems(shop: Any) -> None:
    document = copy.deepcopy(shop.draft())
    document["forms"][0]["fields"][0]["type"] = "txt"
    plan = shop.plan(lambda one: one.update(document))
    assert [(one.pointer, one.code, one.hint) for one in plan.problems] == [
        ("/forms/0/fields/0/type", "unknown_kind", "text")
    ]
    assert plan.steps == ()


def test_what_was_set_aside_is_removed_after_its_days_of_grace(shop: Any) -> None:
    shop.add("customer", {"name": "Li", "phone": "138"})

    def drop(document: Document) -> None:
        fields(document).remove(by_key(document, "phone"))
        del document["forms"][1]
        document["reports"] = document["grants"] = []

    shop.release(drop)
    now = datetime.now(UTC)
    assert remove_set_aside(shop.database, now - timedelta(days=1)) == []
    assert "phone" in columns(shop, "shop__customer")
    removed = remove_set_aside(shop.database, now + timedelta(minutes=1))
    assert {"shop__customer.phone", "shop__deal", "shop__deal__lines"} <= set(removed)
    assert "phone" not in columns(shop, "shop__customer")
    assert remove_set_aside(shop.database, now + timedelta(minutes=1)) == []
    # what is gone for good is made anew when its version comes back
    shop.publish(shop.plan(rollback_to=1))
    assert shop.column("customer", "phone") == [None]
    assert shop.column("deal", "title") == []


def test_what_came_back_is_not_removed(shop: Any) -> None:
    shop.add("customer", {"name": "Li", "phone": "138"})
    shop.release(lambda document: fields(document).remove(by_key(document, "phone")))
    shop.publish(shop.plan(rollback_to=1))
    assert remove_set_aside(shop.database, datetime.now(UTC) + timedelta(minutes=1)) == []
    assert shop.column("customer", "phone") == ["138"]


def test_a_publish_that_would_break_another_app_is_refused(shop: Any) -> None:
    other = {
        "dougong": 1,
        "key": "service",
        "name": "Service",
        "forms": [
            {
                "key": "ticket",
                "fields": [
                    {"key": "customer", "type": "reference", "form": "shop/customer"},
                    {"key": "phone", "type": "lookup", "through": "customer", "field": "phone"},
                ],
            }
        ],
    }
    shop.database.write(lambda unit: drafts.create(unit, other, None))
    plan = make_plan(shop.database, shop.kinds, shop.ports, "service", shop.builder)
    assert [one for one in plan.problems if one.severity == "error"] == []
    shop.publishing.publish("service", plan.id, [], "", shop.builder)
    broken = shop.plan(lambda document: fields(document).remove(by_key(document, "phone")))
    assert [one.code for one in broken.problems] == ["breaks_app"]
    with pytest.raises(Invalid):
        shop.publish(broken)
