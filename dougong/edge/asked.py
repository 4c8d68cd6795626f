"""A request as our routes read it: its text can be stored on either database, its numbers are those that were sent.

NUL and halves of surrogate pairs are refused wherever they stand, for no database of ours keeps them. A JSON number
becomes a float, or an int of 64 bits, only where that is the same number; else it is a ``Decimal``.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from dougong.engines.finding import Finding, Invalid, pointer
from dougong.engines.record.problems import finding
from dougong.errors import NotFound

NUL = "\x00"
ESCAPED_NUL = "\\u0000"
# digits of the longest whole number that surely has 64 bits
SMALL = 18


class Asked(Request):
    """A request with nothing in it that cannot be kept."""

    def judge_address(self) -> None:
        """Raises NotFound for a path and Invalid for a query that holds NUL."""
        if b"%00" not in self.scope.get("raw_path", b"%00") and b"%00" not in self.scope["query_string"]:
            return
        if NUL in self.scope["path"]:
            raise NotFound
        _refuse(
            finding("bad_text", pointer(key.replace(NUL, ""))) for key, value in self.query_params.multi_items()
            if NUL in key or NUL in value
        )  # fmt: skip

    async def json(self) -> Any:
        """Raises ValueError, which is answered as malformed, and Invalid."""
        body = await self.body()
        text = body.decode(json.detect_encoding(body))
        found = _READER.decode(text)
        if "\\ud" in text.lower():
            json.dumps(found, ensure_ascii=False, default=str).encode()
        if ESCAPED_NUL in text:
            _refuse(finding("bad_text", at) for at in _with_nul(found, ""))
        return found

    async def _get_form(self, **options: Any) -> FormData:
        form = await super()._get_form(**options)
        _refuse(
            finding("bad_text", pointer(key.replace(NUL, "")))
            for key, value in form.multi_items()
            if NUL in key or _holds_nul((value.filename or "") if isinstance(value, UploadFile) else value)
        )
        return form


def _holds_nul(text: str) -> bool:
    """Also as JSON says it, for options come as JSON in a part of a form."""
    return NUL in text or ESCAPED_NUL in text


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= SMALL else _long(text)


def _long(text: str) -> int | Decimal:
    exact = Decimal(text)
    return int(exact) if -(2**63) <= exact < 2**63 else exact


def _exact(text: str) -> float | Decimal:
    """A number with a point or an exponent: the shortest text that reads back as the same float tells whether it is."""
    near = float(text)
    if repr(near) == text:
        return near
    exact = Decimal(text)
    return near if near - near == 0 and Decimal(repr(near)) == exact else exact


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_READER = json.JSONDecoder(parse_float=_exact, parse_int=_whole, parse_constant=_no_number)


def _with_nul(part: Any, at: str) -> Iterator[str]:
    """Where text holds NUL."""
    if isinstance(part, str):
        if NUL in part:
            yield at
    elif isinstance(part, dict):
        for key, value in part.items():
            if NUL in key:
                yield at
            yield from _with_nul(value, at + pointer(key.replace(NUL, "")))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _with_nul(value, f"{at}/{index}")


def _refuse(problems: Iterator[Finding]) -> None:
    found = list(problems)
    if found:
        raise Invalid(found)
