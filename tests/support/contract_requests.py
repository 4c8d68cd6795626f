"""One good request for every call of the contract, each about something of its own in a ``World``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from support.contract_world import DESIGN, REQUESTS, SMALL, World, sheet

Json = dict[str, Any]
RECORDS = "/api/apps/{app}/forms/{form}/records"
IMPORTS = "/api/apps/{app}/forms/{form}/imports"
DRAFT = DESIGN + "/{app}/draft"


@dataclass(frozen=True)
class Asked:
    """A request that is to succeed. ``who`` is a name in the world or a client of its own."""

    path: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    who: Any = "admin"
    query: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] | None = None
    # the session does not outlive the call
    ends: bool = False

    def client(self, world: World) -> Any:
        return world.clients[self.who] if isinstance(self.who, str) else self.who


Maker = Callable[[World], Asked]
GOOD: dict[str, Maker] = {}


def good(*calls: str) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        for call in calls:
            assert call not in GOOD, call
            GOOD[call] = maker
        return maker

    return keep


def plain(call: str, body: Any = None, who: str = "admin", query: Json | None = None, **path: Any) -> None:
    """A request that needs nothing made for it."""
    assert call not in GOOD, call
    GOOD[call] = lambda world: Asked(path, body, who, query or {})


FORM = {"app": "work", "form": "request"}

# identity

GOOD["POST /api/auth/login"] = lambda world: Asked(
    {}, {"username": "clerk", "password": "clerk-password"}, world.server.anonymous()
)
GOOD["POST /api/auth/logout"] = lambda world: Asked({}, who=world.server.sign_in("clerk", "clerk-password"), ends=True)
plain("GET /api/me", who="clerk")
plain("PATCH /api/me", {"name": "Clerk", "locale": "en"}, "clerk")
plain("GET /api/me/apps", who="clerk")
plain("GET /api/me/api-keys", who="clerk")
plain("POST /api/me/api-keys", {"name": "mine", "scopes": ["read"], "expires_at": "2099-01-01T00:00:00Z"}, "clerk")
plain("GET /api/people", who="clerk", query={"q": "bo", "limit": 5})
plain("GET /api/departments", who="clerk")
plain("GET /api/regions", who="clerk")
plain("GET /api/admin/settings")
plain("GET /api/admin/departments")
plain("GET /api/admin/users", query={"limit": 2})
plain("GET /api/admin/apps/{app}/roles", app="work")
plain("GET /api/admin/apps/{app}/roles/{role}/members", app="work", role="clerk")
plain("GET /api/admin/jobs", query={"state": "done"})
plain("GET /api/admin/audit", query={"limit": 20})
plain("GET /api/admin/connections")


@good("POST /api/auth/reset")
def reset(world: World) -> Asked:
    token = world.admin.post(f"/api/admin/users/{world.somebody()[0]}/reset")["token"]
    return Asked({}, {"token": token, "password": "a new password"}, world.server.anonymous())


@good("POST /api/me/password")
def password(world: World) -> Asked:
    _, client = world.somebody()
    name = client.get("/api/me")["username"]
    return Asked({}, {"current": f"{name}-password", "password": "a new password"}, client, ends=True)


@good("DELETE /api/me/api-keys/{id}")
def end_key(world: World) -> Asked:
    return Asked({"id": world.clerk.post("/api/me/api-keys", {"name": "short"}, 201)["id"]}, who="clerk")


@good("PUT /api/me/absence")
def absence(world: World) -> Asked:
    until = {"until": "2099-01-01T00:00:00Z", "delegate": world.ids["boss"]}
    return Asked({}, until, world.somebody()[1])


@good("GET /api/admin/access/explain")
def explain(world: World) -> Asked:
    of = {"user": world.ids["clerk"], "app": "work", "form": "request", "field": "amount"}
    return Asked(query=of | {"record": world.record()["id"]})


@good("POST /api/admin/departments")
def new_department(world: World) -> Asked:
    return Asked({}, {"name": world.name("Branch "), "parent": world.ids["office"], "head": world.ids["boss"]})


@good("PATCH /api/admin/departments/{id}")
def change_department(world: World) -> Asked:
    return Asked({"id": world.department()}, {"name": world.name("Branch "), "position": 3})


@good("DELETE /api/admin/departments/{id}")
def drop_department(world: World) -> Asked:
    return Asked({"id": world.department()})


@good("POST /api/admin/users")
def new_user(world: World) -> Asked:
    facts = {"department": world.ids["office"], "superior": world.ids["boss"], "password": "long enough"}
    return Asked({}, {"username": world.name("new"), "name": "New", **facts})


@good("GET /api/admin/users/{id}", "POST /api/admin/users/{id}/deactivate")
@good("POST /api/admin/users/{id}/reset", "POST /api/admin/users/{id}/sign-out")
def one_user(world: World) -> Asked:
    return Asked({"id": world.somebody()[0]})


@good("PATCH /api/admin/users/{id}")
def change_user(world: World) -> Asked:
    return Asked({"id": world.somebody()[0]}, {"name": "Another", "superior": world.ids["boss"], "locale": "en"})


@good("PUT /api/admin/apps/{app}/roles/{role}/members")
def members(world: World) -> Asked:
    key = world.app(published=True)
    given = {"users": [world.ids["boss"]], "departments": [world.ids["office"]]}
    return Asked({"app": key, "role": "clerk"}, given)


@good("POST /api/admin/jobs/{id}/retry")
def retry_job(world: World) -> Asked:
    return Asked({"id": world.parked_job()})


@good("PUT /api/admin/connections/{key}")
def put_connection(world: World) -> Asked:
    given = {"kind": "http", "settings": {"url": "https://example.com"}, "secrets": {"token": "secret"}}
    return Asked({"key": world.name("erp")}, given)


@good("DELETE /api/admin/connections/{key}")
def drop_connection(world: World) -> Asked:
    key = world.name("erp")
    world.admin.put(f"/api/admin/connections/{key}", {"kind": "http"})
    return Asked({"key": key})


# apps and records

plain("GET /api/apps/{app}", who="clerk", app="work")
plain("GET /api/apps/{app}/openapi.json", who="clerk", app="work")
plain("GET /api/search", who="clerk", query={"q": "chairs"})
plain("GET /api/notifications", who="boss")
plain("POST /api/notifications/read", {"all": True}, "boss")
plain("GET /api/events", who="clerk")
plain(f"GET {RECORDS}", who="clerk", query={"view": "all", "count": "exact", "limit": 3, "sums": "amount"}, **FORM)
plain(f"GET {RECORDS}/bin", who="clerk", query={"count": "exact"}, **FORM)
plain(f"POST {RECORDS}/duplicates", {"values": {"name": "chairs 1"}}, "clerk", **FORM)
plain("POST /api/apps/{app}/forms/{form}/choices", {"field": "account", "values": {}}, "clerk", **FORM)
plain("POST /api/apps/{app}/forms/{form}/exports", {"view": "all", "format": "csv"}, "clerk", **FORM)
plain("POST /api/apps/{app}/reports/{report}/run", {"filters": []}, "clerk", app="work", report="by_size")
plain("POST /api/apps/{app}/reports/{report}/drill", {"at": {"size": "small"}}, "clerk", app="work", report="by_size")
plain("GET /api/apps/{app}/dashboards/{dashboard}", who="clerk", app="work", dashboard="overview")
plain("GET /api/apps/{app}/rules/{rule}/runs", app="work", rule="tell_helper")
plain("POST /api/apps/{app}/flows/{flow}/simulate", {"values": {"way": "boss"}}, "clerk", app="work", flow="approval")


@good("POST /api/files")
def upload_file(world: World) -> Asked:
    return Asked(who="clerk", files={"file": ("notes.txt", b"some words")})


@good("GET /api/files/{id}")
def download(world: World) -> Asked:
    return Asked({"id": world.file()["id"]}, who="clerk")


@good(f"POST {IMPORTS}")
def upload(world: World) -> Asked:
    return Asked(FORM, {"options": "{}"}, "clerk", files={"file": ("requests.xlsx", sheet())})


@good(f"GET {IMPORTS}/{{id}}", f"GET {IMPORTS}/{{id}}/problems")
def wrong_import(world: World) -> Asked:
    return Asked(FORM | {"id": world.import_(wrong=True)["id"]}, who="clerk")


@good(f"POST {IMPORTS}/{{id}}")
def change_import(world: World) -> Asked:
    mapping = {"mapping": {"name": "name"}, "mode": "create", "run": True}
    return Asked(FORM | {"id": world.import_()["id"]}, mapping, "clerk")


@good(f"POST {IMPORTS}/{{id}}/revert")
def revert_import(world: World) -> Asked:
    return Asked(FORM | {"id": world.import_(run=True)["id"]}, who="clerk")


@good("GET /api/apps/{app}/forms/{form}/exports/{id}")
def fetch(world: World) -> Asked:
    made = world.clerk.post("/api/apps/work/forms/request/exports", {"view": "all"}, 201)
    return Asked(FORM | {"id": made["id"]}, who="clerk")


@good(f"POST {RECORDS}")
def create(world: World) -> Asked:
    return Asked(FORM, {"values": world.values(files=[world.file()["id"]], amount="200000")}, "clerk")


@good(f"POST {RECORDS}/query")
def query(world: World) -> Asked:
    asked = {"filter": "amount > 1", "sort": ["-amount"], "view": "all", "count": "exact", "sums": ["amount"]}
    return Asked(FORM, asked, "clerk")


@good(f"POST {RECORDS}/batch")
def batch(world: World) -> Asked:
    operations = [
        {"create": {"values": world.values()}},
        {"update": {"id": world.record()["id"], "values": {"amount": "-3"}}},
        {"delete": {"id": world.record()["id"]}},
    ]
    return Asked(FORM, {"operations": operations, "atomic": False}, "clerk")


def of_record(*calls: str, body: Any = None) -> None:
    for call in calls:
        GOOD[call] = lambda world: Asked(FORM | {"id": world.record()["id"]}, body, "clerk")


of_record(f"GET {RECORDS}/{{id}}", f"DELETE {RECORDS}/{{id}}")
of_record(*(f"GET {RECORDS}/{{id}}/{what}" for what in ("history", "stages", "related")))
of_record(
    f"PATCH {RECORDS}/{{id}}",
    body={"values": {"amount": "13", "stage": "ordered"}, "rev": 1, "checklist": {"new": {"call": True}}},
)
of_record(f"POST {RECORDS}/{{id}}/comments", body={"text": "look at this, @boss"})
of_record(f"POST {RECORDS}/{{id}}/flows", body={"flow": "by_hand"})
of_record(f"GET {RECORDS}/{{id}}/flows")


@good(f"GET {RECORDS}/{{id}}/files")
def files(world: World) -> Asked:
    return Asked(FORM | {"id": world.record(files=[world.file()["id"]])["id"]}, who="clerk")


@good(f"GET {RECORDS}/{{id}}/comments")
def comments(world: World) -> Asked:
    made = world.record()
    world.clerk.post(f"{REQUESTS}/records/{made['id']}/comments", {"text": "@boss, look"}, 201)
    return Asked(FORM | {"id": made["id"]}, who="clerk")


@good(f"POST {RECORDS}/{{id}}/submit")
def submit(world: World) -> Asked:
    return Asked(FORM | {"id": world.draft()["id"]}, {}, "clerk")


@good(f"POST {RECORDS}/{{id}}/restore")
def restore(world: World) -> Asked:
    return Asked(FORM | {"id": world.in_bin()["id"]}, who="clerk")


@good(f"POST {RECORDS}/{{id}}/revert")
def revert(world: World) -> Asked:
    made = world.record()
    world.clerk.patch(f"{REQUESTS}/records/{made['id']}", {"values": {"amount": "99"}})
    return Asked(FORM | {"id": made["id"]}, {"to": 1}, "clerk")


@good(f"POST {RECORDS}/{{id}}/buttons/{{button}}")
def press(world: World) -> Asked:
    return Asked(FORM | {"id": world.record()["id"], "button": "book"}, {"values": {"why": "now"}}, "clerk")


@good("POST /api/rule-runs/{id}/retry")
def retry_rule(world: World) -> Asked:
    return Asked({"id": world.rule_run()["id"]})


# flows and tasks

plain("GET /api/tasks", who="boss", query={"box": "todo", "limit": 50})


@good("GET /api/flows/{id}")
def read_flow(world: World) -> Asked:
    return Asked({"id": world.flow()["id"]}, who="clerk")


@good("POST /api/flows/{id}/withdraw", "POST /api/flows/{id}/urge")
def by_initiator(world: World) -> Asked:
    return Asked({"id": world.flow()["id"]}, {"comment": "please"}, "clerk")


@good("POST /api/flows/{id}/terminate")
def terminate(world: World) -> Asked:
    return Asked({"id": world.flow()["id"]}, {"comment": "no more"})


@good("POST /api/flows/{id}/jump")
def jump(world: World) -> Asked:
    return Asked({"id": world.flow()["id"]}, {"to": "fill"})


@good("POST /api/flows/{id}/reassign")
def reassign(world: World) -> Asked:
    task = world.task()
    return Asked({"id": task["flow"]["id"]}, {"task": task["id"], "to": {"id": world.ids["pool"]}})


@good("POST /api/flows/{id}/retry")
def retry_flow(world: World) -> Asked:
    return Asked({"id": world.stuck_flow()["id"]}, {})


@good("POST /api/tasks/{id}/return", "POST /api/tasks/{id}/save")
def with_boss(world: World) -> Asked:
    return Asked({"id": world.task()["id"]}, {"comment": "see there", "values": {}}, "boss")


GOOD["GET /api/tasks/{id}"] = lambda world: Asked({"id": world.task()["id"]}, who="boss")


@good("POST /api/tasks/{id}/approve", "POST /api/tasks/{id}/reject", "POST /api/tasks/{id}/comment")
def decide(world: World) -> Asked:
    return Asked({"id": world.task()["id"]}, {"comment": "seen", "action_id": world.name("act")}, "boss")


@good("POST /api/tasks/{id}/fill")
def fill(world: World) -> Asked:
    return Asked({"id": world.task(way="fill")["id"]}, {"values": {}}, "boss")


@good("POST /api/tasks/{id}/transfer", "POST /api/tasks/{id}/add-sign", "POST /api/tasks/{id}/cc")
def to_others(world: World) -> Asked:
    return Asked({"id": world.task()["id"]}, {"to": [{"id": world.ids["pool"]}], "where": "after"}, "boss")


@good("POST /api/tasks/{id}/subtract-sign")
def subtract(world: World) -> Asked:
    task = world.task()
    added = {"to": [world.ids["pool"], world.ids["second"]], "where": "beside"}
    world.boss.post(f"/api/tasks/{task['id']}/add-sign", added)
    return Asked({"id": task["id"]}, {"to": [world.ids["second"]]}, "boss")


@good("POST /api/tasks/{id}/claim")
def claim(world: World) -> Asked:
    return Asked({"id": world.task("pool", "pool")["id"]}, {}, "pool")


@good("POST /api/tasks/{id}/release")
def release(world: World) -> Asked:
    task = world.task("pool", "pool")["id"]
    world.clients["pool"].post(f"/api/tasks/{task}/claim", {})
    return Asked({"id": task}, {}, "pool")


@good("POST /api/tasks/{id}/read")
def read_copy(world: World) -> Asked:
    return Asked({"id": world.task(box="cc")["id"]}, {}, "boss")


@good("POST /api/tasks/batch")
def many_tasks(world: World) -> Asked:
    return Asked({}, {"ids": [world.task()["id"], world.task(way="fill")["id"]], "action": "approve"}, "boss")


@good("POST /api/tasks/handover")
def handover(world: World) -> Asked:
    return Asked({}, {"from": world.somebody()[0], "to": world.ids["boss"]})


# the designer

plain("GET /api/designer/schema")
plain("GET /api/designer/apps")
plain("GET /api/designer/functions")
plain(DESIGN.join(("GET ", "/{app}/where-used")), query={"pointer": "/forms/1/fields/2"}, app="work")
plain(f"GET {DRAFT}/shown", query={"role": "clerk"}, app="work")
plain(f"GET {DESIGN}/{{app}}/forms/{{form}}/records", **FORM)
plain(f"POST {DESIGN}/{{app}}/expression/check", {"expression": "amount * 2", "form": "request"}, app="work")
TRIED = {"expression": "amount / 0 + 1", "values": {"amount": "2"}}
plain(f"POST {DESIGN}/{{app}}/expression/evaluate", TRIED, app="work")
plain(f"POST {DESIGN}/{{app}}/flows/{{flow}}/simulate", {"values": {"way": "pool"}}, app="work", flow="approval")
plain(f"POST {DESIGN}/{{app}}/rules/{{rule}}/backtest", {"limit": 50}, app="work", rule="tell_helper")


@good("POST /api/designer/apps")
def new_app(world: World) -> Asked:
    return Asked({}, {"document": SMALL | {"key": world.name("made"), "forms": [{"key": "BAD"}]}})


@good(f"GET {DRAFT}", f"GET {DRAFT}/revisions", f"GET {DESIGN}/{{app}}/export", f"GET {DESIGN}/{{app}}/builders")
def of_draft(world: World) -> Asked:
    return Asked({"app": world.app()})


@good(f"PUT {DESIGN}/{{app}}/builders")
def builders(world: World) -> Asked:
    return Asked({"app": world.app()}, {"users": [world.ids["clerk"]]})


@good(f"PUT {DRAFT}")
def put_draft(world: World) -> Asked:
    key = world.app()
    return Asked({"app": key}, {"document": SMALL | {"key": key, "version": "2"}, "rev": 1})


@good(f"PATCH {DRAFT}")
def patch_draft(world: World) -> Asked:
    return Asked({"app": world.app()}, [{"op": "replace", "path": "/version", "value": "3"}])


@good(f"POST {DRAFT}/check")
def check_draft(world: World) -> Asked:
    return Asked({"app": world.app()}, {"document": SMALL | {"key": "other", "roles": [{"key": "NO"}]}})


@good(f"GET {DRAFT}/revisions/{{rev}}")
def revision(world: World) -> Asked:
    return Asked({"app": world.app(), "rev": 1})


@good(f"POST {DRAFT}/revert")
def revert_draft(world: World) -> Asked:
    return Asked({"app": world.changed_app()}, {"to": 1})


@good(f"POST {DESIGN}/{{app}}/merge")
def merge(world: World) -> Asked:
    return Asked({"app": world.changed_app()}, {"document": SMALL | {"version": "7"}, "base": 1, "save": True})


@good(f"POST {DRAFT}/plan")
def plan(world: World) -> Asked:
    return Asked({"app": world.changed_app()})


@good(f"POST {DRAFT}/publish")
def publish(world: World) -> Asked:
    key = world.changed_app()
    made = world.admin.post(f"{DESIGN}/{key}/draft/plan")
    confirm = [step["id"] for step in made["steps"] if step["confirm"]]
    return Asked({"app": key}, {"plan_id": made["plan_id"], "confirm": confirm, "note": "less"})


@good(f"GET {DESIGN}/{{app}}/versions")
def versions(world: World) -> Asked:
    return Asked({"app": world.app(published=True)})


@good(f"GET {DESIGN}/{{app}}/versions/{{n}}", f"POST {DESIGN}/{{app}}/versions/{{n}}/rollback")
def version(world: World) -> Asked:
    return Asked({"app": world.app(published=True), "n": 1})


@good(f"GET {DESIGN}/{{app}}/versions/{{a}}/diff/{{b}}")
def diff(world: World) -> Asked:
    return Asked({"app": world.changed_app(), "a": "1", "b": "draft"})


@good(f"POST {DESIGN}/{{app}}/reports/preview")
def preview(world: World) -> Asked:
    report = {"key": "new", "name": "New", "chart": "pie", "form": "request", "dimensions": [{"field": "size"}]}
    return Asked({"app": "work"}, {"report": report | {"measures": [{"fn": "count"}]}, "filters": []})
