"""A real server for the tests: uvicorn in a thread, and clients that know how to sign in."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import httpx
import uvicorn

from dougong.kinds import load_kinds
from dougong.main import create_app, create_services
from dougong.platform.db import open_database
from dougong.platform.identity.passwords import Passwords
from dougong.runtime.services.context import Services
from dougong.settings import Settings
from support.waiting import PATIENCE

ADMIN = ("admin", "admin-password")


class Client:
    """Calls one server as one person. ``call`` gives the response, the verbs give its JSON and check its status."""

    def __init__(self, base_url: str, token: str | None = None, locale: str = "en") -> None:
        headers = {"Accept-Language": locale} | ({"Authorization": f"Bearer {token}"} if token else {})
        self.http = httpx.Client(base_url=base_url, headers=headers, timeout=PATIENCE)
        self.token = token

    def call(self, method: str, path: str, json: object = None, **options: Any) -> httpx.Response:
        if json is not None:
            options["json"] = json
        return self.http.request(method, path, **options)

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        return self._checked("GET", path, None, status, options)

    def post(self, path: str, json: object = None, status: int | None = None, **options: Any) -> Any:
        """Without ``status`` any success will do."""
        return self._checked("POST", path, json, status, options)

    def put(self, path: str, json: object = None, status: int = 200, **options: Any) -> Any:
        return self._checked("PUT", path, json, status, options)

    def patch(self, path: str, json: object = None, status: int = 200, **options: Any) -> Any:
        return self._checked("PATCH", path, json, status, options)

    def delete(self, path: str, status: int = 204, **options: Any) -> Any:
        return self._checked("DELETE", path, None, status, options)

    def _checked(self, method: str, path: str, json: object, status: int | None, options: dict[str, Any]) -> Any:
        response = self.call(method, path, json, **options)
        fine = response.status_code == status if status is not None else response.is_success
        assert fine, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content and "json" in response.headers.get("content-type", "") else None

    def close(self) -> None:
        self.http.close()


class Server:
    """A running server. ``services`` are its own, for looking past HTTP."""

    def __init__(self, url: str, services: Services) -> None:
        self.url = url
        self.services = services
        self._clients: list[Client] = []

    def anonymous(self, locale: str = "en") -> Client:
        return self._kept(Client(self.url, locale=locale))

    def sign_in(self, username: str = ADMIN[0], password: str = ADMIN[1], locale: str = "en") -> Client:
        """A client of somebody who is there already."""
        answer = self.anonymous().post("/api/auth/login", {"username": username, "password": password})
        return self._kept(Client(self.url, answer["token"], locale))

    @cached_property
    def admin(self) -> Client:
        """The first administrator, who is also a builder."""
        return self.sign_in()

    def person(self, username: str, **facts: Any) -> tuple[str, Client]:
        """(id, client) of a new person, signed in. Facts as for ``POST /api/admin/users``."""
        password = facts.setdefault("password", f"{username}-password")
        facts.setdefault("name", username.title())
        made = self.admin.post("/api/admin/users", {"username": username, **facts})
        return made["id"], self.sign_in(username, password)

    def close(self) -> None:
        for client in self._clients:
            client.close()

    def _kept(self, client: Client) -> Client:
        self._clients.append(client)
        return client


@contextmanager
def listening(app: Any, lifespan: Literal["on", "off"] = "on") -> Iterator[str]:
    """The URL of an ASGI application, served by uvicorn in a thread until the block ends."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_config=None,
        ws="none",
        lifespan=lifespan,
        access_log=False,
        timeout_graceful_shutdown=20,  # a line of hints that somebody left open is cut
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


@contextmanager
def running(database_url: str, data: Path, **more: Any) -> Iterator[Server]:
    """A server on this (migrated) database until the block ends; ``more`` are settings."""
    given = {
        "data": data,
        "database_url": database_url,
        "secret_key": "a secret for the tests only",
        "admin_password": ADMIN[1],
        "port": 0,
        "workers": 2,
        "public_per_minute": 10_000,
        "log_level": "warning",
    }
    settings = Settings.model_validate(given | more)
    database = open_database(
        settings.url, durable=False, functions=load_kinds().functions, brief=settings.statement_seconds
    )
    made_services = create_services(settings, database=database, serving=True)
    # real hashes, but not made slow on purpose
    services = replace(made_services, passwords=Passwords(memory_kib=1024, rounds=1))
    try:
        with listening(create_app(settings, services)) as url:
            made = Server(url, services)
            try:
                yield made
            finally:
                made.close()
    finally:
        database.close()
