"""``dougong serve`` and ``dougong worker``: the processes of an installation."""

import argparse
import logging
import signal
import sys
import threading

import uvicorn

from dougong.main import Background, create_app, create_services
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
    services = create_services(settings, serving=True)
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
    server = uvicorn.Server(config)
    server.run()
    services.database.close()
    return 0 if server.started else 1


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
