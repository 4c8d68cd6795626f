"""Doing promised jobs: each kind's effect, found by discovery."""

from dougong.errors import Failure, Text
from dougong.platform.db import Unit
from dougong.platform.outbox import Claim
from dougong.registry import Registry, discover
from dougong.runtime.services.context import Services
from dougong.runtime.services.effect import Effect


class NoEffect(Failure):
    """A job of a kind that nobody here knows: a plugin that is not installed any more."""

    code, status, title = "no_effect", 500, Text("没有可执行该任务的程序", "Nothing here can do this job")


def load_effects() -> Registry[Effect]:
    return Registry(discover("dougong.runtime.effects", "EFFECT", Effect))


class Performer:
    """The effects of this installation, ready for the runner."""

    def __init__(self, services: Services, effects: Registry[Effect]) -> None:
        self._services = services
        self._effects = effects

    def outside(self, claim: Claim) -> object:
        return self._effect(claim).outside(self._services, {**claim.payload, "job": claim.id})

    def inside(self, unit: Unit, claim: Claim, found: object) -> None:
        self._effect(claim).run(self._services, unit, {**claim.payload, "job": claim.id, "outside": found})

    def _effect(self, claim: Claim) -> Effect:
        effect = self._effects.get(claim.kind)
        if effect is None:
            raise NoEffect(Text(f"没有任务类型“{claim.kind}”", f"There is no kind of job {claim.kind!r}"))
        return effect
