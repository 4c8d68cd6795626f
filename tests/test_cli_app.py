"""``dougong app`` as a builder with a file in git meets it; in this process, since starting Python takes seconds."""

import contextlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from dougong import cli

LEAVE = Path(__file__).parents[1] / "examples" / "leave_app.json"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    given = {"DOUGONG_DATA": str(tmp_path / "data"), "DOUGONG_CONFIG": str(tmp_path / "none.toml")}
    return given | {"DOUGONG_LOCALE": "en"}


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(environment: dict[str, str], *arguments: str) -> Done:
    out, wrong = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(wrong):
        for name in [name for name in os.environ if name.startswith("DOUGONG_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        code = cli.main(["app", *arguments])
    return Done(code, out.getvalue(), wrong.getvalue())


def test_a_file_is_checked_without_a_database(environment: dict[str, str], tmp_path: Path) -> None:
    assert run(environment, "check", str(LEAVE)).returncode == 0
    assert not (tmp_path / "data").exists()
    document = json.loads(LEAVE.read_text(encoding="utf-8"))
    document["menu"][0]["items"][0]["form"] = "leave_requests"
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(document), encoding="utf-8")
    told = run(environment, "check", str(broken))
    assert told.returncode == 1
    assert "error /menu/0/items/0/form [unknown_form]" in told.stdout
    assert "leave_request?" in told.stdout


def test_a_file_that_is_no_json_is_refused_at_its_place(environment: dict[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"key": "a", "forms": [{"key": x}]}', encoding="utf-8")
    told = run(environment, "check", str(broken))
    assert (told.returncode, told.stderr.startswith("/forms/0/key: Line 1, column 32")) == (1, True)
    assert run(environment, "check", str(tmp_path / "none.json")).returncode == 1


def test_a_file_is_planned_published_exported_and_compared(environment: dict[str, str], tmp_path: Path) -> None:
    planned = run(environment, "plan", str(LEAVE))
    assert planned.stdout.startswith("create_table:/forms/0 [instant]")
    published = run(environment, "publish", str(LEAVE), "--note", "first")
    assert published.stdout.splitlines()[-1] == "Published version 1"
    document = json.loads(LEAVE.read_text(encoding="utf-8"))
    document["forms"][0]["fields"].append({"key": "place", "type": "text", "name": "Place"})
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert run(environment, "diff", "leave@1", str(newer)).stdout == "/forms/0/fields/9: Added field Place\n"
    assert run(environment, "publish", str(newer)).returncode == 0
    exported = tmp_path / "exported.json"
    assert run(environment, "export", "leave", "-o", str(exported)).returncode == 0
    assert json.loads(exported.read_text(encoding="utf-8")) == document
    assert run(environment, "export", "nothing").returncode == 1


def test_the_apps_own_tests_run_from_the_command_line(environment: dict[str, str], tmp_path: Path) -> None:
    told = run(environment, "test", str(LEAVE))
    assert (told.returncode, told.stdout) == (0, "ok   Up to three days the superior decides alone\n")
    document = json.loads(LEAVE.read_text(encoding="utf-8"))
    document["tests"][0]["expect"] = [{"record": {"days": 5}}]
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(document), encoding="utf-8")
    told = run(environment, "test", str(wrong))
    assert told.returncode == 1
    assert told.stdout.splitlines()[1] == "     /expect/0/record/days: days should be 5 and is 2"
