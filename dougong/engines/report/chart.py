"""What a chart is: a way to draw an answer, with the shape of answer it can draw.

The answer itself is tidy data; ``encoding`` (written by ``report/encode``) says which column is which axis.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.document import Def
from dougong.errors import Text

Color = Annotated[str, Field(max_length=30, pattern=r"^#?[a-zA-Z0-9_]+$")]


class ChartDef(Def):
    """What every chart may set: colours by value, and whether labels and a legend show."""

    colors: dict[str, Color] = Field(default={})
    labels: bool = False
    legend: bool = True


@dataclass(frozen=True)
class Chart:
    """``dimensions`` and ``measures``: (least, most) it can draw, both ends belong."""

    key: str
    definition: type[Def]
    name: Text
    dimensions: tuple[int, int] = (1, 1)
    measures: tuple[int, int] = (1, 20)
    totals: Literal["column", "none"] = "none"
