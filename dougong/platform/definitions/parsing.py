"""From a raw document to the models, with every problem of shape at once."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from dougong.engines.document import KindSets
from dougong.engines.finding import Finding, Invalid
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.problems import findings_of
from dougong.platform.definitions.reading import Document
from dougong.platform.definitions.shape import known_keys

M = TypeVar("M", bound=BaseModel)


def shape(document: object, kinds: KindSets, model: type[M]) -> tuple[M | None, list[Finding]]:
    """The parsed part, or everything that is wrong with its shape. As strict as the JSON Schema: no text counts as a
    number, no word as true."""
    try:
        return model.model_validate_json(
            to_json(document), strict=True, context=kinds, by_alias=True, by_name=False
        ), []
    except ValidationError as failure:

        def known(path: Sequence[str | int]) -> list[str]:
            return known_keys(model, path, document, kinds)

        return None, findings_of(failure.errors(include_url=False), document, known)


def parse(document: Document, kinds: KindSets) -> AppDef:
    """Raises Invalid with all that is wrong with the shape."""
    app, findings = shape(document, kinds, AppDef)
    if app is None:
        raise Invalid(findings)
    return app
