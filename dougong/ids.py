"""Ids: UUIDv7 (RFC 9562), text everywhere in Python and ordered by the moment they were made."""

import os
import threading
import time
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

NewId = Callable[[], str]

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A UUIDv7 in canonical text. Ids made by one process rise strictly, also when the clock steps back."""
    global _last  # noqa: PLW0603  the one counter that keeps ids of one process rising
    with _lock:
        # 48 bits of milliseconds and 12 bits of their fraction
        moment = time.time_ns() * 4096 // 1_000_000
        _last = max(moment, _last + 1)
        moment = _last
    random = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    value = ((moment >> 12) << 80) | (0x7 << 76) | ((moment & 0xFFF) << 64) | (0b10 << 62) | random
    return str(UUID(int=value))


def earliest_id(moment: datetime) -> str:
    """Below every id made at this moment or later."""
    return str(UUID(int=int(moment.timestamp() * 1000) << 80))


def is_id(text: str) -> bool:
    """Whether this is a UUID in canonical text; anything else cannot name a stored row."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
