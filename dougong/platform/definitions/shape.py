"""Which models stand at a place of a raw document: found by walking the document and the models' annotations together.

Used where pydantic does not tell: the keys that would have been known where one is unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dougong.engines.document import KindSets, Open


def known_keys(root: type[BaseModel], path: Sequence[str | int], document: object, kinds: KindSets) -> list[str]:
    """The keys that the object at ``path`` may have, over all models it could be."""
    standing: list[Any] = [root]
    here: Any = document
    for part in path:
        standing = [inner for one in standing for inner in _step(one, part, here, kinds)]
        here = here[part] if _has(here, part) else None
    models = {model for one in standing for model in _models(one, here, kinds)}
    return sorted({_shown(name, info) for model in models for name, info in model.model_fields.items()})


def _has(here: object, part: str | int) -> bool:
    if isinstance(here, Mapping):
        return part in here
    return isinstance(here, list) and isinstance(part, int) and part < len(here)


def _step(annotation: Any, part: str | int, here: object, kinds: KindSets) -> Iterator[Any]:
    """What may stand one step below ``annotation``."""
    if isinstance(part, int):
        yield from _items(annotation)
        return
    for model in _models(annotation, here, kinds):
        for name, info in model.model_fields.items():
            if _shown(name, info) == part:
                yield _hints(model)[name]
    for inner in _flat(annotation):
        if get_origin(inner) in (dict, Mapping):
            yield get_args(inner)[1]


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    """The annotations as written, names of later classes resolved."""
    return get_type_hints(model, include_extras=True)


def _shown(name: str, info: FieldInfo) -> str:
    return info.alias or name


def _flat(annotation: Any) -> Iterator[Any]:
    """The alternatives of a union, without ``Annotated``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _flat(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for inner in get_args(annotation):
            yield from _flat(inner)
    else:
        yield annotation


def _items(annotation: Any) -> Iterator[Any]:
    for inner in _flat(annotation):
        if get_origin(inner) in (tuple, list, set, frozenset):
            yield from (item for item in get_args(inner) if item is not Ellipsis)


def _models(annotation: Any, here: object, kinds: KindSets) -> Iterator[type[BaseModel]]:
    for place in _opens(annotation):
        chosen = here.get(place.discriminator) if isinstance(here, Mapping) else None
        known = kinds.of(place.kind_set)
        if isinstance(chosen, str) and chosen in known:
            yield known[chosen].definition
    for inner in _flat(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield inner


def _opens(annotation: Any) -> Iterator[Open]:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        yield from (one for one in metadata if isinstance(one, Open))
        yield from _opens(inner)
    elif origin in (Union, UnionType):
        for one in get_args(annotation):
            yield from _opens(one)
