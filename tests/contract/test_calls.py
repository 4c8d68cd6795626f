"""The HTTP contract, call by call: a good request is answered as promised, and whatever else is asked is refused as
promised; on both databases, over a real server."""

import gc
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import make_url
from support import serving
from support.contract_requests import GOOD, Asked
from support.contract_world import REQUESTS, World

ROOT = Path(__file__).resolve().parents[2]
CONTRACT: dict[str, Any] = json.loads((ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8"))
CALLS = [f"{method.upper()} {path}" for path, calls in CONTRACT["paths"].items() for method in calls]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# more of them look deeper: DOUGONG_CONTRACT_EXAMPLES=50 pytest tests/contract
EXAMPLES = int(os.environ.get("DOUGONG_CONTRACT_EXAMPLES", "6"))
LOCALES = ("zh-CN", "en")
# seconds; the first report of a process waits for pandas
PATIENCE = 60
STREAM = "GET /api/events"


def closed(part: Any) -> Any:
    """The contract as it is tested: an answer holds nothing that is not promised."""
    if isinstance(part, list):
        return [closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {key: closed(value) for key, value in part.items()}
    if isinstance(part.get("properties"), dict) and part.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


SCHEMA = schemathesis.openapi.from_dict(closed(CONTRACT))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One company for all calls on a database."""
    folder = tmp_path_factory.mktemp("contract")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'contract.db'}"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "contract.db")
    else:
        server, name = request.getfixturevalue("postgres_url"), f"contract_{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{request.getfixturevalue("postgres_template")}"')
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
    with serving.running(url, folder / "data", workers=1, sign_ins_per_minute=100_000) as server:
        yield World(server)


def operation(call: str) -> Any:
    method, path = call.split(" ")
    return SCHEMA[path][method]


def told_well(response: Any, locale: str | None) -> None:
    """A refusal has our shape and speaks the asked language; None: whichever."""
    media = response.headers["content-type"]
    assert (media if isinstance(media, str) else media[0]) == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"].startswith("/problems/")
    if locale is None:
        return
    words = [problem["title"], *(one["message"] for one in problem["problems"])]
    for text in words if locale == "zh-CN" else words[:1]:
        assert any("\u4e00" <= char <= "\u9fff" for char in text) == (locale == "zh-CN"), text


def send(world: World, call: str, asked: Asked, headers: Mapping[str, str] | None = None) -> Any:
    method, path = call.split(" ")
    options: dict[str, Any] = {"params": dict(asked.query), "headers": dict(headers or {})}
    if asked.files is not None:
        options |= {"files": asked.files, "data": asked.body}
    body = None if asked.files is not None else asked.body
    return asked.client(world).call(method, path.format(**asked.path), body, **options)


@pytest.mark.parametrize("call", CALLS)
def test_a_good_request_is_answered_as_promised(world: World, call: str) -> None:
    assert call in GOOD, f"{call} needs a good request in support/contract_requests.py"
    asked = GOOD[call](world)
    if call == STREAM:
        with asked.client(world).http.stream("GET", "/api/events") as stream:
            assert stream.headers["content-type"].split(";")[0] == "text/event-stream"
            assert next(stream.iter_lines()) == "retry: 3000"
        return
    response = send(world, call, asked)
    promised = [status for status in operation(call).definition.raw["responses"] if status.startswith("2")]
    assert str(response.status_code) in promised, response.text
    response.request.read()
    operation(call).Case(path_parameters=dict(asked.path)).validate_response(response, checks=CHECKS)


def writes(call: str) -> bool:
    method, path = call.split(" ")
    named = {"$ref": "#/components/parameters/IdempotencyKey"}
    return named in CONTRACT["paths"][path][method.lower()].get("parameters", ())


@pytest.mark.parametrize("call", [call for call in CALLS if writes(call)])
def test_under_the_same_key_a_write_is_done_once_and_answered_the_same(
    world: World, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked = GOOD[call](world)
    headers = {"Idempotency-Key": f"once {call}"}
    first, again = (send(world, call, asked, headers) for _ in range(2))
    assert first.is_success, first.text
    assert "idempotency-replayed" not in first.headers
    # the answer was committed with the write itself
    assert not [one for one in caplog.records if "answers something else" in one.message]
    if asked.ends:
        assert again.status_code == 401
        return
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert first.headers.get("etag") in (None, again.headers.get("etag"))


# of an upload that breaks off Starlette leaves a spooled file to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("call", [call for call in CALLS if call != STREAM])
def test_whatever_is_asked_is_answered_or_refused_as_promised(world: World, call: str) -> None:
    asked = GOOD[call](world)
    ways = [
        operation(call).as_strategy(generation_mode=mode, path_parameters=path)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for path in (dict(asked.path), None)
        if asked.path or path is not None
    ]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(ways), locale=st.sampled_from(LOCALES))
    def explore(case: Any, locale: str) -> None:
        client = GOOD[call](world).client(world) if asked.ends else asked.client(world)
        headers = {"Accept-Language": locale}
        if client.token is not None:
            headers["Authorization"] = f"Bearer {client.token}"
        response = case.call(base_url=world.server.url, headers=headers, session=world.session, timeout=PATIENCE)
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
            # a body may name a language of its own, which counts as soon as it is read
            named = case.body.get("locale", locale) if isinstance(case.body, dict) else locale
            told_well(response, locale if named == locale else None)

    explore()
    if asked.files is not None:
        gc.collect()  # here, where it is awaited, and not in the middle of another test


@pytest.mark.parametrize("call", [call for call in CALLS if call.startswith("GET ") and call != STREAM])
def test_a_word_of_nonsense_in_a_query_is_answered_or_refused_as_promised(world: World, call: str) -> None:
    asked = GOOD[call](world)
    for parameter in operation(call).definition.raw.get("parameters", ()):
        if parameter.get("in") == "query":
            changed = replace(asked, query={**asked.query, parameter["name"]: "no' such \u0001 thing"})
            response = send(world, call, changed)
            operation(call).Case(path_parameters=dict(asked.path)).validate_response(response, checks=CHECKS)


def test_a_part_of_a_file_and_an_unchanged_file_are_answered_as_promised(world: World) -> None:
    call, named = "GET /api/files/{id}", {"id": world.file()["id"]}
    path = f"/api/files/{named['id']}"
    tag = world.clerk.call("GET", path).headers["etag"]
    for headers, status in (({"Range": "bytes=5-"}, 206), ({"If-None-Match": tag}, 304), ({"Range": "bytes=99-"}, 416)):
        response = world.clerk.call("GET", path, headers=headers)
        assert response.status_code == status
        operation(call).Case(path_parameters=named).validate_response(response, checks=[status_code_conformance])


def test_an_apps_own_document_promises_its_records_field_by_field(world: World) -> None:
    document = closed(world.clerk.get("/api/apps/work/openapi.json"))
    promised = schemathesis.openapi.from_dict(document)
    files = [world.file()["id"]]
    made = world.record(files=files, place="370203", account=world.account())
    values = document["components"]["schemas"]["RequestShown"]["properties"]
    assert set(values) == set(made["values"])
    one, record = f"{REQUESTS}/records/{{id}}", {"id": made["id"]}
    for path, method, named, body in (
        (f"{REQUESTS}/records", "POST", {}, {"values": world.values(files=files[:0])}),
        (f"{REQUESTS}/records", "GET", {}, None),
        (f"{REQUESTS}/records/query", "POST", {}, {"filter": "amount > 1"}),
        (one, "GET", record, None),
        (one, "PATCH", record, {"values": {"share": "0.25", "took": 60}}),
        (f"{one}/buttons/{{button}}", "POST", {**record, "button": "book"}, {"values": {"why": "now"}}),
        (one, "DELETE", record, None),
    ):
        response = world.clerk.call(method, path.format(**named), body)
        assert response.is_success, response.text
        promised[path][method].Case(path_parameters=named).validate_response(response, checks=CHECKS)


def test_a_call_that_is_not_promised_is_refused_as_a_problem(world: World) -> None:
    for locale in LOCALES:
        client = world.server.anonymous(locale)
        assert client.call("GET", "/api/nothing").status_code == 404
        for method, path in (("GET", "/api/nothing"), ("PUT", "/api/me"), ("GET", "/api/me")):
            told_well(client.call(method, path), locale)
