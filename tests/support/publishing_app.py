"""Publishing a small app over HTTP, for tests that need one of their own."""

from typing import Any

APPS = "/api/designer/apps"


def publish(admin: Any, document: dict[str, Any]) -> None:
    """Make the app and publish it; every problem of the document fails the test."""
    made = admin.post(APPS, {"document": document})
    assert [one for one in made["problems"] if one["severity"] == "error"] == []
    plan = admin.post(f"{APPS}/{document['key']}/draft/plan", {})
    body = {
        "plan_id": plan["plan_id"],
        "confirm": [step["id"] for step in plan["steps"] if step["confirm"]],
        "note": "",
    }
    admin.post(f"{APPS}/{document['key']}/draft/publish", body)


def give_role(admin: Any, app: str, role: str, *users: str) -> None:
    admin.put(f"/api/admin/apps/{app}/roles/{role}/members", {"users": list(users), "departments": []})
