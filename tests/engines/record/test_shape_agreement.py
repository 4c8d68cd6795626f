"""The fast validator and the JSON Schema of a form agree on what fits, for forms and values of any kind."""

import json
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.record_schema import judge_of

from dougong.engines.form.definition import FormDef
from dougong.engines.form.validator import Mode, RecordValidator
from dougong.engines.record.facts import AppFacts
from dougong.kinds import Kinds, load_kinds

ID = "0197f1a0-0000-7000-8000-000000000001"
OPTIONS = [{"value": "new"}, {"value": "won"}]
# what a schema can only mark: whether a region exists, whether text is left after cleaning, sums of digits
SERVER_ONLY = {"region", "address", "richtext", "json"}


@cache
def kinds() -> Kinds:
    return load_kinds()


def bounds(low: str, high: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={low: st.integers(0, 5), high: st.integers(6, 12)})


numeric = st.fixed_dictionaries(
    {},
    optional={
        "min": st.sampled_from([-5, "0", 0.5]),
        "max": st.sampled_from([6, "12.25"]),
        "decimals": st.integers(0, 6),
    },
)
PLAIN = [
    "boolean", "date", "datetime", "time", "user", "users", "department", "file", "phone", "email", "url", "geo",
    "barcode", "serial",
]  # fmt: skip
SETTINGS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "text": st.one_of(
        bounds("min_length", "max_length"), st.just({"pattern": "^[a-z]+[0-9]?"}), st.just({"trim": False})
    ),
    "textarea": bounds("min_length", "max_length"),
    "number": numeric,
    "money": numeric,
    "percent": numeric,
    "rating": st.fixed_dictionaries({"stars": st.integers(2, 10)}),
    "duration": st.fixed_dictionaries({}, optional={"max": st.integers(0, 10)}),
    "select": st.fixed_dictionaries({"options": st.just(OPTIONS), "allow_other": st.booleans()}),
    "multiselect": st.fixed_dictionaries({"options": st.just(OPTIONS), "max": st.integers(1, 2)}),
    "tags": st.fixed_dictionaries({"max": st.integers(1, 3)}),
    "reference": st.just({"form": "other"}),
    "references": st.fixed_dictionaries({"form": st.just("other"), "max": st.integers(1, 2)}),
    "formula": st.just({"formula": "1", "returns": "number"}),
    **{key: st.just({}) for key in PLAIN},
}


@st.composite
def fields(draw: st.DrawFn, *, rows: bool = True) -> list[dict[str, Any]]:
    types = [*SETTINGS, *(["subtable"] * 3 if rows else [])]
    made = []
    for number, type_ in enumerate(draw(st.lists(st.sampled_from(types), min_size=1, max_size=4))):
        field = {"key": f"f{number}", "type": type_, "required": draw(st.booleans())}
        if type_ == "subtable":
            field |= {"fields": draw(fields(rows=False)), **draw(bounds("min", "max"))}
        else:
            field |= draw(SETTINGS[type_])
        made.append(field)
    return made


TRAPS = [
    "new", "abc1", "12.5", "1e3", "-0.125", "9" * 38, "2026-11-22", "2026-02-30", "2026-11-22T09:30",
    "2026-11-22T09:30:61Z", "09:30", "25:00", "a@b.cn", "https://x.cn", "javascript:1", "13800001234",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=14),
    st.sampled_from([*TRAPS, "", " ", "\u3000", "138 0000 1234", "x\x00y", "a\n", ID, ID.upper()]),
)
numbers = st.one_of(
    st.integers(), st.integers(-20, 20), st.floats(), st.floats(-20, 20), st.sampled_from([0.5, 12.25, 1e30])
)
scalars = st.one_of(st.none(), st.booleans(), texts, numbers)
objects = st.one_of(
    st.fixed_dictionaries({"id": st.one_of(st.just(ID), scalars)}, optional={"title": scalars}),
    st.fixed_dictionaries({"lat": numbers, "lng": numbers}, optional={"text": texts}),
)
anything = st.one_of(scalars, objects, st.lists(st.one_of(scalars, objects), max_size=4))
row_keys = st.sampled_from(["f0", "f1", "f2", "f3", "nobody"])
cells = st.dictionaries(row_keys, anything, max_size=4)
rows = st.lists(
    st.one_of(
        anything,
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.one_of(st.none(), st.just(ID)),
                "values": st.dictionaries(row_keys, anything, max_size=4),
            },
        ),
    ),
    max_size=4,
)
values = st.dictionaries(row_keys, st.one_of(anything, rows), max_size=5)


