"""``dougong demo``: serves like ``serve``; where nobody is there yet, an example's script fills it through its own API.

An example is a folder with ``demo.json``: the script, and the accounts it makes. The server answers from the first
second; the data comes behind.
"""

import argparse
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr

from dougong.commands.serve import configure_logging, run_server
from dougong.errors import Locale, NotFound, Text
from dougong.main import create_services
from dougong.platform.identity import accounts
from dougong.settings import LOOPBACK, Settings

log = logging.getLogger("dougong")

MANIFEST = "demo.json"
NO_EXAMPLE = Text("找不到演示：文件夹里应有 demo.json", "There is no demo: its folder must hold demo.json")


class Account(BaseModel):
    """A person of the demo, and what he is there to show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    username: str
    shows: dict[Locale, str]


class Manifest(BaseModel):
    """``script`` (a file, or a folder with ``__main__.py``) is called as ``script URL --username --password`` with
    ``arguments`` and what the caller adds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    script: str
    arguments: tuple[str, ...] = ()
    password: str
    accounts: tuple[Account, ...]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="serve an example with data, made at the first start")
    demo.add_argument("--host", help="address to listen on (DOUGONG_HOST)")
    demo.add_argument("--port", type=int, help="port to listen on (DOUGONG_PORT)")
    demo.add_argument("--example", type=Path, help="a folder with demo.json; the one that comes with us if left out")
    demo.add_argument("--size", type=int, help="how much data: the number of its main records")
    demo.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    given = {"host": options.host, "port": options.port}
    settings = settings.model_copy(update={name: value for name, value in given.items() if value is not None})
    folder = find_example(options.example)
    manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    if not settings.admin_password.get_secret_value():
        settings = settings.model_copy(update={"admin_password": SecretStr(manifest.password)})
    configure_logging(settings)
    services = create_services(settings, serving=True)
    with services.database.read() as connection:
        empty = not accounts.anybody(connection)
    locale: Locale = "en" if settings.locale == "en" else "zh-CN"
    more = ("--size", str(options.size)) if options.size is not None else ()
    seeding = Seeding(settings, folder, manifest, locale, more)
    return run_server(settings, services, beside=seeding if empty else seeding.already)


def find_example(given: Path | None) -> Path:
    """The folder that is named, the one inside the package, or a checkout's own. Raises NotFound."""
    package = Path(__file__).parent.parent
    folders = (given,) if given is not None else (package / "examples", package.parent / "examples")
    for folder in folders:
        if (folder / MANIFEST).is_file():
            return folder
    raise NotFound(NO_EXAMPLE)


@dataclass(frozen=True)
class Seeding:
    """What stands beside a demo's server: called once it listens, with an event that is set when it ends."""

    settings: Settings
    folder: Path
    manifest: Manifest
    locale: Locale
    more: tuple[str, ...] = ()

    @property
    def unfinished(self) -> Path:
        """There while data is being made: a start that finds it tells that the last one was cut short."""
        return self.settings.data / "demo-unfinished"

    def __call__(self, url: str, ended: threading.Event) -> None:
        self._print(self._accounts(url))
        self._print(self._said(Text("正在生成演示数据……", "Making the demo data ...")))
        self.settings.data.mkdir(parents=True, exist_ok=True)
        self.unfinished.touch()
        code = self._run(url, ended)
        if code == 0:
            self.unfinished.unlink(missing_ok=True)
            self._print(self._accounts(url))  # again: the log of the calls has pushed it away
            self._print(self._said(Text("演示数据已就绪", "The demo data is there")))
        elif not ended.is_set():
            log.error("the demo's script ended with %s; empty %s to begin anew", code, self.settings.data)

    def already(self, url: str, ended: threading.Event) -> None:
        """Not the first start: the data stays as people left it."""
        self._print(self._accounts(url))
        if self.unfinished.exists():
            log.warning("the demo data was cut short at the first start; empty %s to make it anew", self.settings.data)

    def _run(self, url: str, ended: threading.Event) -> int:
        admin = (self.settings.admin_username, self.settings.admin_password.get_secret_value())
        command = [sys.executable, str(self.folder / self.manifest.script), url]
        command += ["--username", admin[0], "--password", admin[1], *self.manifest.arguments, *self.more]
        with subprocess.Popen(command) as script:  # noqa: S603  the operator names the folder
            while script.poll() is None:
                if ended.wait(0.2):
                    script.terminate()
                    break
        return script.returncode

    def _accounts(self, url: str) -> str:
        shown = [
            (self.settings.admin_username, Text("管理员与搭建者", "administrator and builder").in_locale(self.locale))
        ]
        shown += [(one.username, one.shows.get(self.locale, "")) for one in self.manifest.accounts]
        width = max(len(name) for name, _ in shown)
        lines = [f"    {name.ljust(width)}  {words}" for name, words in shown]
        password = Text(f"密码都是 {self.manifest.password}", f"The password of all is {self.manifest.password}")
        return "\n".join([f"\n  {url}", *lines, f"  {self._said(password)}", *self._warned(), ""])

    def _warned(self) -> list[str]:
        """The demo's passwords are public: say so where others can reach the server."""
        if self.settings.host in LOOPBACK:
            return []
        words = Text("演示密码是公开的，请勿用于真实数据", "These passwords are public: no real data here")
        return [f"  {self._said(words)}"]

    def _said(self, words: Text) -> str:
        return words.in_locale(self.locale)

    @staticmethod
    def _print(words: str) -> None:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()
