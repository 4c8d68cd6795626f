"""The designer's shell: the doors through which apps are built. One line for each resource, on purpose."""

from dougong.designer_api.routes import apps, drafts, expression, insight, preview, publishing
from dougong.edge import Routes

ROUTES: tuple[Routes, ...] = (
    apps.routes,
    drafts.routes,
    publishing.routes,
    insight.routes,
    expression.routes,
    preview.routes,
)
