"""The runtime's shell: the doors through which members work. One line for each resource, on purpose."""

from dougong.edge import Routes
from dougong.runtime.routes import (
    admin_people,
    admin_work,
    apps,
    auth,
    events,
    exports,
    files,
    flows,
    imports,
    me,
    notifications,
    people,
    records,
    records_beside,
    regions,
    reports,
    rules,
    tasks,
)

ROUTES: tuple[Routes, ...] = (
    auth.routes,
    me.routes,
    people.routes,
    regions.routes,
    apps.routes,
    notifications.routes,
    files.routes,
    imports.routes,
    events.routes,
    exports.routes,
    records.routes,
    records_beside.routes,
    flows.routes,
    tasks.routes,
    reports.routes,
    rules.routes,
    admin_people.routes,
    admin_work.routes,
)