NEAR: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("text", "textarea", "barcode"), st.text(alphabet="abc1 \u3000\t中", max_size=14)),
    **dict.fromkeys(
        ("number", "money", "percent", "rating", "duration"),
        st.one_of(
            st.integers(-6, 14),
            st.decimals(-6, 14, places=4).map(str),
            st.decimals(0, 13, places=2).map(float),
            st.sampled_from(["7", "7.", ".5", "+1", "1E1", "0.100000", "1" * 38, "1" * 33, 10**40, "-0", " 1", "1_0"]),
        ),
    ),
    "boolean": st.booleans(),
    "select": st.sampled_from(["new", "won", "lost", " new", ""]),
    "multiselect": st.lists(st.sampled_from(["new", "won", "lost", ""]), max_size=3),
    "tags": st.lists(st.text(alphabet="ab ", max_size=3), max_size=4),
    "date": st.one_of(st.dates().map(str), st.dates().map(lambda day: day.strftime("%G-W%V-%u"))),
    "datetime": st.one_of(
        st.datetimes().map(lambda at: at.isoformat()), st.datetimes().map(lambda at: at.isoformat(" ") + "+08:00")
    ),
    "time": st.times().map(lambda at: at.isoformat("seconds")),
    **dict.fromkeys(("user", "department", "reference"), st.sampled_from([ID, ID.upper(), {"id": ID}, ID + "0", [ID]])),
    **dict.fromkeys(
        ("users", "references", "file"), st.lists(st.sampled_from([ID, {"id": ID[:-1] + "2"}, "x"]), max_size=3)
    ),
    "phone": st.text(alphabet="0123456789+-() .", min_size=2, max_size=16),
    "email": st.from_regex(r"[a-z .]{1,3}@[a-z_]{1,3}\.[a-z]{1,3}", fullmatch=True),
    "url": st.from_regex(r"https?:/{1,2}[a-z /<]{1,6}", fullmatch=True),
    "geo": st.fixed_dictionaries({"lat": numbers, "lng": numbers}, optional={"text": texts}),
}


def finite(value: object) -> bool:
    """JSON has no NaN and no infinity."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


@st.composite
def forms_with_values(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    form, raw = draw(fields()), {}
    for field in form:
        near = near_rows(field["fields"]) if field["type"] == "subtable" else NEAR.get(field["type"], anything)
        raw[field["key"]] = draw(st.one_of(near, near, near, st.one_of(anything, rows)))
    return form, draw(st.one_of(st.just(raw), st.just({**raw, "nobody": 1}), values))


def near_rows(inner: list[dict[str, Any]]) -> st.SearchStrategy[Any]:
    cells = {one["key"]: NEAR.get(one["type"], anything) for one in inner}
    row = st.fixed_dictionaries({"values": st.fixed_dictionaries({}, optional=cells)}, optional={"id": st.just(ID)})
    return st.lists(row, max_size=3)


@settings(max_examples=400, deadline=None)
@given(forms_with_values(), st.sampled_from(["sent", "complete"]))
def test_validator_and_schema_accept_the_same_values(
    case: tuple[list[dict[str, Any]], dict[str, Any]], mode: Mode
) -> None:
    form, raw = case
    if not finite(raw):
        return
    definition = FormDef.model_validate({"key": "form", "fields": form}, context=kinds())
    validator = RecordValidator(definition, AppFacts(types=kinds().field_types), frozenset(), {})
    schema = validator.json_schema(mode)
    Draft202012Validator.check_schema(schema)
    judge = judge_of(schema)
    # each field alone too: one wrong value must not cover a disagreement about another
    for part in [raw, *({key: value} for key, value in raw.items())]:
        _, findings = validator.read(part, mode)
        errors = [error.message for error in judge.iter_errors(part)]
        assert bool(findings) == bool(errors), (findings, errors, schema)


def test_every_problem_of_shape_is_told_at_its_place() -> None:
    definition = FormDef.model_validate(
        {
            "key": "form",
            "fields": [
                {"key": "name", "type": "text", "required": True},
                {"key": "amount", "type": "money"},
                {"key": "lines", "type": "subtable", "fields": [{"key": "price", "type": "money", "required": True}]},
            ],
        },
        context=kinds(),
    )
    validator = RecordValidator(definition, AppFacts(types=kinds().field_types), frozenset(), {})
    raw = {"amount": "x", "lines": [{"values": {"price": "1.005"}}, {"values": {}}, 7], "who": 1}
    _, findings = validator.read(raw, "complete")
    assert {(one.pointer, one.code) for one in findings} == {
        ("/values/name", "required"),
        ("/values/amount", "not_number"),
        ("/values/lines/0/values/price", "too_many_places"),
        ("/values/lines/1/values/price", "required"),
        ("/values/lines/2", "not_object"),
        ("/values/who", "unknown_field"),
    }
