"""The composition root: the only place that knows every part and puts them together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount
from starlette.types import ASGIApp, Lifespan

from dougong import __version__, clock, ids
from dougong.designer_api import app as designer_shell
from dougong.designer_api.depends import publishing_of
from dougong.edge import contract, probes, problem, require_permissions
from dougong.edge.gate import Gate
from dougong.edge.metrics import Metrics
from dougong.edge.pressed import Pressed
from dougong.edge.shell import Shell
from dougong.kinds import load_kinds
from dougong.pages import Pages, find_pages
from dougong.platform import outbox
from dougong.platform.connections import Vault
from dougong.platform.db import Database, Unit, open_database
from dougong.platform.definitions.apps import Apps
from dougong.platform.files import Blobs
from dougong.platform.identity.limits import Limit
from dougong.platform.identity.passwords import Passwords
from dougong.platform.identity.questions import Questions
from dougong.platform.identity.store import Organisations
from dougong.platform.jobs import Periodic, Runner, carry, open_runner
from dougong.platform.jobs.periodic import PeriodicRunner
from dougong.platform.rules import RunLog
from dougong.registry import discover
from dougong.runtime import app as runtime_shell
from dougong.runtime.services import accounts
from dougong.runtime.services.actions import ButtonActions
from dougong.runtime.services.app_tests import AppTests
from dougong.runtime.services.context import Services
from dougong.runtime.services.flows import FlowBook, flow_actions
from dougong.runtime.services.live import Live
from dougong.runtime.services.periodic import PeriodicTask
from dougong.runtime.services.ports import Ports
from dougong.runtime.services.recompute import Recompute
from dougong.runtime.services.rules import RuleBook
from dougong.runtime.services.tasks_of_stages import StageTaskBook, task_action
from dougong.runtime.workers.performer import Performer, load_effects
from dougong.settings import Settings, secret_of


def create_services(
    settings: Settings, *, database: Database | None = None, serving: bool = False, now: clock.Clock = clock.now
) -> Services:
    """Everything use cases need, on a migrated database. Whoever calls closes ``services.database``.

    ``serving`` claims the database for this process: on SQLite another one raises AlreadyServing, before anything is
    changed."""
    secret = secret_of(settings)
    kinds = load_kinds()
    opened = database or open_database(
        settings.url, clock=now, functions=kinds.functions, brief=settings.statement_seconds
    )
    if serving:
        opened.serve()
    carry(opened)
    opened.migrate()
    services = Services(
        settings=settings,
        database=opened,
        kinds=kinds,
        clock=now,
        new_id=ids.new_id,
        apps=Apps(kinds),
        organisations=Organisations(),
        passwords=Passwords(),
        blobs=Blobs(settings.data / "files"),
        vault=Vault(secret),
        live=Live(opened),
        run_log=RunLog(opened),
        sign_ins=Limit(settings.sign_ins_per_minute, 60),
        public_calls=Limit(settings.public_per_minute, 60),
        questions=Questions(settings.queries_at_once),
        ports=Ports(
            rules=RuleBook(),
            flows=FlowBook(),
            stage_tasks=StageTaskBook(),
            actions=ButtonActions(),
            flow_actions=flow_actions,
            task_actions=task_action,
        ),
    )
    return replace(services, ports=_lent_to_publishing(services))


def _lent_to_publishing(services: Services) -> Ports:
    """The ports with those two that work with the services themselves."""
    effects = load_effects()

    def perform(given: Services, unit: Unit, claim: outbox.Claim) -> None:
        Performer(given, effects).inside(unit, claim, None)

    return replace(services.ports, recompute=Recompute(services), run_tests=AppTests(services, perform))


class Background:
    """The worker of this process: promised jobs and periodic tasks."""

    def __init__(self, services: Services) -> None:
        performer = Performer(services, load_effects())
        self._runner: Runner = open_runner(
            services.database, performer, workers=services.settings.workers, clock=services.clock
        )
        self._periodic = PeriodicRunner(services.database, _periodic(services), services.clock)

    def start(self) -> None:
        self._runner.start()
        self._periodic.start()

    def stop(self) -> None:
        self._periodic.stop()
        self._runner.stop()


def _periodic(services: Services) -> list[Periodic]:
    tasks = discover("dougong.runtime.workers.periodic", "PERIODIC", PeriodicTask)
    found = [Periodic(task.key, task.every, _bound(task, services)) for task in tasks]
    # what another server that died was publishing
    return [*found, Periodic("publishing", timedelta(minutes=1), lambda: _resume(services))]


def _resume(services: Services) -> None:
    publishing_of(services).resume()


def _bound(task: PeriodicTask, services: Services) -> Callable[[], None]:
    return lambda: task.run(services)


def create_app(settings: Settings, services: Services, *, told: Callable[[str], None] | None = None) -> ASGIApp:
    """The whole server; ``told`` is given the first administrator's password if one was drawn. Its worker runs from the
    application's start to its end."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        drawn = await run_in_threadpool(accounts.first_administrator, services)
        if drawn is not None and told is not None:
            told(drawn)
        await run_in_threadpool(_resume, services)
        background = Background(services) if settings.workers else None
        services.live.start()
        if background is not None:
            background.start()
        try:
            yield
        finally:
            if background is not None:
                await run_in_threadpool(background.stop)
            await run_in_threadpool(services.live.stop)

    app = create_api(services, lifespan=lifespan)
    probes.install(app, services.database, metrics)
    app.router.routes.append(Mount("/", app=Pages(find_pages(settings.web))))
    return Shell(
        Pressed(app),
        metrics=metrics,
        locale=settings.locale,
        body_mb=settings.max_body_mb,
        upload_mb=settings.max_upload_mb,
        secure=settings.secure_cookies,
    )


def create_api(services: Services, *, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """The calls of both shells, with what the edge promises of each. Raises NoPermission."""
    app = FastAPI(
        title="Dougong",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.gate = Gate(services)
    problem.install(app, services.settings.locale)
    shells = (*runtime_shell.ROUTES, *designer_shell.ROUTES)
    for routes in shells:
        app.include_router(routes.router)
    require_permissions(app)
    contract.install(app, shells)
    return app
