"""Promises: what must be done after a commit is written in the same transaction as its cause."""

from dougong.platform.outbox.store import (
    Claim,
    Lost,
    cancel,
    claim,
    counts,
    fail,
    finish,
    lock,
    page,
    promise,
    retry,
    sweep,
)

__all__ = ["Claim", "Lost", "cancel", "claim", "counts", "fail", "finish", "lock", "page", "promise", "retry", "sweep"]
