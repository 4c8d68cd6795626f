"""Apps for the tests of the form engine: a document's forms in, compiled forms out."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dougong.engines.form.compile import CompiledForm, compile_forms
from dougong.engines.form.computed import inferred
from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import AppForms
from dougong.engines.form.run import Need, Run
from dougong.engines.record.facts import AppFacts
from dougong.kinds import Kinds, load_kinds

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
Compile = Callable[..., dict[str, CompiledForm]]


@cache
def loaded() -> Kinds:
    return load_kinds()


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return loaded()


@pytest.fixture
def app(kinds: Kinds) -> Compile:
    """``app(form, form, ...)``: the compiled forms by key."""

    def make(*forms: dict[str, Any]) -> dict[str, CompiledForm]:
        definitions = {form["key"]: FormDef.model_validate(form, context=kinds) for form in forms}
        facts = AppFacts(types=kinds.field_types)
        return compile_forms(AppForms(definitions, facts, inferred(kinds.functions)), kinds.functions)

    return make


@pytest.fixture
def run() -> Run:
    return Run(NOW, ZoneInfo("Asia/Shanghai"), {"id": "0197f1a0-0000-7000-8000-0000000000aa", "name": "王芳"})


@pytest.fixture
def fetching(run: Run) -> Callable[..., Any]:
    """``fetching(records, step)``: calls a step until it needs nothing more; ``records`` by (table, id)."""

    def until_done(records: Mapping[tuple[str, str], Mapping[str, Any]], step: Callable[[Run], Any]) -> Any:
        at, rounds = run, 0
        while isinstance(out := step(at), Need):
            rounds += 1
            assert rounds <= 8
            more = {
                (one.table, one.id): {key: records.get((one.table, one.id), {}).get(key) for key in one.fields}
                if (one.table, one.id) in records
                else {}
                for one in out.wanted
            }
            at = at.with_(at.fetched.and_(more))
        return out

    return until_done
