"""The designer's shell: the doors through which apps are built. One line for each resource, on purpose."""

from dougong.edge import Routes

ROUTES: tuple[Routes, ...] = ()
