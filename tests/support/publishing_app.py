"""Publishing a small app over HTTP, for tests that need one of their own."""

from typing import Any

APPS = "/api/designer/apps"


def publish(admin: Any, document: dict[str, Any]) -> None:
    """Make the app, or change the one there is, and publish it; every problem of the document fails the test."""
    path = f"{APPS}/{document['key']}/draft"
    made = admin.call("POST", APPS, {"document": document})
    if made.status_code == 409:
        admin.put(path, {"document": document, "rev": admin.get(path)["rev"]})
    else:
        assert made.status_code == 201, made.text
    plan = admin.post(f"{path}/plan", {})
    assert [one for one in plan["problems"] if one["severity"] == "error"] == []
    body = {
        "plan_id": plan["plan_id"],
        "confirm": [step["id"] for step in plan["steps"] if step["confirm"]],
        "note": "",
    }
    admin.post(f"{path}/publish", body)


def give_role(admin: Any, app: str, role: str, *users: str) -> None:
    admin.put(f"/api/admin/apps/{app}/roles/{role}/members", {"users": list(users), "departments": []})
