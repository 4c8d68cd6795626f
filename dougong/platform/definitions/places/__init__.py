"""Every place of an app document that names another part or holds an expression.

One list serves four needs: dangling names, types of expressions, "where used", and carrying a rename along.
"""

from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.places.flows import flow_places
from dougong.platform.definitions.places.forms import form_places
from dougong.platform.definitions.places.parts import part_places
from dougong.platform.definitions.places.place import Place, PlaceKind
from dougong.platform.definitions.places.reports import report_places
from dougong.platform.definitions.places.rules import rule_places

__all__ = ["Place", "PlaceKind", "places_of"]


def places_of(app: AppDef, kinds: Kinds) -> list[Place]:
    """In the order of the document's parts."""
    return [
        *part_places(app, kinds),
        *form_places(app, kinds),
        *flow_places(app, kinds),
        *rule_places(app, kinds),
        *report_places(app),
    ]
