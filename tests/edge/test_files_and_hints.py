"""Files, the inbox and live hints over HTTP."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from support.waiting import PATIENCE, eventually

from dougong.platform import files, notifications
from dougong.platform.files.tables import files as rows


def upload(client: Any, name: str, content: bytes) -> Any:
    return client.post("/api/files", status=201, files={"file": (name, content)})


def test_a_file_comes_back_whole_in_parts_and_only_to_its_owner(server: Any) -> None:
    _, bob = server.person("bob")
    _, ann = server.person("ann")
    made = upload(bob, "报价 单.pdf", b"0123456789")
    assert made | {"id": ""} == {"id": "", "name": "报价 单.pdf", "size": 10, "type": "application/pdf"}
    got = bob.call("GET", f"/api/files/{made['id']}")
    assert got.content == b"0123456789"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6%8A%A5")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"].startswith("sandbox")
    part = bob.call("GET", f"/api/files/{made['id']}", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    for asked in ("bytes=5-2", "bytes=-", "bytes=", "lines=1-2", "bytes=a-b"):
        refused = bob.call("GET", f"/api/files/{made['id']}", headers={"Range": asked})
        assert (refused.status_code, refused.json()["type"]) == (400, "/problems/malformed")
    assert ann.call("GET", f"/api/files/{made['id']}").status_code == 404


def test_a_part_that_a_file_does_not_have_is_refused_as_everything_else(server: Any) -> None:
    _, bob = server.person("bob")
    path = f"/api/files/{upload(bob, 'a.txt', b'0123456789')['id']}"
    for method, asked in (("GET", "bytes=10-"), ("GET", "bytes=2-4,99-"), ("GET", "bytes=-0"), ("HEAD", "bytes=10-")):
        refused = bob.call(method, path, headers={"Range": asked})
        assert (refused.status_code, refused.headers["content-range"]) == (416, "bytes */10"), asked
        assert refused.headers["content-type"] == "application/problem+json"
        assert method == "HEAD" or refused.json()["type"] == "/problems/no_such_part"
    tag = bob.call("GET", path).headers["etag"]
    assert bob.call("GET", path, headers={"Range": "bytes=10-", "If-Range": tag}).status_code == 416
    # meant for another file than this one: all of it is sent
    whole = bob.call("GET", path, headers={"Range": "bytes=10-", "If-Range": '"other"'})
    assert (whole.status_code, whole.content) == (200, b"0123456789")
    last = bob.call("GET", path, headers={"Range": "bytes=-4"})
    assert (last.status_code, last.content, last.headers["content-range"]) == (206, b"6789", "bytes 6-9/10")


def test_head_tells_what_a_get_would_and_sends_nothing(server: Any) -> None:
    _, bob = server.person("bob")
    file = f"/api/files/{upload(bob, 'a.txt', b'0123456789')['id']}"
    for path in (file, "/api/me", "/api/regions", "/api/openapi.json"):
        got, head = bob.call("GET", path), bob.call("HEAD", path)
        assert (head.status_code, head.content) == (200, b"")
        unlike = {"date", "x-trace-id"}
        assert {name: head.headers[name] for name in head.headers if name not in unlike} == {
            name: got.headers[name] for name in got.headers if name not in unlike
        }
    part = bob.call("HEAD", file, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.headers["content-range"], part.content) == (206, "bytes 2-4/10", b"")
    hints = bob.call("HEAD", "/api/events")
    assert (hints.status_code, hints.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert "content-length" not in hints.headers
    assert server.anonymous().call("HEAD", file).status_code == 401
    assert bob.call("HEAD", "/api/files/nothing").status_code == 404
    assert bob.call("HEAD", "/api/auth/login").status_code == 405


def test_a_drawing_with_scripts_is_only_ever_saved(server: Any) -> None:
    _, bob = server.person("bob")
    made = upload(bob, "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    got = bob.call("GET", f"/api/files/{made['id']}?inline=true")
    assert got.headers["content-disposition"].startswith("attachment")


def test_a_name_cannot_lead_out_of_the_folder(server: Any) -> None:
    _, bob = server.person("bob")
    assert upload(bob, "../../etc/passwd", b"x")["name"] == "passwd"
    assert upload(bob, "..\\..\\boot.ini", b"x")["name"] == "boot.ini"


def test_what_nobody_needs_is_swept_and_what_a_record_holds_stays(server: Any) -> None:
    services = server.services
    bob, client = server.person("bob")
    kept, loose = upload(client, "a.txt", b"kept"), upload(client, "b.txt", b"loose")
    record = bob  # any id will do
    refused = services.database.write(
        lambda unit: files.attach(unit, [kept["id"]], app="crm", form="deal", record=record, field="quote", by=bob)
    )
    assert refused == []
    day = timedelta(days=2)
    services.database.write(lambda unit: unit.connection.execute(update(rows).values(created_at=unit.now - day)))
    assert files.sweep(services.database, services.blobs, services.clock() + day) == 1
    with services.database.read() as connection:
        assert files.find(connection, loose["id"]) is None
        still = files.find(connection, kept["id"])
    assert still is not None
    assert services.blobs.read(still.blob) == b"kept"


def test_a_half_upload_leaves_nothing(server: Any) -> None:
    blobs = server.services.blobs
    with blobs.spool(100) as spool:
        spool.write(b"half")
    assert list(Path(blobs.incoming).iterdir()) == []
    assert list(blobs.every()) == []


def test_somebody_elses_file_cannot_be_attached(server: Any) -> None:
    ann, _ = server.person("ann")
    _, client = server.person("bob")
    made = upload(client, "a.txt", b"bob's")
    refused = server.services.database.write(
        lambda unit: files.attach(unit, [made["id"]], app="crm", form="deal", record=ann, field="f", by=ann)
    )
    assert refused == [made["id"]]


def test_a_message_reaches_the_inbox_once_and_open_pages_hear_of_it(server: Any) -> None:
    bob, client = server.person("bob")
    heard: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        with client.http.stream("GET", "/api/events", timeout=PATIENCE) as stream:
            for line in stream.iter_lines():
                ready.set()
                if line.startswith("event:"):
                    heard.append(line)
                    return

    thread = threading.Thread(target=listen)
    thread.start()
    assert ready.wait(PATIENCE)

    def tell(unit: Any) -> None:
        text = {"zh-CN": "你有新待办", "en": "You have a new task"}
        for _ in range(2):
            told = notifications.notify(unit, [bob, bob], "task", text, about={"app": "crm"}, key="task-1")
            server.services.live.tell(unit, told, "inbox")

    # PostgreSQL's listener may just be starting; a hint is only a hint
    def hinted() -> list[str]:
        server.services.database.write(lambda unit: server.services.live.tell(unit, [bob], "inbox"))
        thread.join(0.2)
        return heard

    eventually(hinted)
    server.services.database.write(tell)
    thread.join(PATIENCE)
    assert heard == ["event: inbox"]
    inbox = client.get("/api/notifications")
    assert [item["text"] for item in inbox["items"]] == ["You have a new task"]
    assert inbox["unread"] == 1
    for nothing in ({"ids": []}, {"all": False}, {"ids": ["of nobody"]}):
        assert client.post("/api/notifications/read", nothing)["read"] == 0
    assert client.post("/api/notifications/read")["read"] == 1
    assert client.get("/api/notifications?unread=true")["items"] == []
