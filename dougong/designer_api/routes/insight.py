"""Who uses what in the draft."""

from starlette.responses import Response

from dougong.designer_api.answers import UsageList
from dougong.designer_api.depends import BUILD, building
from dougong.edge import Caller, Routes, answer
from dougong.errors import NotFound, Text
from dougong.platform.definitions import drafts
from dougong.platform.definitions.check import foreign_forms
from dougong.platform.definitions.index import AppIndex
from dougong.platform.definitions.partial import named_at, readable
from dougong.platform.definitions.places import places_of
from dougong.platform.definitions.refs import used_by
from dougong.platform.definitions.structure import app_forms

routes = Routes("/api/designer/apps/{app}", tags=["insight"], about="Who uses what.")


@routes.get("/where-used", BUILD, answers=UsageList)
def where_used(caller: Caller, app: str, pointer: str) -> Response:
    """Everything in the draft that depends on the part at a JSON pointer."""
    building(caller, app)
    kinds = caller.services.kinds
    document = drafts.get(caller.connection, app).document
    # what has a wrong shape is left out; who uses it is told all the same
    read = readable(document, kinds)
    if read.app is None:
        raise NotFound(Text("草稿有格式问题，请先修正", "The draft has problems of shape; mend them first"))
    index = AppIndex(read.app, app_forms(read.app, kinds, foreign_forms(caller.connection, read.app, kinds)))
    here = read.here(pointer)
    part = named_at(document, pointer) if here is None else index.part_at(here)
    if part is None:
        raise NotFound(Text(f"{pointer} 处没有可引用的部分", f"There is no part at {pointer}"))
    used = used_by([part], places_of(read.app, kinds), index)[part]
    where = index.where(part)
    found = {"kind": part[0], "key": part[1], "pointer": pointer if where is None else read.home(where)}
    return answer({"part": found, "items": [{**one.as_json(), "pointer": read.home(one.pointer)} for one in used]})
