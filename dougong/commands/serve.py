"""``dougong serve`` and ``dougong worker``: the processes of an installation."""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Callable

import uvicorn

from dougong.main import Background, create_app, create_services
from dougong.runtime.services.context import Services
from dougong.settings import Settings


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser("serve", help="API, web pages and worker in one process")
    serve.add_argument("--host", help="address to listen on (DOUGONG_HOST)")
    serve.add_argument("--port", type=int, help="port to listen on (DOUGONG_PORT)")
    serve.set_defaults(run=run_serve)
    worker = commands.add_parser("worker", help="only the worker; for PostgreSQL")
    worker.set_defaults(run=run_worker)


def run_serve(settings: Settings, options: argparse.Namespace) -> int:
    given = {"host": options.host, "port": options.port}
    settings = settings.model_copy(update={name: value for name, value in given.items() if value is not None})
    configure_logging(settings)
    return run_server(settings, create_services(settings, serving=True))


# told where the server listens, and when it ends
Beside = Callable[[str, threading.Event], None]


def run_server(settings: Settings, services: Services, *, beside: Beside | None = None) -> int:
    """Serve until a signal comes; ``beside`` runs in a thread of its own once the server listens. Closes the
    database."""
    app = create_app(settings, services, told=lambda password: _first(settings, password))
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws="none",
        lifespan="on",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=10,
    )
    server, ended = uvicorn.Server(config), threading.Event()
    helper = threading.Thread(target=_once_listening, args=(server, beside, ended), daemon=True)
    if beside is not None:
        helper.start()
    try:
        server.run()
    finally:
        ended.set()
        if beside is not None:
            helper.join(10)
        services.database.close()
    return 0 if server.started else 1


def _once_listening(server: uvicorn.Server, beside: Beside, ended: threading.Event) -> None:
    while not server.started:
        if ended.wait(0.05):
            return
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)  # noqa: S104
    beside(f"http://{shown}:{port}", ended)


def run_worker(settings: Settings, options: argparse.Namespace) -> int:
    configure_logging(settings)
    if settings.embedded:
        sys.stderr.write("On SQLite the worker lives inside `dougong serve`; several processes need PostgreSQL.\n")
        return 2
    services = create_services(settings, serving=True)
    background = Background(services)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    background.start()
    stopping.wait()
    background.stop()
    services.database.close()
    return 0


def configure_logging(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)-7s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for noisy in ("procrastinate", "alembic", "uvicorn.error", "httpx"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLogger().level))


def _first(settings: Settings, password: str) -> None:
    sys.stdout.write(f"\n  First administrator: {settings.admin_username}\n  Password (shown only now): {password}\n\n")
    sys.stdout.flush()
