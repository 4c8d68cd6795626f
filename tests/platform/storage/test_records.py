"""The door: what is written is read back, in pages, on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from dougong.errors import Conflict, NotFound
from dougong.ids import new_id
from dougong.platform.access.rights import EVERYTHING
from dougong.platform.storage.history import read_history
from dougong.platform.storage.records import Records
from dougong.platform.storage.select import ListQuery
from dougong.platform.storage.unique import NotUniqueNow, repeated, unique_sets
from dougong.platform.storage.words import words_of
from dougong.platform.storage.writing import Change


def test_what_is_written_is_read_back(store: Any) -> None:
    account = store.add("account", name="Acme", level="A", cost=Decimal("1.50"))
    values = {
        "name": "First", "code": "D-1", "account": account, "amount": Decimal("1234567890123.45"),
        "closes": date(2026, 2, 28), "called": datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=UTC), "open": True,
        "marks": ["x", "y"], "others": [account],
    }  # fmt: skip
    lines = [
        {"id": "01989f9e-0000-7000-8000-000000000001", "item": "a", "price": Decimal("2.00"), "cost": None},
        {"id": "01989f9e-0000-7000-8000-000000000002", "item": "b", "price": Decimal("3.10"), "cost": Decimal("1.00")},
    ]
    deal = store.add("deal", **values, lines=lines)
    with store.door() as door:
        found = door.get(store.shop.form("deal"), deal)
    assert {key: found.values[key] for key in values} == values
    assert found.values["lines"] == lines
    assert found.values["cost"] is None


def test_a_record_that_is_not_there_is_not_found(store: Any) -> None:
    with store.door() as door:
        for id_ in ("01989f9e-0000-7000-8000-000000000001", "nonsense", "'; drop table shop__deal"):
            with pytest.raises(NotFound):
                door.get(store.shop.form("deal"), id_)


def _walk(store: Any, sort: tuple[str, ...], limit: int = 3) -> list[Any]:
    """All names in the order of the pages."""
    names: list[Any] = []
    cursor = None
    with store.door() as door:
        while True:
            page = door.page(store.shop.form("deal"), ListQuery(sort=sort), limit=limit, cursor=cursor)
            names += [item.values["name"] for item in page.items]
            cursor = page.next
            if cursor is None:
                return names


@pytest.mark.parametrize("limit", [1, 2, 3, 20])
def test_pages_give_every_row_once_and_blanks_come_last_in_both_directions(store: Any, limit: int) -> None:
    amounts = [3, None, 1, 2, None, 2, 5]
    store.add_all(
        "deal",
        [
            {"name": f"n{index}", "amount": None if amount is None else Decimal(amount)}
            for index, amount in enumerate(amounts)
        ],
    )
    assert _walk(store, ("amount", "name"), limit) == ["n2", "n3", "n5", "n0", "n6", "n1", "n4"]
    assert _walk(store, ("-amount", "-name"), limit) == ["n6", "n0", "n5", "n3", "n2", "n4", "n1"]
    assert _walk(store, ("-amount", "name"), limit) == ["n6", "n0", "n3", "n5", "n2", "n1", "n4"]


@pytest.mark.parametrize(
    "key", ["amount", "closes", "called", "open", "account", "owner", "created_at", "rev", "account.name"]
)
def test_every_kind_of_key_can_order_pages(store: Any, key: str) -> None:
    accounts = store.add_all("account", [{"name": name} for name in ("b", "a")])
    store.add_all(
        "deal",
        [
            {
                "name": f"n{index}",
                "amount": Decimal(index % 3),
                "closes": date(2026, 1, 1 + index % 4) if index % 5 else None,
                "called": datetime(2026, 1, 1, index % 4, tzinfo=UTC) if index % 3 else None,
                "open": [True, False, None][index % 3],
                "account": [*accounts, None][index % 3],
            }
            for index in range(12)
        ],
    )
    for sort in ((key,), (f"-{key}",)):
        whole = _walk(store, sort, 500)
        assert sorted(whole) == sorted(f"n{index}" for index in range(12))
        assert _walk(store, sort, 2) == whole


def test_a_list_costs_the_same_number_of_statements_however_many_rows_it_has(store: Any) -> None:
    account = store.add("account", name="Acme")
    counts = []
    for _ in range(2):
        store.add_all("deal", [{"name": new_id(), "account": account, "others": [account]} for _ in range(10)])
        with store.door() as door:
            counts.append(_statements(door, lambda door=door: _shown_page(store, door)))
    assert counts[0] == counts[1]
    # the page, the references, the lines, the titles
    assert counts[0] <= 4


def _shown_page(store: Any, door: Records) -> None:
    form = store.shop.form("deal")
    page = door.page(form, ListQuery(), limit=100)
    door.titles(form, [item.values for item in page.items])


def _statements(door: Records, work: Any) -> int:
    seen: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(door.connection, "before_cursor_execute", count)
    work()
    event.remove(door.connection, "before_cursor_execute", count)
    return len(seen)


def test_a_change_stores_what_differs_and_files_it(store: Any) -> None:
    form = store.shop.form("deal")
    line = {"id": "01989f9e-0000-7000-8000-000000000001", "item": "a", "price": Decimal("2.00"), "cost": None}
    deal = store.add("deal", name="Old", amount=Decimal("1.00"), lines=[line])
    added = {"id": "01989f9e-0000-7000-8000-000000000002", "item": "b", "price": None, "cost": None}

    def change(writer: Any) -> None:
        before = writer.records.get(form, deal, lock=True).values
        after = {
            "id": deal,
            "rev": 2,
            "name": "New",
            "amount": Decimal("1.00"),
            "lines": [added, {**line, "item": "c"}],
        }
        writer.update(form, [Change(after, before)])

    store.write(change)
    with store.door() as door:
        found = door.get(form, deal).values
    assert (found["name"], found["rev"]) == ("New", 2)
    assert [row["item"] for row in found["lines"]] == ["b", "c"]
    with store.door() as door:
        newest, first = read_history(door.connection, form, deal)
    assert (newest.event, first.event) == ("update", "create")
    assert newest.changes["name"] == ["Old", "New"]
    assert "amount" not in newest.changes
    assert newest.changes["lines"][line["id"]] == {"item": ["a", "c"]}
    assert newest.changes["lines"][added["id"]] == {"+": 0, "item": [None, "b"]}


def test_a_change_of_what_somebody_else_changed_meanwhile_is_a_conflict(store: Any) -> None:
    form = store.shop.form("deal")
    deal = store.add("deal", name="Old")

    def change(writer: Any) -> None:
        before = {**writer.records.get(form, deal).values, "rev": 7}
        writer.update(form, [Change({"id": deal, "rev": 8, "name": "New"}, before)])

    with pytest.raises(Conflict):
        store.write(change)
    with store.door() as door:
        assert door.get(form, deal).values["name"] == "Old"


def test_repeated_values_are_found_before_and_refused_by_the_index(store: Any) -> None:
    form = store.shop.form("deal")
    account = store.add("account", name="Acme")
    store.add("deal", name="A", code="1", account=account)
    candidates = [
        {"id": "x", "name": "A", "code": "1", "account": account},
        {"id": "y", "name": "A", "code": None, "account": None},
        {"id": "z", "name": "B", "code": "2", "account": account},
        {"id": "w", "name": "B", "code": "3", "account": account},
    ]
    with store.door() as door:
        found = repeated(door.connection, form, candidates, unique_sets(form))
    assert found == [(0, ("code",)), (0, ("name", "account")), (3, ("name", "account"))]
    with pytest.raises(NotUniqueNow) as refused:
        store.add("deal", name="Z", code="1")
    assert refused.value.extra == {"fields": ["code"]}


def test_a_purged_record_leaves_nothing_behind(store: Any) -> None:
    form = store.shop.form("deal")
    account = store.add("account", name="Acme")
    deal = store.add("deal", name="Some words", others=[account], lines=[{"id": account, "item": "a"}])
    store.write(lambda writer: writer.purge(form, [deal]))
    with store.door() as door:
        counted = [door.connection.execute(table.select()).all() for table in form.tables.all()]
    assert counted == [[], [], []]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("张三", ["张三丰"]),
        ("丰", ["张三丰"]),
        ("acme", ["Acme Ltd"]),
        ("ltd acm", ["Acme Ltd"]),
        ("100%", ["100% cotton"]),
        ("zz", []),
    ],
)
def test_words_are_found_in_any_script(store: Any, words: str, names: list[str]) -> None:
    store.add_all("deal", [{"name": name} for name in ("张三丰", "Acme Ltd", "100% cotton", "1000 cotton")])
    with store.door() as door:
        page = door.page(store.shop.form("deal"), ListQuery(words=words_of(words)))
    assert [item.values["name"] for item in page.items] == names


def test_counting_and_guessing_agree_on_small_tables(store: Any) -> None:
    store.add_all("deal", [{"name": str(index)} for index in range(7)])
    with store.door() as door:
        form = store.shop.form("deal")
        assert door.page(form, ListQuery(), limit=2, count="exact").total == 7
        assert door.page(form, ListQuery(), limit=2, count="estimate").total == 7
        assert door.page(form, ListQuery(), limit=2).total is None


def test_rights_to_everything_are_rights_to_everything() -> None:
    assert EVERYTHING.right("whatever") == "edit"
