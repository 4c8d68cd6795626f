"""How many records a second the compiled validator judges, against ``jsonschema`` on the schema of the same form.

    python -m benchmarks.validation

The form has the fields of a usual record (texts, numbers, dates, a select, references, contacts) and no sub-table. Read
the ratio; the absolute numbers belong to the machine.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from support.record_schema import judge_of

from dougong.engines.form.definition import FormDef
from dougong.engines.form.validator import RecordValidator
from dougong.engines.record.facts import AppFacts
from dougong.kinds import load_kinds

ID = "0197f1a0-0000-7000-8000-000000000001"
FORM: dict[str, Any] = {
    "key": "deal",
    "fields": [
        {"key": "name", "type": "text", "required": True, "max_length": 80},
        {"key": "account", "type": "reference", "form": "account", "required": True},
        {"key": "stage", "type": "select", "options": [{"value": "new"}, {"value": "won"}, {"value": "lost"}]},
        {"key": "amount", "type": "money", "min": 0},
        {"key": "chance", "type": "percent", "min": 0, "max": 1},
        {"key": "due", "type": "date"},
        {"key": "email", "type": "email"},
        {"key": "phone", "type": "phone"},
        {"key": "big", "type": "boolean"},
        {"key": "labels", "type": "multiselect", "options": [{"value": "a"}, {"value": "b"}]},
        {"key": "note", "type": "textarea"},
    ],
}
RECORD: dict[str, Any] = {
    "name": "Pumps for the northern plant", "account": ID, "stage": "won", "amount": "125000.50", "chance": "0.75",
    "due": "2026-11-22", "email": "buyer@example.com", "phone": "0532-88888888", "big": True, "labels": ["a"],
    "note": "Delivery in two lots.",
}  # fmt: skip


def per_second(judge: Callable[[dict[str, Any]], object], seconds: float = 1.0) -> float:
    """The best of three rounds."""
    best = 0.0
    for _ in range(3):
        count, start = 0, perf_counter()
        while (spent := perf_counter() - start) < seconds / 3:
            for _ in range(100):
                judge(RECORD)
            count += 100
        best = max(best, count / spent)
    return best


def main() -> None:
    kinds = load_kinds()
    form = FormDef.model_validate(FORM, context=kinds)
    validator = RecordValidator(form, AppFacts(types=kinds.field_types), frozenset(), {})
    schema = judge_of(validator.json_schema())

    def by_schema(record: dict[str, Any]) -> None:
        schema.validate(record)

    fast = per_second(lambda record: validator.read(record, "complete"))
    slow = per_second(by_schema)
    print(f"compiled validator {fast:12,.0f} records/s")
    print(f"jsonschema         {slow:12,.0f} records/s")
    print(f"ratio              {fast / slow:12.0f}")


if __name__ == "__main__":
    main()
