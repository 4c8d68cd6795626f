"""Serial numbers: counted inside the transaction, as many as a batch needs at once."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from dougong.engines.form import serial
from dougong.engines.form.compile import CompiledForm
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.serials import next_numbers
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_adopt import adopt_all
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.records_work import Work


def give_serials(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work], kitchen: Kitchen) -> None:
    """A number for every record that is stored for good and has none; formulas that read it are made again."""
    given: dict[str, dict[str, object]] = defaultdict(dict)
    for definition in form.serials:
        counters: dict[serial.Counter, list[Work]] = defaultdict(list)
        for work in works:
            if work.settled is not None and not work.stays_draft and not work.settled.values.get(definition.key):
                counters[serial.counter(definition, work.settled.values, desk.now, desk.zone)].append(work)
        for counter, waiting in counters.items():
            numbers = next_numbers(
                desk.connection,
                stored,
                definition.key,
                scope_of(counter),
                len(waiting),
                start=serial.first(definition),
                step=definition.step,
            )
            width = serial.random_digits(definition)
            for work, count in zip(waiting, numbers, strict=True):
                assert work.settled is not None
                random = "".join(secrets.choice("0123456789") for _ in range(width))
                values = work.settled.values
                number = serial.number(definition, count, values, desk.now, desk.zone, random=random)
                given[work.record_id][definition.key] = number
    adopt_all(form, [(work, given[work.record_id]) for work in works if work.record_id in given], kitchen)


def scope_of(counter: serial.Counter) -> str:
    """The counter's name in the database, which holds no long texts."""
    scope = counter.scope if len(counter.scope) <= 100 else sha256(counter.scope.encode()).hexdigest()
    return f"{counter.period}\x1f{scope}"
