"""What was told to people about an app's forms leads there after they got other keys."""

from typing import Any

from dougong.platform import notifications
from dougong.platform.identity import accounts

Document = dict[str, Any]


def test_messages_about_forms_that_trade_their_keys_lead_to_them_on(shop: Any) -> None:
    shop.release()
    told = [
        {"app": "shop", "form": "deal", "record": "1", "task": "2"},
        {"app": "shop", "form": "customer", "record": "3"},
        {"app": "elsewhere", "form": "deal", "record": "4"},
        {"app": "shop"},
        None,
    ]

    def tell(unit: Any) -> str:
        user = accounts.create(unit, accounts.NewUser("li", "Li"))
        for about in told:
            notifications.notify(unit, [user], "system", "x", about=about)
        return user

    user = shop.database.write(tell)

    def rename(document: Document) -> None:
        customer, deal = document["forms"]
        deal["fields"][1]["form"] = "deal"
        customer.update(key="deal", was="customer")
        deal.update(key="customer", was="deal")
        document["reports"], document["grants"] = [], []

    shop.release(rename)
    with shop.database.read() as connection:
        found = [row.about for row in notifications.page(connection, user, limit=10)]
    assert found[::-1] == [
        {**told[0], "form": "customer"},
        {**told[1], "form": "deal"},
        *told[2:],
    ]
