"""Who comes in, and how refusals are told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from dougong.platform.connections import Vault
from dougong.platform.idempotency.tables import idempotency


def browser(server: Any) -> tuple[Any, str]:
    """A client that holds the cookie as a browser does, and its CSRF token."""
    client = server.anonymous()
    answer = client.post("/api/auth/login", {"username": "admin", "password": "admin-password"})
    return client, answer["csrf"]


def test_nobody_comes_in_without_a_token(server: Any) -> None:
    refused = server.anonymous().call("GET", "/api/me")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "/problems/unauthenticated"
    assert refused.json()["trace_id"] == refused.headers["x-trace-id"]
    assert refused.headers["cache-control"] == "no-store"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(server: Any) -> None:
    wrong = server.anonymous().call("POST", "/api/auth/login", {"username": "admin", "password": "nonsense"})
    unknown = server.anonymous().call("POST", "/api/auth/login", {"username": "nobody", "password": "nonsense"})
    assert wrong.status_code == unknown.status_code == 401
    assert {**wrong.json(), "trace_id": ""} == {**unknown.json(), "trace_id": ""}


def test_failed_sign_ins_are_limited_and_the_answer_says_for_how_long(server: Any) -> None:
    client = server.anonymous()
    codes = [
        client.call("POST", "/api/auth/login", {"username": "admin", "password": "wrong"}).status_code
        for _ in range(11)
    ]
    assert codes == [401] * 10 + [429]
    again = client.call("POST", "/api/auth/login", {"username": "admin", "password": "admin-password"})
    assert 0 < int(again.headers["retry-after"]) <= 61


def test_a_cookie_writes_only_with_the_csrf_token_and_from_our_own_pages(server: Any) -> None:
    client, csrf = browser(server)
    assert client.get("/api/me")["csrf"] == csrf
    change = {"locale": "en"}
    assert client.call("PATCH", "/api/me", change).json()["type"] == "/problems/csrf"
    with_token = {"X-CSRF-Token": csrf}
    assert client.call("PATCH", "/api/me", change, headers=with_token).status_code == 200
    elsewhere = with_token | {"Origin": "https://evil.example"}
    assert client.call("PATCH", "/api/me", change, headers=elsewhere).status_code == 403
    assert client.call("PATCH", "/api/me", change, headers=with_token | {"Origin": "null"}).status_code == 403
    ours = with_token | {"Origin": server.url}
    assert client.call("PATCH", "/api/me", change, headers=ours).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts(server: Any) -> None:
    answer = server.anonymous().call("POST", "/api/auth/login", {"username": "admin", "password": "admin-password"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_signing_out_ends_the_session_at_once(server: Any) -> None:
    client = server.sign_in()
    client.post("/api/auth/logout", status=204)
    assert client.call("GET", "/api/me").status_code == 401


def test_leaving_a_changed_password_and_a_reset_end_every_session(server: Any) -> None:
    bob, client = server.person("bob")
    client.post("/api/me/password", {"current": "bob-password", "password": "another one 1"}, 204)
    assert client.call("GET", "/api/me").status_code == 401
    client = server.sign_in("bob", "another one 1")
    token = server.admin.post(f"/api/admin/users/{bob}/reset", {}, 201)["token"]
    server.anonymous().post("/api/auth/reset", {"token": token, "password": "a third one 1"}, 204)
    assert (
        server.anonymous().call("POST", "/api/auth/reset", {"token": token, "password": "a fourth 12"}).status_code
        == 422
    )
    assert client.call("GET", "/api/me").status_code == 401
    client = server.sign_in("bob", "a third one 1")
    server.admin.post(f"/api/admin/users/{bob}/deactivate", {}, 200)
    assert client.call("GET", "/api/me").status_code == 401
    refused = server.anonymous().call("POST", "/api/auth/login", {"username": "bob", "password": "a third one 1"})
    assert refused.status_code == 401


def test_an_api_key_reaches_as_far_as_its_scopes_and_its_time(server: Any) -> None:
    admin = server.admin
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    key = admin.post("/api/me/api-keys", {"name": "reader", "scopes": ["read"], "expires_at": later}, 201)
    reader = server.anonymous()
    reader.http.headers["Authorization"] = f"Bearer {key['token']}"
    assert reader.get("/api/me")["username"] == "admin"
    assert reader.call("PATCH", "/api/me", {"locale": "en"}).status_code == 403
    assert reader.call("GET", "/api/admin/users").status_code == 403
    assert "token" not in admin.get("/api/me/api-keys")["items"][0]
    admin.delete(f"/api/me/api-keys/{key['id']}")
    assert reader.call("GET", "/api/me").status_code == 401
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    ended = admin.post("/api/me/api-keys", {"name": "old", "expires_at": past}, 201)
    reader.http.headers["Authorization"] = f"Bearer {ended['token']}"
    assert reader.call("GET", "/api/me").status_code == 401


def test_nobody_grants_a_key_more_than_he_has(server: Any) -> None:
    _, bob = server.person("bob")
    refused = bob.post("/api/me/api-keys", {"name": "k", "scopes": ["read", "admin", "what"]}, 422)
    assert [(one["pointer"], one["code"]) for one in refused["problems"]] == [
        ("/scopes/1", "scope_not_held"),
        ("/scopes/2", "unknown_scope"),
    ]
    small = bob.post("/api/me/api-keys", {"name": "k", "scopes": ["write"]}, 201)["token"]
    keyed = server.anonymous()
    keyed.http.headers["Authorization"] = f"Bearer {small}"
    assert keyed.call("POST", "/api/me/api-keys", {"name": "more", "scopes": ["write", "build"]}).status_code == 422


@pytest.mark.parametrize(("path", "method"), [("/api/admin/users", "GET"), ("/api/admin/audit", "GET")])
def test_administration_is_for_administrators(server: Any, path: str, method: str) -> None:
    _, bob = server.person("bob")
    assert bob.call(method, path).status_code == 403


def test_a_change_of_rights_counts_with_the_next_request(server: Any) -> None:
    bob, client = server.person("bob")
    assert client.call("GET", "/api/admin/users").status_code == 403
    server.admin.patch(f"/api/admin/users/{bob}", {"admin": True})
    assert client.call("GET", "/api/admin/users").status_code == 200
    server.admin.patch(f"/api/admin/users/{bob}", {"admin": False})
    assert client.call("GET", "/api/admin/users").status_code == 403


def test_the_last_administrator_cannot_be_taken_away(server: Any) -> None:
    admin = server.admin
    me = admin.get("/api/me")["id"]
    admin.patch(f"/api/admin/users/{me}", {"admin": False}, 409)
    assert admin.get("/api/me")["admin"] is True


def test_every_mistake_of_a_body_is_told_at_its_place_in_the_asked_language(server: Any) -> None:
    body = {"username": "", "password": "abc", "colour": 1}
    refused = server.admin.call("POST", "/api/admin/users", body, headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert refused.status_code == 422
    found = {one["pointer"]: one["message"] for one in refused.json()["problems"]}
    assert found.keys() == {"/username", "/name", "/colour"}
    assert "必填" in found["/name"]
    english = server.admin.call("POST", "/api/admin/users", body).json()
    assert any(one["message"] == "name is missing" for one in english["problems"])


def test_what_is_no_json_is_malformed(server: Any) -> None:
    headers = {"Content-Type": "application/json"}
    refused = server.admin.call("POST", "/api/admin/users", headers=headers, content=b'{"username": ')
    assert refused.status_code == 400
    assert refused.json()["type"] == "/problems/malformed"
    assert server.admin.call("POST", "/api/admin/users", content=b"username=a").status_code == 400


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Any) -> None:
    headers = {"Content-Type": "application/json"}
    huge = b'{"username": "' + b"a" * (17 * 1_048_576) + b'"}'
    assert server.admin.call("POST", "/api/admin/users", headers=headers, content=huge).status_code == 413


def test_unknown_paths_wrong_methods_and_bad_ids_are_no_bugs(server: Any) -> None:
    admin = server.admin
    assert admin.call("GET", "/api/nothing").status_code == 404
    for method in ("DELETE", "OPTIONS", "TRACE", "QUERY"):
        refused = admin.call(method, "/api/me")
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, PATCH")
        assert refused.headers["content-type"] == "application/problem+json"
    for method in ("GET", "POST", "OPTIONS", "TRACE", "QUERY"):
        unknown = [admin.call(method, path) for path in ("/api", "/api/", "/api/nothing", "/api/me/nothing")]
        assert [(one.status_code, one.json()["type"]) for one in unknown] == [(404, "/problems/not_found")] * 4
    assert admin.call("GET", "/api/admin/users/not-an-id").status_code == 404
    assert admin.call("PATCH", "/api/admin/departments/not-an-id", {"name": "x"}).status_code == 404
    assert admin.call("GET", "/api/admin/users?limit=0").status_code == 422
    assert admin.call("GET", "/api/admin/users?cursor=zzz").status_code == 422
    assert admin.call("GET", "/api/files/not-an-id").status_code == 404


def test_a_bug_is_a_plain_500_with_a_trace_id_and_nothing_else(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = server.admin
    monkeypatch.setattr("dougong.runtime.routes.me.shown_user", lambda *_: 1 / 0)
    broken = admin.call("GET", "/api/me")
    assert broken.status_code == 500
    assert broken.json()["type"] == "/problems/internal"
    assert "division" not in broken.text
    assert "Traceback" not in broken.text


def test_the_same_key_and_body_is_done_once_and_answered_the_same(server: Any) -> None:
    admin = server.admin
    headers = {"Idempotency-Key": "once"}
    first = admin.call("POST", "/api/admin/departments", {"name": "Sales"}, headers=headers)
    second = admin.call("POST", "/api/admin/departments", {"name": "Sales"}, headers=headers)
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["idempotency-replayed"] == "true"
    other = admin.call("POST", "/api/admin/departments", {"name": "Other"}, headers=headers)
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/idempotency_mismatch"
    assert len(admin.get("/api/admin/departments")["items"]) == 1


def test_a_refused_request_may_be_mended_under_the_same_key(server: Any) -> None:
    admin = server.admin
    headers = {"Idempotency-Key": "mended"}
    assert admin.call("POST", "/api/admin/departments", {"name": ""}, headers=headers).status_code == 422
    assert admin.call("POST", "/api/admin/departments", {"name": "A"}, headers=headers).status_code == 201


def test_twins_that_arrive_together_are_done_once(server: Any) -> None:
    barrier = threading.Barrier(6)
    clients = [server.admin for _ in range(6)]

    def send(client: Any) -> Any:
        barrier.wait()
        return client.call("POST", "/api/admin/departments", {"name": "Twin"}, headers={"Idempotency-Key": "twin"})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, clients))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(server.admin.get("/api/admin/departments")["items"]) == 1


def test_twins_of_a_write_in_several_steps_wait_for_its_answer(server: Any) -> None:
    admin = server.admin
    app = {"dougong": 1, "key": "twin", "name": "Twin", "forms": []}
    admin.post("/api/designer/apps", {"document": app}, 201)
    path, barrier = "/api/designer/apps/twin/draft/plan", threading.Barrier(4)

    def send(_: int) -> Any:
        barrier.wait()
        return admin.call("POST", path, {}, headers={"Idempotency-Key": "plan"})

    with ThreadPoolExecutor(4) as pool:
        plans = [answer.json()["plan_id"] for answer in pool.map(send, range(4))]
    assert len(set(plans)) == 1
    key = {"Idempotency-Key": "publish"}
    assert admin.call("POST", "/api/designer/apps/twin/draft/publish", {"plan_id": "x"}, headers=key).status_code == 404
    body = {"plan_id": plans[0]}  # what was refused gave the key back
    answers = [admin.call("POST", "/api/designer/apps/twin/draft/publish", body, headers=key) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"version": 1}] * 2


def test_a_form_that_is_sent_again_is_the_same_request_whatever_its_boundary(server: Any) -> None:
    key, sent = {"Idempotency-Key": "file"}, {"files": {"file": ("a.txt", b"one")}}
    first, again = (server.admin.call("POST", "/api/files", headers=key, **sent) for _ in range(2))
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert (again.status_code, again.json()) == (201, first.json())
    other = server.admin.call("POST", "/api/files", headers=key, files={"file": ("a.txt", b"two")})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/idempotency_mismatch")


def test_a_token_that_is_shown_once_is_not_kept_in_clear_and_yet_answered_again(server: Any) -> None:
    admin, database = server.admin, server.services.database
    bob = admin.post("/api/admin/users", {"username": "bob", "name": "Bob", "password": "bobs-password"}, 201)["id"]
    calls = [("/api/me/api-keys", {"name": "k", "scopes": ["read"]}), (f"/api/admin/users/{bob}/reset", {})]
    for path, body in calls:
        key = {"Idempotency-Key": f"key {path}"}
        first = admin.post(path, body, 201, headers=key)
        with database.read() as connection:
            kept = [bytes(answer) for answer in connection.execute(select(idempotency.c.answer)).scalars()]
        assert kept
        assert not any(first["token"].encode() in answer for answer in kept)
        again = admin.call("POST", path, body, headers=key)
        assert (again.status_code, again.json(), again.headers["idempotency-replayed"]) == (201, first, "true")
    other = Vault(b"another secret").seal({"answer": "{}"})
    database.write(lambda unit: unit.connection.execute(update(idempotency).values(answer=other)))
    for path, body in calls:
        lost = admin.call("POST", path, body, headers={"Idempotency-Key": f"key {path}"})
        assert (lost.status_code, lost.json()["type"]) == (409, "/problems/already_done")


def test_what_an_administrator_does_is_in_the_audit_log(server: Any) -> None:
    admin = server.admin
    made = admin.post("/api/admin/departments", {"name": "Sales"}, 201)
    entries = admin.get("/api/admin/audit?action=department.created")["items"]
    assert [entry["target"] for entry in entries] == [f"department:{made['id']}"]
    assert entries[0]["actor"]["title"] == "admin"


def test_secrets_of_a_connection_are_never_shown_and_void_at_another_address(server: Any) -> None:
    admin = server.admin
    put = {"kind": "webhook", "settings": {"url": "https://a.example/hook"}, "secrets": {"token": "hush"}}
    assert admin.put("/api/admin/connections/erp", put)["has_secrets"] is True
    assert "hush" not in str(admin.get("/api/admin/connections"))
    same = {"kind": "webhook", "settings": {"url": "https://a.example/other"}}
    assert admin.put("/api/admin/connections/erp", same)["has_secrets"] is True
    moved = {"kind": "webhook", "settings": {"url": "https://evil.example/hook"}}
    assert admin.put("/api/admin/connections/erp", moved)["has_secrets"] is False


def test_an_absence_names_a_delegate_and_ends(server: Any) -> None:
    ann, _ = server.person("ann")
    bob, client = server.person("bob")
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert client.put("/api/me/absence", {"until": until}, 422)["problems"][0]["pointer"] == "/delegate"
    assert client.put("/api/me/absence", {"until": until, "delegate": ann})["absence"]["delegate"]["id"] == ann
    with server.services.database.read() as connection:
        organisation = server.services.organisation(connection)
    assert organisation.delegate_of(bob, datetime.now(UTC)) == ann
    assert client.put("/api/me/absence", {})["absence"] is None


def test_text_that_no_database_keeps_is_refused_at_its_place_wherever_it_stands(server: Any) -> None:
    admin = server.admin
    login = server.anonymous().call("POST", "/api/auth/login", {"username": "a\u0000", "password": "x"})
    assert (login.status_code, login.json()["problems"][0]["pointer"]) == (422, "/username")
    for path, body, at in [
        ("/api/admin/departments", {"name": "a\u0000b"}, "/name"),
        ("/api/me/api-keys", {"name": "k", "scopes": ["read", "\u0000"]}, "/scopes/1"),
        ("/api/admin/users", {"username": "u", "name": "n", "\u0000password": "x"}, "/"),
    ]:
        refused = admin.call("POST", path, body)
        assert refused.status_code == 422, refused.text
        assert [(one["pointer"].rstrip("/") or "/", one["code"]) for one in refused.json()["problems"]] == [
            (at, "bad_text")
        ]
    query = admin.call("GET", "/api/people?q=%00")
    assert (query.status_code, query.json()["problems"][0]["pointer"]) == (422, "/q")
    assert admin.call("GET", "/api/apps/a%00b").status_code == 404
    # the six characters that would write it are plain text
    assert admin.post("/api/admin/departments", {"name": "a\\u0000b"}, 201)


def test_what_is_wrong_in_a_query_is_told_at_its_name(server: Any) -> None:
    refused = server.admin.call("GET", "/api/tasks?limit=-1&box=zzz")
    assert refused.status_code == 422
    assert {one["pointer"] for one in refused.json()["problems"]} == {"/limit", "/box"}
