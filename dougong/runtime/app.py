"""The runtime's shell: the doors through which members work. One line for each resource, on purpose."""

from dougong.edge import Routes
from dougong.runtime.routes import admin_people, admin_work, auth, events, files, me, notifications, people, reports

ROUTES: tuple[Routes, ...] = (
    auth.routes,
    me.routes,
    people.routes,
    notifications.routes,
    files.routes,
    events.routes,
    reports.routes,
    admin_people.routes,
    admin_work.routes,
)
