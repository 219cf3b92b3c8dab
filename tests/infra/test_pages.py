"""The client's files on the wire."""

from __future__ import annotations

from starlette.applications import Starlette

from server.infra.pages import page_routes
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
        assert font.status_code == 200
