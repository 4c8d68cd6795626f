"""What flows name. Nodes and edges name each other too: that is the flow engine's own check."""

from collections.abc import Iterator
from typing import Any

from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.places.place import Place, Places


def flow_places(app: AppDef, kinds: Kinds) -> Iterator[Place]:
    for index, flow in enumerate(app.flows):
        places = Places(kinds, f"/flows/{index}", flow.form)
        places.add("form", "/form", flow.form)
        places.condition("/start/when", flow.start.when)
        places.who("/start/who", flow.start.who)
        places.who("/admins", flow.admins)
        for number, node in enumerate(flow.nodes):
            _node(node, f"/nodes/{number}", places)
        for number, edge in enumerate(flow.edges):
            places.condition(f"/edges/{number}/when", edge.when)
        yield from places.found


def _node(node: Any, at: str, places: Places) -> None:
    """One node of any kind, read off the settings that kinds share by name."""
    for name in ("who", "empty_to"):
        places.who(f"{at}/{name}", getattr(node, name, ()))
    places.keys("field", f"{at}/fields", getattr(node, "fields", {}))
    for index, timer in enumerate(getattr(node, "timers", ())):
        places.add("field", f"{at}/timers/{index}/at", timer.at)
        places.add("calendar", f"{at}/timers/{index}/calendar", timer.calendar)
        places.who(f"{at}/timers/{index}/to", timer.to)
    for index, check in enumerate(getattr(node, "checks", ())):
        places.condition(f"{at}/checks/{index}/when", check.when)
        places.each("field", f"{at}/checks/{index}/fields", check.fields)
    kind = places.kinds.nodes[node.type]
    places.actions(f"{at}/do", kind.uses_actions(node))
    places.add("flow", f"{at}/flow", getattr(node, "flow", None))
    places.add("field", f"{at}/of", getattr(node, "of", None))
    places.add("field", f"{at}/until", getattr(node, "until", None))
    places.add("calendar", f"{at}/calendar", getattr(node, "calendar", None))
