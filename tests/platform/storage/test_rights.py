"""Nothing that a person may not see can be had through any question: random grants against a model in Python."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dougong.engines.expression.kinds import BOOLEAN, MONEY, TEXT, USER, Kind, record_of
from dougong.engines.expression.tree import Call, Lit, Node, Path
from dougong.engines.finding import Invalid
from dougong.engines.record.columns import Target
from dougong.errors import NotFound
from dougong.ids import new_id
from dougong.platform.access.condition import TRUE
from dougong.platform.access.rights import BoundGrant, FormRights
from dougong.platform.storage.history import read_history, visible
from dougong.platform.storage.related import pointing_at, related, totals
from dougong.platform.storage.select import ListQuery
from dougong.platform.storage.words import words_of

Row = Mapping[str, Any]
ANN, BOB = "01989f9e-0000-7000-8000-0000000000a1", "01989f9e-0000-7000-8000-0000000000b0"


def _is(path: str, value: Any, kind: Kind) -> Node:
    return Call("=", (Path(tuple(path.split(".")), kind), Lit(value, kind)), BOOLEAN)


OPTION = Kind("option", options=("A", "B"))
# a condition of a grant, and the same in Python over a row whose references are followed
DEAL_SCOPES: list[tuple[Node, Callable[[Row], bool]]] = [
    (TRUE, lambda row: True),
    (_is("owner", ANN, USER), lambda row: row["owner"] == ANN),
    (_is("open", True, BOOLEAN), lambda row: row["open"] is True),
    (_is("account.level", "A", OPTION), lambda row: row["account"] is not None and row["account"]["level"] == "A"),
    (
        Call(">", (Path(("amount",), MONEY), Lit(Decimal(50), MONEY)), BOOLEAN),
        lambda row: row["amount"] is not None and row["amount"] > 50,
    ),
    (Call("NOT", (_is("owner", ANN, USER),), BOOLEAN), lambda row: row["owner"] != ANN),
]
ACCOUNT_SCOPES: list[tuple[Node, Callable[[Row], bool]]] = [
    (TRUE, lambda row: True),
    (_is("owner", ANN, USER), lambda row: row["owner"] == ANN),
    (_is("level", "A", OPTION), lambda row: row["level"] == "A"),
]
DEAL_HIDDEN = ["name", "amount", "cost", "account", "others", "lines", "lines.cost", "owner", "open"]
ACCOUNT_HIDDEN = ["name", "level", "cost"]


def _grants(scopes: list[Any], hideable: list[str]) -> st.SearchStrategy[list[tuple[int, frozenset[str]]]]:
    one = st.tuples(st.integers(0, len(scopes) - 1), st.frozensets(st.sampled_from(hideable), max_size=4))
    return st.lists(one, max_size=3)


class Model:
    """What a person may see, worked out row by row."""

    def __init__(self, grants: list[tuple[int, frozenset[str]]], scopes: list[Any]) -> None:
        self.grants = [(scopes[index], hidden) for index, hidden in grants]

    def rights(self) -> FormRights:
        return FormRights(
            tuple(
                BoundGrant(frozenset({"read"}), node, dict.fromkeys(hidden, "hide"))
                for (node, _), hidden in self.grants
            )
        )

    def sees(self, row: Row) -> bool:
        return any(holds(row) for (_, holds), _ in self.grants)

    def shows(self, row: Row, field: str) -> bool:
        above = field.split(".", maxsplit=1)[0]
        return any(holds(row) and field not in hidden and above not in hidden for (_, holds), hidden in self.grants)

    def hidden(self, field: str) -> bool:
        return all(field in hidden for _, hidden in self.grants)


@pytest.fixture
def world(store: Any) -> tuple[Any, list[dict[str, Any]], list[dict[str, Any]]]:
    accounts = [
        {"name": f"acc {letter}", "level": level, "cost": Decimal(index), "owner": owner}
        for index, (letter, level, owner) in enumerate(
            [("a", "A", ANN), ("b", "B", ANN), ("c", "A", BOB), ("d", "B", BOB), ("e", None, BOB)]
        )
    ]
    ids = store.add_all("account", accounts)
    accounts = [{**account, "id": id_} for account, id_ in zip(accounts, ids, strict=True)]
    deals = [
        {
            "name": f"deal {chr(97 + index % 5)}{index}",
            "account": [*ids, None][index % 6],
            "amount": None if index % 7 == 3 else Decimal(index * 17 % 100),
            "cost": Decimal(index * 31 % 100) if index % 4 else None,
            "open": [True, False, None][index % 3],
            "others": [ids[index % 5], ids[(index + 2) % 5]] if index % 3 else [],
            "lines": [{"id": new_id(), "item": f"i{index}", "price": Decimal(index), "cost": Decimal(index % 5)}],
            "owner": [ANN, BOB][index % 2],
        }
        for index in range(18)
    ]
    deal_ids = store.add_all("deal", deals)
    deals = [{**deal, "id": id_} for deal, id_ in zip(deals, deal_ids, strict=True)]
    return store, accounts, deals


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    deal_grants=_grants(DEAL_SCOPES, DEAL_HIDDEN),
    account_grants=_grants(ACCOUNT_SCOPES, ACCOUNT_HIDDEN),
    data=st.data(),
)
def test_no_question_reveals_what_one_may_not_see(
    world: Any, deal_grants: Any, account_grants: Any, data: st.DataObject
) -> None:
    store, accounts, deals = world
    seen = Seen(store, accounts, deals, Model(deal_grants, DEAL_SCOPES), Model(account_grants, ACCOUNT_SCOPES))
    seen.rows()
    if seen.nothing:
        return
    seen.one_by_one()
    seen.filters(data)
    seen.orders(data)
    seen.search(data)
    seen.titles()
    seen.related()
    seen.history(data)


class Seen:
    """What a person is shown, compared with what the model lets him see."""

    def __init__(self, store: Any, accounts: Any, deals: Any, deal: Model, account: Model) -> None:
        self.store, self.deal, self.account = store, deal, account
        self.accounts = {row["id"]: row for row in accounts}
        self.deals = [{**row, "account": self.accounts.get(row["account"])} for row in deals]
        store.shop.granted = {(ANN, "deal"): deal.rights(), (ANN, "account"): account.rights()}
        store.shop.statements.clear()
        self.form = store.shop.form("deal")
        self.nothing = not deal.grants

    def visible(self) -> list[Row]:
        return [row for row in self.deals if self.deal.sees(row)]

    def value(self, row: Row, field: str) -> Any:
        return row[field] if self.deal.shows(row, field) else None

    def account_of(self, row: Row) -> Row | None:
        """The account a path may go through."""
        account = self.value(row, "account")
        return account if account is not None and self.account.sees(account) else None

    def behind(self, row: Row, field: str) -> Any:
        account = self.account_of(row)
        return account[field] if account is not None and self.account.shows(account, field) else None

    def ask(self, query: ListQuery) -> list[Any]:
        with self.store.door(ANN) as door:
            page = door.page(self.form, query, limit=100, count="exact")
            assert page.total == len(page.items)
            return [item.values for item in page.items]

    def rows(self) -> None:
        if self.nothing:
            with pytest.raises(NotFound):
                self.ask(ListQuery())
            return
        found = {values["id"]: values for values in self.ask(ListQuery())}
        assert set(found) == {row["id"] for row in self.visible()}
        for row in self.visible():
            values = found[row["id"]]
            for field in ("name", "amount", "cost", "open", "owner"):
                assert values.get(field) == self.value(row, field)
            assert (values.get("others") or []) == (self.value(row, "others") or [])
            lines = self.value(row, "lines") or []
            shown = [{**line, "cost": line["cost"] if self.deal.shows(row, "lines.cost") else None} for line in lines]
            assert [{"cost": None, **line} for line in values.get("lines") or []] == shown

    def one_by_one(self) -> None:
        with self.store.door(ANN) as door:
            for row in self.deals:
                if self.deal.sees(row):
                    values = door.get(self.form, row["id"]).values
                    assert values.get("cost") == self.value(row, "cost")
                else:
                    with pytest.raises(NotFound):
                        door.get(self.form, row["id"])

    def filters(self, data: st.DataObject) -> None:
        amount = data.draw(st.sampled_from([Decimal(0), Decimal(34), Decimal(60)]))
        questions: list[tuple[Node, Callable[[Row], bool]]] = [
            (
                Call(">", (Path(("cost",), MONEY), Lit(amount, MONEY)), BOOLEAN),
                lambda row: (self.value(row, "cost") or Decimal(-1)) > amount,
            ),
            (Call("ISBLANK", (Path(("amount",), MONEY),), BOOLEAN), lambda row: self.value(row, "amount") is None),
            (_is("account.level", "A", OPTION), lambda row: self.behind(row, "level") == "A"),
            (_is("account.name", "acc c", TEXT), lambda row: self.behind(row, "name") == "acc c"),
            (_is("owner", BOB, USER), lambda row: self.value(row, "owner") == BOB),
            *[
                (
                    _is("account", id_, record_of("account")),
                    lambda row, id_=id_: (self.account_of(row) or {}).get("id") == id_,
                )
                for id_ in self.accounts
            ],
        ]
        for node, holds in questions:
            found = {values["id"] for values in self.ask(ListQuery(filter=node))}
            assert found == {row["id"] for row in self.visible() if holds(row)}, node

    def orders(self, data: st.DataObject) -> None:
        field = data.draw(st.sampled_from(["amount", "cost", "name", "account"]))
        if self.deal.hidden(field):
            with pytest.raises(Invalid):
                self.ask(ListQuery(sort=(field,)))
            return
        if field == "account" and self.account.hidden("name"):
            return
        value = (lambda row: self.behind(row, "name")) if field == "account" else (lambda row: self.value(row, field))
        rows = sorted(self.visible(), key=lambda row: row["id"])
        rows.sort(key=lambda row: (value(row) is None, value(row) if value(row) is not None else 0))
        assert [values["id"] for values in self.ask(ListQuery(sort=(field,)))] == [row["id"] for row in rows]

    def search(self, data: st.DataObject) -> None:
        words = data.draw(st.sampled_from(["deal", "deal a", "b1", "7", "zz"]))
        found = {values["id"] for values in self.ask(ListQuery(words=words_of(words)))}
        expected = {
            row["id"]
            for row in self.visible()
            if all(word in (self.value(row, "name") or "") for word in words_of(words))
        }
        assert found == expected

    def titles(self) -> None:
        with self.store.door(ANN) as door:
            values = [item.values for item in door.page(self.form, ListQuery(), limit=100).items]
            book = door.titles(self.form, values)
        for row in self.visible():
            account = row["account"]
            if account is None:
                continue
            shown = book(Target("record", "account"), account["id"])
            if not self.account.sees(account):
                assert shown == {"id": None, "title": None, "hidden": True}
            elif self.deal.shows(row, "account"):
                title = account["name"] if self.account.shows(account, "name") else None
                assert shown == {"id": account["id"], "title": title}

    def related(self) -> None:
        relations = pointing_at([self.form], self.store.shop.form("account"))
        with self.store.door(ANN) as door:
            for id_ in self.accounts:
                for found in related(door, relations, id_):
                    rows = [row for row in self.visible() if self._points(row, found.relation.field.key, id_)]
                    assert found.count == len(rows)
                    for key, total in found.totals.items():
                        values = [value for row in rows if (value := self.value(row, key)) is not None]
                        assert total == (sum(values) if values else None)
            summed = totals(door, self.form, ListQuery(), ["cost"]) if not self.deal.hidden("cost") else {}
        for key, total in summed.items():
            values = [value for row in self.visible() if (value := self.value(row, key)) is not None]
            assert total == (sum(values) if values else None)

    def _points(self, row: Row, field: str, id_: str) -> bool:
        if not self.account.sees(self.accounts[id_]):
            return False
        if field == "account":
            return (self.account_of(row) or {}).get("id") == id_
        return id_ in (self.value(row, "others") or [])

    def history(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.deals))
        if not self.deal.sees(row):
            return
        with self.store.door(ANN) as door:
            (entry,) = read_history(door.connection, self.form, row["id"])
            changes = visible(entry.changes, door.shown(self.form, row["id"]))
        for field in ("name", "amount", "cost", "owner", "lines"):
            assert (field in changes) == (self.value(row, field) is not None)
        for line in changes.get("lines", {}).values():
            assert ("cost" in line) == self.deal.shows(row, "lines.cost")
