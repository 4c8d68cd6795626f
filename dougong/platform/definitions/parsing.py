"""From a raw document to the models, with every problem of shape at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from dougong.engines.document import KindSets
from dougong.engines.expression.condition_size import oversize
from dougong.engines.finding import Finding, Invalid, pointer
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.problems import findings_of
from dougong.platform.definitions.reading import Document
from dougong.platform.definitions.shape import known_keys

M = TypeVar("M", bound=BaseModel)


def shape(document: object, kinds: KindSets, model: type[M]) -> tuple[M | None, list[Finding]]:
    """The parsed part, or everything that is wrong with its shape. As strict as the JSON Schema: no text counts as a
    number, no word as true."""
    beyond = list(_beyond(document))
    if beyond:
        return None, beyond
    try:
        return model.model_validate_json(
            to_json(document), strict=True, context=kinds, by_alias=True, by_name=False
        ), []
    except ValidationError as failure:

        def known(path: Sequence[str | int]) -> list[str]:
            return known_keys(model, path, document, kinds)

        return None, findings_of(failure.errors(include_url=False), document, known)


def _beyond(document: object) -> Iterator[Finding]:
    """Conditions that are too large to be read: of each fault in them every kind of line it might be would be told."""
    waiting: list[tuple[object, str]] = [(document, "")]
    while waiting:
        part, at = waiting.pop()
        if isinstance(part, Mapping) and _is_condition(part):
            problem = oversize(part)
            if problem is not None:
                yield problem.under(at)
        elif isinstance(part, Mapping):
            waiting.extend((inner, at + pointer(key)) for key, inner in part.items())
        elif isinstance(part, list):
            waiting.extend((inner, at + pointer(index)) for index, inner in enumerate(part))


def _is_condition(part: Mapping[str, object]) -> bool:
    """Whether an object can only be meant as a condition tree."""
    group = isinstance(part.get("all"), list) or isinstance(part.get("any"), list)
    return group or {"field", "op"} <= part.keys() or not part.keys().isdisjoint({"not", "any_row", "all_rows"})


def parse(document: Document, kinds: KindSets) -> AppDef:
    """Raises Invalid with all that is wrong with the shape."""
    app, findings = shape(document, kinds, AppDef)
    if app is None:
        raise Invalid(findings)
    return app
