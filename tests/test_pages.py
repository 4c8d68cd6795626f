from pathlib import Path

import httpx
import pytest

from dougong.pages import Pages, find_pages


@pytest.fixture
def pages(tmp_path: Path) -> httpx.AsyncClient:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<html>the app</html>")
    (folder / "assets" / "app-4f3a.js").write_text("let a = 1;" * 500)
    (folder / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret").write_text("hush")
    assert find_pages(folder) == folder
    return httpx.AsyncClient(transport=httpx.ASGITransport(Pages(folder)), base_url="http://dougong")


def get(client: httpx.AsyncClient, path: str) -> httpx.Response:
    import asyncio  # noqa: PLC0415

    return asyncio.run(client.get(path))


def test_every_path_that_is_no_file_is_the_app(pages: httpx.AsyncClient) -> None:
    for path in ("/", "/crm/opportunity/1", "/index.html"):
        answer = get(pages, path)
        assert answer.text == "<html>the app</html>"
        assert answer.headers["cache-control"] == "no-cache"


def test_files_with_a_hash_in_their_name_are_kept_for_ever_and_sent_small(pages: httpx.AsyncClient) -> None:
    answer = get(pages, "/assets/app-4f3a.js")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" not in get(pages, "/icon.svg").headers["cache-control"]


def test_no_path_leads_out_of_the_folder(pages: httpx.AsyncClient) -> None:
    for path in ("/../secret", "/%2e%2e/secret", "/assets/../../secret", "/..%2fsecret"):
        assert "hush" not in get(pages, path).text
