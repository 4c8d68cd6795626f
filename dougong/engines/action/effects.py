"""What an action asks for. Plain data: the runtime (``runtime/services/actions``) carries it out, in the same
transaction where it touches our own records, through the outbox where it reaches people or other systems.

Every effect can be told apart by ``(run key, position)``, which the runtime uses to do it once.
Values in ``set`` are Python values as in ``docs/explanation/architecture.md``, already computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dougong.engines.expression.definition import Condition
from dougong.errors import Text

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RecordRef:
    """One record. ``form`` may be ``app/form`` for a form of another app."""

    form: str
    id: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Records of ``form``: those whose reference ``through`` names ``parent``, narrowed by ``where`` (over ``form``).
    More than ``limit`` is a fault."""

    form: str
    through: str | None
    parent: RecordRef | None
    where: Condition | None
    limit: int


Target = RecordRef | Selection


@dataclass(frozen=True, slots=True)
class SetFields:
    """Before rules: put these values into the record being written."""

    values: Values


@dataclass(frozen=True, slots=True)
class Refuse:
    """Before rules: the write is refused. ``fields``: where to show it; empty means the whole record."""

    message: Text
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warn:
    """Tell the writer and go on."""

    message: Text
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    target: Target
    set: Values


@dataclass(frozen=True, slots=True)
class CreateRecord:
    form: str
    set: Values
    draft: bool = False


@dataclass(frozen=True, slots=True)
class UpsertRecord:
    """Update the one record of ``form`` that equals ``set`` in all of ``key``, else create it. ``keep``: fields that an
    existing record keeps."""

    form: str
    key: tuple[str, ...]
    set: Values
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteRecord:
    """To the recycle bin."""

    target: Target


@dataclass(frozen=True, slots=True)
class Notify:
    """``to``: user ids. ``key``: with the same one, a person is told once. ``about``: what the notice opens."""

    to: tuple[str, ...]
    channels: tuple[str, ...]
    text: Text
    title: Text | None = None
    about: RecordRef | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What counts as a person's open load: records of ``form`` that name him in ``field`` and fulfil ``when``."""

    form: str
    field: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """Put one of ``candidates`` into the user field ``field``.

    ``first``: the first of them. ``round_robin``: the next one by the cursor named ``cursor``, moved atomically.
    ``least_loaded``: whoever has the least ``load``, the earliest in the list among equals.
    ``keep``: leave the record alone when the field is filled already.
    """

    target: RecordRef
    field: str
    candidates: tuple[str, ...]
    strategy: str
    cursor: str
    load: Load | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class StartFlow:
    flow: str
    target: RecordRef
    initiator: str | None = None


@dataclass(frozen=True, slots=True)
class CancelFlow:
    """Terminate the running instances on a record: of ``flow``, or all."""

    target: RecordRef
    flow: str | None
    reason: Text


@dataclass(frozen=True, slots=True)
class CreateTask:
    """A task outside any flow. ``within``: a duration, counted by ``calendar`` when one is named."""

    name: Text
    who: tuple[str, ...]
    about: RecordRef | None = None
    within: str | None = None
    calendar: str | None = None
    required: bool = False
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """One call through the outbox with an ``Idempotency-Key``. Either a declared ``connection`` and a path
    below its address, or a full ``url``; the egress rules of the platform hold in both cases."""

    method: str
    connection: str | None
    url: str
    body: object
    headers: Mapping[str, str] = field(default_factory=dict)


Effect = (
    SetFields | Refuse | Warn | UpdateRecord | CreateRecord | UpsertRecord | DeleteRecord | Notify | Assign
    | StartFlow | CancelFlow | CreateTask | Webhook
)  # fmt: skip
