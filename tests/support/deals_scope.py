"""Names that formulas of the tests read: those of a sample, and a stage that is an option."""

from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.samples import SampleScope


class Deals(SampleScope):
    def resolve(self, parts: tuple[str, ...]) -> Kind | None:
        return Kind("option", options=("won", "lost")) if parts == ("stage",) else super().resolve(parts)
