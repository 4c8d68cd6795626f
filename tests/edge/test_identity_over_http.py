"""The first sign-in and an organisation, set up over HTTP."""

from typing import Any

from support import publishing_app as apps

CRM = {"dougong": 1, "key": "crm", "name": "C", "roles": [{"key": "rep", "name": "Rep"}]}


def test_the_first_administrator_can_sign_in_and_sees_himself(server: Any) -> None:
    me = server.admin.get("/api/me")
    assert me["username"] == "admin"
    assert me["admin"] is True
    assert me["builder"] is True


def test_an_organisation_is_set_up_by_http_alone(server: Any) -> None:
    admin = server.admin
    sales = admin.post("/api/admin/departments", {"name": "Sales", "parent": None, "head": None}, 201)
    north = admin.post("/api/admin/departments", {"name": "North", "parent": sales["id"]}, 201)
    sue, _ = server.person("sue", department=sales["id"])
    admin.patch(f"/api/admin/departments/{sales['id']}", {"head": sue})
    bob, client = server.person("bob", name="王小波", department=north["id"])
    apps.publish(admin, CRM)
    for wrong in ("crm/roles/zz", "crm/roles/everyone", "nope/roles/rep"):
        assert admin.call("PUT", f"/api/admin/apps/{wrong}/members", {"users": [bob]}).status_code == 404
    admin.put("/api/admin/apps/crm/roles/rep/members", {"users": [], "departments": [sales["id"]]})
    me = client.get("/api/me")
    assert me["department"] == {"id": north["id"], "title": "North"}
    assert me["roles"] == [{"app": "crm", "role": "rep"}]
    organisation = server.services.organisation
    with server.services.database.read() as connection:
        assert organisation(connection).superior_of(bob) == sue
    assert [hit["id"] for hit in client.get("/api/people?q=wxb")["items"]] == [bob]
    in_use = admin.call("DELETE", f"/api/admin/departments/{north['id']}").json()
    assert (in_use["status"], in_use["type"], in_use["title"]) == (409, "/problems/not_now", "This cannot be done now")
    paths = {item["path"] for item in client.get("/api/departments")["items"]}
    assert paths == {"Sales", "Sales/North"}


def test_a_page_that_was_never_handed_out_is_refused(server: Any) -> None:
    for path in ("/api/tasks", "/api/tasks?box=started", "/api/notifications"):
        refused = server.admin.call("GET", f"{path}{'&' if '?' in path else '?'}cursor=abc")
        assert (refused.status_code, refused.json()["problems"][0]["pointer"]) == (422, "/cursor")
