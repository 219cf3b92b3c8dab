"""The client's files on the wire."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from server.infra.client_files import ClientFiles
from server.infra.pages import SecurityHeaders, page_routes
from tests.http import client_of


async def test_files_are_compressed_for_who_can_read_that_and_asked_for_once() -> None:
    async with client_of(Starlette(routes=page_routes())) as http:
        path = "/static/js/arena/arena.js"
        plain = await http.get(path, headers={"Accept-Encoding": "identity"})
        packed = await http.get(path, headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.text == plain.text
        assert packed.num_bytes_downloaded < plain.num_bytes_downloaded / 2
        again = await http.get(path, headers={"If-None-Match": packed.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        font = await http.get("/static/fonts/jetbrains-mono-400.woff2", headers={"Accept-Encoding": "gzip"})
        assert font.status_code == 200 and "content-encoding" not in font.headers, "it is packed already"
        assert {answer.headers["vary"] for answer in (plain, packed, font)} == {"Accept-Encoding"}
        head = await http.head(path)
        assert (head.status_code, head.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
        assert (await http.post(path)).status_code == 405


async def test_an_edited_file_is_served_as_it_is_now(tmp_path: Path) -> None:
    file = tmp_path / "part.js"
    file.write_text("old")
    async with client_of(Starlette(routes=[Mount("/static", ClientFiles(tmp_path))])) as http:
        first = await http.get("/static/part.js")
        file.write_text("new and longer")
        second = await http.get("/static/part.js", headers={"If-None-Match": first.headers["etag"]})
        assert (first.text, second.status_code, second.text) == ("old", 200, "new and longer")
        file.unlink()
        assert (await http.get("/static/part.js")).status_code == 404


@pytest.mark.parametrize("path", ["", "js", "none.js", "../README.md", "..%2fREADME.md", "js/../../README.md"])
async def test_what_is_no_file_of_the_client_is_not_found(path: str) -> None:
    async with client_of(Starlette(routes=page_routes())) as http:
        assert (await http.get(f"/static/{path}")).status_code == 404


def loaded_at_first(static: Path) -> set[str]:
    """What a browser asks for to show the start page: the page's own files, and what its modules import."""
    page = (static / "index.html").read_text()
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    pending = [path for path in asked if path.endswith(".js")]
    while pending:
        path = pending.pop()
        for imported in imports(static.parent / path.lstrip("/")):
            if (found := urljoin(path, imported)) not in asked:
                asked.add(found)
                pending.append(found)
    return asked


def imports(module: Path) -> Iterator[str]:
    yield from re.findall(r"""^(?:import|export)\b[^;'"]*['"](\.[^'"]+)['"]""", module.read_text(), re.MULTILINE)


def weight(answer: httpx.Response) -> int:
    """Bytes on the wire."""
    return sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) + answer.num_bytes_downloaded


async def test_a_second_visit_costs_almost_nothing(root: Path) -> None:
    app = Starlette(routes=page_routes(), middleware=[Middleware(SecurityHeaders)])
    async with client_of(app) as http:
        paths = ["/", *sorted(loaded_at_first(root / "static"))]
        first = [await http.get(path, headers={"Accept-Encoding": "gzip"}) for path in paths]
        second = [
            await http.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": one.headers["etag"]})
            for path, one in zip(paths, first, strict=True)
        ]
    assert len(paths) > 20 and {one.status_code for one in first} == {200}
    assert {one.status_code for one in second} == {304}
    assert sum(map(weight, second)) < sum(map(weight, first)) / 10
    assert "content-security-policy" in second[0].headers  # it may change while the page does not


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


async def test_a_link_to_a_page_can_be_shown_with_its_picture() -> None:
    async with client_of(Starlette(routes=page_routes())) as http:
        page = await http.get("/results/1", headers={"Host": "typing.example:8080"})
        named = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page.text))
        assert named["og:title"] == "Pro Dev"
        assert named["twitter:card"] == "summary_large_image"
        assert named["og:image"] == "http://typing.example:8080/static/card.png"
        assert size_of((await http.get("/static/card.png")).content) == (1200, 630)


@pytest.mark.parametrize("host", ['a"><script>', "a b", "", "ä.example"])
async def test_no_host_becomes_markup(host: str) -> None:
    async with client_of(Starlette(routes=page_routes())) as http:
        page = await http.get("/", headers=[(b"Host", host.encode())])
        assert 'content="/static/card.png"' in page.text


async def test_the_page_is_light_and_asked_for_once() -> None:
    async with client_of(Starlette(routes=page_routes())) as http:
        packed = await http.get("/", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        tag = packed.headers["etag"]
        again = await http.get("/login", headers={"If-None-Match": f"W/{tag}"})
        assert (again.status_code, again.content) == (304, b"")
        other = await http.get("/", headers={"If-None-Match": tag, "Host": "other.example"})
        assert other.status_code == 200, "it names another address"


async def test_it_can_be_put_on_a_home_screen_and_is_left_alone_by_search_engines() -> None:
    async with client_of(Starlette(routes=page_routes())) as http:
        links = dict(re.findall(r'<link rel="([^"]+)" href="([^"]+)"', (await http.get("/")).text))
        assert size_of((await http.get(links["apple-touch-icon"])).content) == (180, 180)
        answer = await http.get(links["manifest"])
        assert answer.headers["content-type"] == "application/manifest+json"
        manifest = answer.json()
        assert manifest["name"] == "Pro Dev"
        for icon in manifest["icons"]:
            file = await http.get(icon["src"])
            assert file.headers["content-type"] == icon["type"]
            if icon["type"] == "image/png":
                assert "{}x{}".format(*size_of(file.content)) == icon["sizes"]
        robots = await http.get("/robots.txt")
        assert robots.headers["content-type"].startswith("text/plain")
        assert "Disallow: /players/" in robots.text
