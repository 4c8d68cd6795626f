"""The runtime's shell: the doors through which members work. One line for each resource, on purpose."""

from dougong.edge import Routes
from dougong.runtime.routes import (
    admin_people,
    admin_work,
    auth,
    events,
    files,
    imports,
    me,
    notifications,
    people,
    records,
    records_beside,
    reports,
    rules,
)

ROUTES: tuple[Routes, ...] = (
    auth.routes,
    me.routes,
    people.routes,
    notifications.routes,
    files.routes,
    imports.routes,
    events.routes,
    records.routes,
    records_beside.routes,
    reports.routes,
    rules.routes,
    admin_people.routes,
    admin_work.routes,
)
