"""No library speaks to people: whatever pydantic, FastAPI or Starlette find is told in our words, in both languages."""

import ast
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

import dougong
from dougong.platform.definitions.problems import findings_of
from dougong.platform.definitions.wording import INVALID

# every detail that one of pydantic-core's errors brings
NAMES = (
    "attribute class class_name decimal_places encoding encoding_error error expected expected_schemes expected_tags "
    "expected_version field_type discriminator max_digits max_length method_name min_length multiple_of pattern tag "
    "tz_actual tz_expected whole_digits actual_length ge gt le lt"
)
DETAILS = dict.fromkeys(NAMES.split(), 7)


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_every_error_of_pydantic_has_words_of_ours(kind: str) -> None:
    error: ErrorDetails = {"type": kind, "loc": ("a",), "msg": "Pydantic says", "input": "x", "ctx": dict(DETAILS)}
    (found,) = findings_of([error], {"a": "x"}, lambda path: ())
    assert "Pydantic" not in found.message.zh + found.message.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in found.message.zh)
    assert "{" not in found.message.zh + found.message.en


def test_the_plain_words_are_left_to_what_no_request_can_bring_about() -> None:
    plain = []
    for kind in get_args(ErrorType):
        error: ErrorDetails = {"type": kind, "loc": ("a",), "msg": "", "input": "x", "ctx": dict(DETAILS)}
        plain += [kind for one in findings_of([error], {"a": "x"}, lambda path: ()) if one.code == INVALID.code]
    assert {"value_error", "assertion_error", "callable_type"} <= set(plain)
    assert not {
        kind for kind in plain if kind.partition("_")[0] in {"string", "int", "float", "decimal", "date", "url"}
    }


def test_checks_of_our_own_bring_words_in_both_languages() -> None:
    """``document.refused`` and ``record.problems.problem`` are the only ways to raise one."""
    package, made = Path(dougong.__file__).parent, set()
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if any(isinstance(call.func, ast.Name) and call.func.id == "PydanticCustomError" for call in calls):
            made.add(path.relative_to(package).as_posix())
    assert made == {"engines/document.py", "engines/record/problems.py"}


MALFORMED = [
    ("POST", "/api/auth/login", b'{"a": nope}', "application/json", 400),
    ("POST", "/api/auth/login", b"a=1", "text/plain", 400),
    ("POST", "/api/files", b"--x", "multipart/form-data; boundary=", 400),
    ("POST", "/api/auth/login", b"{}", "application/json", 422),
    ("POST", "/api/auth/login", b"", "application/json", 422),
    ("GET", "/api/people?limit=no", b"", "application/json", 422),
    ("PUT", "/api/me", b"{}", "application/json", 405),
    ("TRACE", "/api/nowhere", b"", "application/json", 404),
]


@pytest.mark.parametrize(("method", "path", "body", "media", "status"), MALFORMED)
def test_what_a_library_refuses_is_told_in_chinese_to_the_chinese(
    server: Any, method: str, path: str, body: bytes, media: str, status: int
) -> None:
    headers = {"Accept-Language": "zh-CN", "Content-Type": media}
    refused = server.admin.call(method, path, content=body, headers=headers)
    assert refused.status_code == status
    document = refused.json()
    assert all(one["message"].strip() == one["message"] for one in document["problems"])
    for words in (document["title"], document["detail"], *(one["message"] for one in document["problems"])):
        mine = [word for word in re.findall("[A-Za-z]+", words) if word not in ("JSON", "application", "json")]
        assert set(mine) <= {"username", "password"}, words
