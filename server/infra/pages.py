"""The browser client's files, and the headers of every response.

Laws:
- Pages load nothing from other sites, run no inline scripts, and cannot be framed.
- What players wrote is in no answer that is compressed (BREACH), and in a page only as the value of a quoted attribute.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from html import escape
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.infra.client_files import ClientFiles
from server.infra.client_paths import CLIENT_PATHS
from server.infra.dispatch import answer_http_exception
from server.infra.inputs import UUID_PATTERN
from server.infra.postgres import POSTGRES_AWAY, within
from server.infra.seldom import say_away
from server.settings import SHIPPED

STATIC = SHIPPED / "static"
_FILES = ClientFiles(STATIC)
_PAGE = STATIC / "index.html"
_ID = re.compile(UUID_PATTERN)
_HOST = re.compile(r"[\w.:\[\]-]{1,255}", re.ASCII)
mimetypes.add_type("application/manifest+json", ".webmanifest")

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A year; other names of the domain are not ours to speak for.
_STAY_WITH_TLS = (b"strict-transport-security", b"max-age=31536000")


def _raw(cache_control: str) -> list[tuple[bytes, bytes]]:
    headers = SECURITY_HEADERS | {"Cache-Control": cache_control}
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


# The API's responses depend on the caller; files are requested again, with a 304 while unchanged.
_PRIVATE, _PUBLIC = _raw("no-store"), _raw("no-cache")
# With a 304 a browser keeps the headers that it has. Repeated for each file they would be most of a second visit; the
# page itself has them each time, because they may change while it does not.
_UNCHANGED = [(b"cache-control", b"no-cache")]


class SecurityHeaders:
    """Adds the headers that a response does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wanted = _PRIVATE if scope["path"].startswith("/api/") else _PUBLIC
        if scope["scheme"] == "https":
            wanted = [*wanted, _STAY_WITH_TLS]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                named = {name for name, _ in own}
                is_kept = message["status"] == HTTPStatus.NOT_MODIFIED and scope["path"].startswith("/static/")
                adds = _UNCHANGED if is_kept else wanted
                message["headers"] = own + [header for header in adds if header[0] not in named]
            await send(message)

        await self._app(scope, receive, send_with_headers)


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """What a page says of itself to sites that show a link to it: they run no script. `picture` is a path."""

    title: str
    description: str
    picture: str | None = None


FindPreview = Callable[[str], Awaitable[LinkPreview | None]]
PREVIEW_S = 0.5  # then the page goes without: whoever opened it does not see it anyway


def page_routes(previews: Mapping[str, FindPreview] = {}) -> list[BaseRoute]:
    """`previews`: for paths that end in `{id}`, what finds the preview of one."""
    page = GZipMiddleware(_page)  # what needs no proxy is light without one
    pages = {path: _previewed(previews[path]) if path in previews else page for path in CLIENT_PATHS}
    return [
        Mount("/static", _FILES),
        *(Route(path, app, methods=["GET"]) for path, app in pages.items()),
        Route("/favicon.ico", _favicon, methods=["GET"]),
        Route("/robots.txt", _robots, methods=["GET"]),
    ]


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    await page_answer(Request(scope))(scope, receive, send)


def page_answer(request: Request, status: int = HTTPStatus.OK) -> Response:
    """The page that every address of the client has, which draws the rest."""
    body, tag = _written(_origin(request), _PAGE.stat().st_mtime_ns)
    if status == HTTPStatus.OK and request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    return Response(body, status, {"ETag": tag}, media_type="text/html")


@lru_cache(maxsize=64)
def _written(origin: str, _changed_ns: int) -> tuple[bytes, str]:
    """Its bytes and their tag. Sites that show a link with a picture want that picture's whole address."""
    body = _PAGE.read_text().replace("{origin}", origin).encode()
    return body, f'"{sha256(body).hexdigest()[:32]}"'


def _previewed(find: FindPreview) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        preview = await _found(find, request.path_params["id"])
        if preview is None:
            return page_answer(request)
        origin = _origin(request)
        body, _ = _written(origin, _PAGE.stat().st_mtime_ns)
        return Response(_with(body.decode(), preview, origin), media_type="text/html")

    return answer


async def _found(find: FindPreview, key: str) -> LinkPreview | None:
    if not _ID.fullmatch(key):
        return None
    try:
        with within(PREVIEW_S):
            return await find(key)
    except POSTGRES_AWAY as error:
        say_away("page_without_preview", error)
        return None


def _with(page: str, preview: LinkPreview, origin: str) -> str:
    """The page with these words in the place of those about the whole site."""
    said = {"og:title": preview.title, "og:description": preview.description}
    if preview.picture:
        said["og:image"] = f"{origin}{preview.picture}"
    for name, value in said.items():
        line = re.compile(rf'(<meta property="{name}" content=")[^"]*(")')
        page, found = line.subn(partial(_around, escape(value)), page)
        assert found == 1, f"index.html has one {name}"
    return page


def _around(value: str, line: re.Match[str]) -> str:
    """Not by a template, in which a backslash of the value would mean something."""
    return f"{line[1]}{value}{line[2]}"


def _origin(request: Request) -> str:
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""


async def _favicon(request: Request) -> Response:
    return await _FILES.get_response("favicon.svg", request.scope)


async def _robots(request: Request) -> Response:
    return await _FILES.get_response("robots.txt", request.scope)


async def answer_not_found(request: Request, error: Exception) -> Response:
    """For a mistyped address a browser gets the client's own page; a program gets a problem document."""
    assert isinstance(error, HTTPException)
    asks_for_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if error.status_code == HTTPStatus.NOT_FOUND and asks_for_page and not request.url.path.startswith("/api/"):
        return page_answer(request, HTTPStatus.NOT_FOUND)
    return await answer_http_exception(request, error)
