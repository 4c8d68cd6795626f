"""The built pages, served beside the API."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support import serving

from dougong.pages import Pages, find_pages


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[httpx.Client]:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<html>the app</html>")
    (folder / "assets" / "app-4f3a.js").write_text("let a = 1;" * 500)
    (folder / "assets" / "app-4f3a.js.gz").write_bytes(gzip.compress(b"let a = 1;" * 500))
    (folder / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret").write_text("hush")
    assert find_pages(folder) == folder
    with serving.listening(Pages(folder), lifespan="off") as url, httpx.Client(base_url=url) as client:
        yield client


def test_every_path_that_is_no_file_is_the_app(pages: httpx.Client) -> None:
    for path in ("/", "/crm/opportunity/1", "/index.html"):
        answer = pages.get(path)
        assert answer.text == "<html>the app</html>"
        assert answer.headers["cache-control"] == "no-cache"


def test_files_with_a_hash_in_their_name_are_kept_for_ever_and_sent_small(pages: httpx.Client) -> None:
    answer = pages.get("/assets/app-4f3a.js")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.text == "let a = 1;" * 500
    again = pages.get("/assets/app-4f3a.js", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    plain = pages.get("/assets/app-4f3a.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text
    assert "immutable" not in pages.get("/icon.svg").headers["cache-control"]


def test_a_part_of_another_build_is_gone_and_not_the_app(pages: httpx.Client) -> None:
    answer = pages.get("/assets/app-0000.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-cache")


def test_no_path_leads_out_of_the_folder(pages: httpx.Client) -> None:
    for path in ("/../secret", "/%2e%2e/secret", "/assets/../../secret", "/..%2fsecret"):
        assert "hush" not in pages.get(path).text
