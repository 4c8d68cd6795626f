"""``dougong app`` as a builder with a file in git meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.waiting import PATIENCE

LEAVE = Path(__file__).parents[1] / "examples" / "leave_app.json"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOUGONG_")}
    given = {"DOUGONG_DATA": str(tmp_path / "data"), "DOUGONG_CONFIG": str(tmp_path / "none.toml")}
    return kept | given | {"DOUGONG_LOCALE": "en"}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dougong", "app", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


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
