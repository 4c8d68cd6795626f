"""What designer routes share: who may build an app, and the publishing of this process."""

from typing import Any

from dougong.edge import Caller, Permission
from dougong.engines.finding import Finding
from dougong.errors import Malformed, NotFound, Text
from dougong.platform.access.condition import is_true
from dougong.platform.access.principal import Principal
from dougong.platform.definitions import builders
from dougong.platform.publishing.apply import Publishing
from dougong.platform.publishing.plan import Ports, problem_json
from dougong.runtime.services.context import Services

# the right on the one app is asked in the route, which knows the app
BUILD = Permission("build", scope="build")
# a person as bodies name him: an id or a username, or what has an id
Who = str | dict[str, Any]


def named(who: Who | None) -> str | None:
    return str(who.get("id", "")) if isinstance(who, dict) else who


def building(caller: Caller, app: str) -> str:
    """The app's key, for whoever may build it. Raises Forbidden, NotFound."""
    builders.require(caller.connection, caller.principal, app)
    return app


def problems(findings: list[Finding]) -> dict[str, Any]:
    return {"problems": [problem_json(one) for one in findings]}


def ports_of(services: Services) -> Ports:
    """What publishing borrows; a port that ``main`` does not wire does nothing."""

    def may_read(principal: Principal, app: str, form: str) -> bool:
        with services.database.read() as connection:
            try:
                access = services.apps.current(connection, app).access
            except NotFound:
                return False
            return is_true(access.row_scope(principal, form, "read"))

    return Ports(run_tests=services.ports.run_tests, recompute=services.ports.recompute, may_read=may_read)


def publishing_of(services: Services) -> Publishing:
    return Publishing(services.database, services.kinds, ports_of(services))


def rev_of(caller: Caller, given: int | None) -> int | None:
    """The revision a save is made over: ``rev`` of the body, else ``If-Match``. Raises Malformed."""
    header = caller.request.headers.get("if-match")
    if given is not None or header is None or header.strip() == "*":
        return given
    plain = header.strip().removeprefix("W/").strip('"')
    if not plain.isdigit():
        raise Malformed(Text('If-Match 应为 "<rev>"', 'If-Match has to be "<rev>"'))
    return int(plain)
