"""Answers already given, by the key a client chose: the same request again is answered the same and done once."""

from dougong.platform.idempotency.store import Answer, claim, find, release, settle, sweep

__all__ = ["Answer", "claim", "find", "release", "settle", "sweep"]
