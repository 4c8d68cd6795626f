"""A real server with the CRM in it and a real browser: what the tests of the pages stand on.

``DOUGONG_SHOTS`` names a folder for pictures of every page, ``DOUGONG_CHROMIUM`` a browser, ``DOUGONG_WEB`` other pages
than those of ``web/dist``.
"""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from support import serving

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
DEMO_PASSWORD = "dougong-demo"
ACCOUNTS = 40
# what stands in a page until an answer is there
WAITING = "[data-testid=page-skeleton], [aria-busy=true]"
# goes to an address inside the pages; what stood there is marked, so that its going can be waited for
PRESS_ON = """path => {
  const other = new URL(path, location.href).pathname !== location.pathname;
  const page = document.querySelector("main > *");
  if (other) (page?.lastElementChild ?? page)?.setAttribute("data-left", "");
  history.pushState({}, "", path);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""
# a machine that is busy with other tests is slow, but a page must come in the end
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def pages_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages, in a folder of this run: nobody rebuilds them under it."""
    dist = Path(os.environ.get("DOUGONG_WEB") or ROOT / "web" / "dist")
    if not (dist / "index.html").is_file():
        subprocess.run([sys.executable, ROOT / "scripts" / "web.py", "build"], check=True)
    folder = tmp_path_factory.mktemp("pages") / "dist"
    shutil.copytree(dist, folder)
    return folder


@pytest.fixture(scope="session")
def crm(sqlite_template: Path, pages_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server on SQLite with the CRM published and a small company at work in it, all made over HTTP."""
    folder = tmp_path_factory.mktemp("crm")
    shutil.copyfile(sqlite_template, folder / "crm.db")
    with serving.running(f"sqlite:///{folder}/crm.db", folder / "data", web=pages_folder) as server:
        script = ROOT / "examples" / "crm_demo"
        given = ["--password", serving.ADMIN[1], "--size", str(ACCOUNTS), "--months", "12"]
        made = subprocess.run([sys.executable, script, server.url, *given], capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout + made.stderr
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    own = os.environ.get("DOUGONG_CHROMIUM")
    found = own or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser here: none of {', '.join(NAMES)} (scripts/ensure.py chromium installs one)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong in a page, as the browser saw it. ``expect`` names answers that a test provokes."""

    expected: set[tuple[int, str]] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    asked: set[Request] = field(default_factory=set)

    def expect(self, status: int, part: str) -> None:
        self.expected.add((status, part))

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"error in the page: {error}"))
        page.on("request", self._asked)
        page.on("requestfinished", self._finished)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        # a refused request is told twice; the answer itself says more
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        # the line of hints stays open as long as the page
        if not request.url.endswith("/api/events"):
            self.asked.add(request)

    def _finished(self, request: Request) -> None:
        self.asked.discard(request)

    def _failed(self, request: Request) -> None:
        self.asked.discard(request)
        # a request that a page gives up when it is left is no failure
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        awaited = any(status == response.status and part in response.url for status, part in self.expected)
        if response.status >= 400 and not awaited:
            self.found.append(f"{response.request.method} {response.url}: {response.status}")

    def take(self) -> list[str]:
        found, self.found = self.found, []
        return found


@dataclass
class Visit:
    """One person at one device."""

    page: Page
    watch: Watch
    context: BrowserContext
    url: str

    def open(self, path: str, ready: str) -> Page:
        """The page when its content is there, nothing waits and nothing more is asked for a moment."""
        self.watch.asked.clear()
        self.page.goto(self.url + path)
        return self._settled(ready)

    def go(self, path: str, ready: str) -> Page:
        """The same without loading the pages anew: as somebody comes there who is at work in them."""
        if not self.page.url.startswith(self.url):
            return self.open(path, ready)
        self.watch.asked.clear()
        self.page.evaluate(PRESS_ON, path)
        expect(self.page.locator("[data-left]")).to_have_count(0)
        return self._settled(ready)

    def _settled(self, ready: str) -> Page:
        expect(self.page.locator(ready).first).to_be_visible()
        expect(self.page.locator(WAITING)).to_have_count(0)
        quiet = 0
        for _ in range(400):
            quiet = 0 if self.watch.asked else quiet + 1
            if quiet == 3:
                break
            self.page.wait_for_timeout(25)
        return self.page


Visiting = Callable[..., Visit]


@pytest.fixture(scope="session")
def visit(crm: Any, browser: Browser) -> Iterator[Visiting]:
    """``visit(username, size=DESKTOP, locale="zh-CN")``: a fresh browser profile; signed in unless username is None."""
    made: list[BrowserContext] = []

    def start(username: str | None, size: dict[str, int] = DESKTOP, locale: str = "zh-CN") -> Visit:
        small = size["width"] < 768
        context = browser.new_context(
            viewport=size,
            locale=locale,
            timezone_id="Asia/Shanghai",
            base_url=crm.url,
            has_touch=small,
            is_mobile=small,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        made.append(context)
        if username is not None:
            password = DEMO_PASSWORD if username != "admin" else "admin-password"
            answer = context.request.post("/api/auth/login", data={"username": username, "password": password})
            assert answer.ok, answer.text()
        page, watch = context.new_page(), Watch()
        watch.follow(page)
        return Visit(page, watch, context, crm.url)

    yield start
    for context in made:
        context.close()


_number = itertools.count(1)


def shoot(page: Page, name: str, *, full: bool = False) -> None:
    """A picture of the page as it is, where ``DOUGONG_SHOTS`` asks for it."""
    folder = os.environ.get("DOUGONG_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{next(_number):03}-{name}.png", full_page=full)


@pytest.fixture(scope="session")
def shot() -> Callable[..., None]:
    return shoot
