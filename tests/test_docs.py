"""What the pages say holds: commands are there, links lead somewhere, and the tutorial runs as printed."""

import contextlib
import copy
import io
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dougong import cli
from dougong.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(.+?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TUTORIAL = ROOT / "docs" / "tutorial" / "leave-app.md"


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_link_leads_to_a_file(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    targets = [target.partition("#")[0] for target in LINK.findall(text) if "://" not in target]
    missing = [target for target in targets if target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_make_target_that_is_named_is_there(page: Path) -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = page.read_text("utf-8")
    named = {word for found in re.findall(r"(?:^|`)make ((?:[a-z]+ ?)+)", text, re.MULTILINE) for word in found.split()}
    assert named - known - {"sure"} == set()


def commands() -> Iterator[tuple[str, str]]:
    """(page, line) of every call of our command."""
    for page in PAGES:
        for kind, body in FENCE.findall(page.read_text("utf-8")):
            if kind.split()[0] == "sh":
                lines = (line.partition("#")[0].strip() for line in body.splitlines())
                yield from ((_named(page), line) for line in lines if line.startswith("dougong "))


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_every_command_in_the_pages_is_understood(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    verbs = words[: 2 if words[0] in ("app", "user") else 1]
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), pytest.raises(SystemExit) as ended:
        cli.main([*verbs, "--help"])
    assert ended.value.code == 0, page
    assert [word for word in words if word.startswith("--") and word not in shown.getvalue()] == []


def test_every_setting_that_is_named_is_one() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {"DOUGONG_CONFIG"}
    sources = [page for page in PAGES if "tests" not in page.parts and "design" not in page.parts]
    named = {word for page in sources for word in re.findall(r"DOUGONG_[A-Z_]+[A-Z]", page.read_text("utf-8"))}
    assert named - known == set()


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_two_readmes_say_the_same_commands() -> None:
    found = [re.findall(r"^make \w+", (ROOT / name).read_text("utf-8"), re.MULTILINE) for name in READMES]
    assert found[0] == found[1] == ["make run", "make test"]


READMES = ("README.md", "README.zh-CN.md")


# the tutorial


@dataclass(frozen=True)
class Done:
    code: int
    printed: str


@dataclass
class Reader:
    """Somebody who does what the page says, in the order it says so."""

    server: Any
    folder: Path
    document: dict[str, Any]
    saved: dict[str, str]
    patch: pytest.MonkeyPatch

    def read(self, kind: str, body: str) -> None:
        verb, _, how = kind.partition(" ")
        match verb:
            case "json":
                self._json(how, json.loads(body))
            case "sh":
                for line in body.strip().splitlines():
                    self._run(line)
            case "http":
                self._http(how, body)
            case _:
                raise AssertionError(f"nobody runs {kind}")

    def _json(self, how: str, part: dict[str, Any]) -> None:
        merged = merge(copy.deepcopy(self.document), part)
        verb, _, code = how.partition(" ")
        (self.folder / "leave.json").write_text(json.dumps(merged, ensure_ascii=False), "utf-8")
        told = self._command("dougong app check leave.json")
        if verb == "wrong":
            assert told.code == 1
            assert f"[{code}]" in told.printed
            return
        assert told.code == 0, told.printed
        self.document = merged

    def _run(self, line: str) -> None:
        (self.folder / "leave.json").write_text(json.dumps(self.document, ensure_ascii=False), "utf-8")
        done = self._command(line)
        assert done.code == 0, f"{line}\n{done.printed}"

    def _command(self, line: str) -> Done:
        """What the command would print and answer, in this process: starting Python anew takes seconds."""
        settings = self.server.services.settings
        self.patch.setenv("DOUGONG_DATABASE_URL", settings.url)
        self.patch.setenv("DOUGONG_DATA", str(settings.data))
        self.patch.setenv("DOUGONG_SECRET_KEY", settings.secret_key.get_secret_value())
        self.patch.chdir(self.folder)
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = cli.main(shlex.split(line)[1:])
        return Done(code, out.getvalue())

    def _http(self, how: str, body: str) -> None:
        options = dict(re.findall(r"(as|save|status)=([\w.]+)", how))
        who = options["as"]
        password = "admin-password" if who == "admin" else "a-long-password"
        first, _, sent = self._filled(body).partition("\n")
        method, path = first.split()
        answer = self.server.sign_in(who, password).call(method, path, json.loads(sent) if sent.strip() else None)
        wanted = int(options.get("status", 0))
        assert answer.status_code == wanted if wanted else answer.is_success, answer.text
        if "save" in options:
            name, _, key = options["save"].partition(".")
            found = answer.json()
            self.saved[name] = (found["items"][0] if "items" in found else found)[key or "id"]
        held = how.partition("holds=")[2]
        assert re.sub(r"\s", "", held) in re.sub(r"\s", "", answer.text)

    def _filled(self, text: str) -> str:
        for name, id_ in self.saved.items():
            text = text.replace("{" + name + "}", id_)
        return text


def merge(into: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Parts with the same key are one; others come after those that are there."""
    for name, value in part.items():
        if name == "without":
            into["fields"] = [one for one in into["fields"] if one["key"] not in value]
        elif isinstance(value, list) and isinstance(into.get(name), list):
            known = {one["key"]: one for one in into[name] if "key" in one}
            for one in value:
                if one.get("key") in known:
                    merge(known[one["key"]], one)
                else:
                    into[name].append(one)
        else:
            into[name] = value
    return into


def test_the_page_on_setting_up_by_http_runs_as_printed(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(server, tmp_path, {}, {}, monkeypatch)
    blocks = FENCE.findall((ROOT / "docs" / "how-to" / "set-up-by-http.md").read_text("utf-8"))
    assert len(blocks) > 10
    for kind, body in blocks:
        reader.read(kind, body)


def test_the_tutorial_runs_as_printed(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(server, tmp_path, {}, {}, monkeypatch)
    blocks = FENCE.findall(TUTORIAL.read_text("utf-8"))
    assert len(blocks) > 15
    for kind, body in blocks:
        reader.read(kind, body)
    told = server.admin.get("/api/designer/apps/leave/versions")
    assert told["current"] == 3
