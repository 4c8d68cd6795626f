"""One line of a plan: what happens to the database, how heavy it is, and what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from dougong.errors import Text

# instant: no row is touched; rewrites: rows are read or written while everybody goes on; loses: values no longer show
Weight = Literal["instant", "rewrites", "loses"]
Op = Literal[
    "create_table", "add_column", "change_type", "rename", "drop", "add_index", "drop_index", "restore", "compute",
    "require", "narrow", "rename_option", "drop_option", "test",
]  # fmt: skip


def listed(names: Iterable[Text]) -> Text:
    """Several names as one."""
    named = list(names)
    return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))


@dataclass(frozen=True)
class Step:
    """``pointer`` is into the draft, or into the published document where the part is gone from the draft. ``lost``
    counts values that will no longer show; they are set aside, not destroyed. ``confirm``: the step wants a yes of its
    own. ``samples`` are shown only to somebody who may read the records."""

    op: Op
    pointer: str
    weight: Weight
    what: Text
    rows: int = 0
    lost: int = 0
    confirm: bool = False
    samples: tuple[str, ...] = ()
    form: str | None = None

    @property
    def id(self) -> str:
        """The same step of the same draft has the same id in every plan."""
        return f"{self.op}:{self.pointer}"

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "op": self.op,
            "pointer": self.pointer,
            "class": self.weight,
            "what": self.what.as_json(),
            "rows": self.rows,
            "lost": self.lost,
            "confirm": self.confirm,
            "samples": list(self.samples),
            "form": self.form,
        }
