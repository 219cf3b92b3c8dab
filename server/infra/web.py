"""HTTP edges: an endpoint is data, and every refusal is an RFC 9457 problem document.

Laws:
- A handler sees only validated input; what does not validate never reaches it.
- Every error body is `{type,title,status,detail,code,errors}`; `code` is `area/slug` and stable.
- Times leave as RFC 3339 with `Z` and milliseconds.

Absent on purpose: who a token belongs to (the composition root hands an `Authenticate` in), and any SQL.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import asyncpg
import orjson
import structlog
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from game.terms import Role
from server.infra import metrics
from server.infra.inputs import Body, Query
from server.infra.postgres import POSTGRES_AWAY, is_away

log = structlog.get_logger(__name__)

BODY_LIMIT_BYTES = 64 * 1024  # the largest honest body is a snippet of 30 lines of 80 columns, far below
RETRY_AFTER_S = 2


# ---------------------------------------------------------------- problems


class Problem(Exception):
    """A refusal that the client is told about.

    `code` is `area/slug` and part of the public interface. `errors` holds `{pointer, code, detail}` entries, with
    `line` and `column` (both from 1) where they point into a snippet.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers, self.extra = list(errors), dict(headers or {}), extra

    def response(self) -> Response:
        body = {
            "type": f"about:blank#{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": self.errors,
            **self.extra,
        }
        return Response(dumps(body), self.status, self.headers, media_type="application/problem+json")


def away(what: str = "The database") -> Problem:
    """PostgreSQL does not answer: come back soon."""
    return Problem(
        503,
        "server/unavailable",
        f"{what} does not answer at the moment. Try again shortly.",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


# ---------------------------------------------------------------- JSON


def rfc3339(at: datetime) -> str:
    """`2026-01-31T12:00:00.123Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _default(value: object) -> object:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, asyncpg.Record):
        return dict(value)
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise TypeError(type(value).__name__)


def dumps(value: object) -> bytes:
    return orjson.dumps(value, _default, orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS)


def json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    if status == HTTPStatus.NO_CONTENT:
        return Response(status_code=status, headers=headers)
    return Response(dumps(value), status, headers, media_type="application/json")


# ---------------------------------------------------------------- endpoints


class Access(enum.Enum):
    """Who may call an endpoint."""

    PUBLIC = "public"  # anyone; a token is not looked at
    OPTIONAL = "optional"  # anyone; a token must be good when there is one
    USER = "user"  # a guest or a registered player
    MODERATOR = "moderator"  # MODERATOR or ADMIN
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling, as the token and the users row say."""

    user_id: str
    username: str
    display_name: str
    role: str
    is_guest: bool


Authenticate = Callable[[str], Awaitable[Principal]]  # takes the bearer token, raises Problem(401)
Throttle = Callable[[str, str], Awaitable[None]]  # takes a rate ("10/minute") and a key, raises Problem(429)


@dataclass(slots=True)
class Call:
    """One validated call. `body`, `query` and `path` are instances of the endpoint's models."""

    request: Request
    body: Any
    query: Any
    path: Any
    _principal: Principal | None

    @property
    def caller(self) -> Principal:
        """Who calls. Only for endpoints that need a token."""
        if self._principal is None:
            raise Problem(401, "auth/required", "Sign in to do this.", headers={"WWW-Authenticate": "Bearer"})
        return self._principal

    @property
    def maybe_caller(self) -> Principal | None:
        return self._principal


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One method on one path. `handler` returns a Response, or a value that leaves as JSON with `status`.

    `problems` are the `(status, code)` pairs beyond those every endpoint can answer; `rate` is per client address,
    as the `limits` library writes it ("10/minute").
    """

    method: str
    path: str
    handler: Handler
    summary: str
    access: Access = Access.PUBLIC
    body: type[Body] | None = None
    query: type[Query] | None = None
    path_model: type[Query] | None = None
    returns: Any = None  # a type that pydantic can describe; None for no content
    status: int = 200
    problems: tuple[tuple[int, str], ...] = ()
    rate: str | None = None
    body_limit_bytes: int = BODY_LIMIT_BYTES
    tag: str = "prodev"


def route(endpoints: Sequence[Endpoint], authenticate: Authenticate, throttle: Throttle) -> list[Route]:
    """Starlette routes, one a path, so that a wrong method on a known path answers 405."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return [
        Route(path, _dispatch(methods, authenticate, throttle), methods=list(methods))
        for path, methods in by_path.items()
    ]


def _dispatch(
    methods: Mapping[str, Endpoint], authenticate: Authenticate, throttle: Throttle
) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        endpoint = methods["GET" if request.method == "HEAD" else request.method]
        started_s, status = time.perf_counter(), 500
        try:
            answer = await _call(request, endpoint, authenticate, throttle)
            status = answer.status_code
        except Problem as problem:
            status = problem.status
            raise
        finally:
            metrics.HTTP_REQUESTS.labels(endpoint.method, endpoint.path, str(status)).inc()
            metrics.HTTP_SECONDS.labels(endpoint.path).observe(time.perf_counter() - started_s)
        return answer

    return serve


async def _call(request: Request, endpoint: Endpoint, authenticate: Authenticate, throttle: Throttle) -> Response:
    try:
        if endpoint.rate:
            host = request.client.host if request.client else "unknown"
            await throttle(endpoint.rate, f"{endpoint.method} {endpoint.path} {host}")
        principal = await _principal(request, endpoint, authenticate)
        call = Call(
            request,
            await _read_body(request, endpoint.body, endpoint.body_limit_bytes),
            _validate(endpoint.query, _query(request)),
            _validate(endpoint.path_model, dict(request.path_params)),
            principal,
        )
        answer = await endpoint.handler(call)
    except POSTGRES_AWAY as error:
        if not is_away(error):
            raise
        metrics.FAULTS.labels("postgres").inc()
        log.warning("postgres_away", path=endpoint.path, error=str(error))
        raise away() from error
    return answer if isinstance(answer, Response) else json_response(answer, endpoint.status)


async def _principal(request: Request, endpoint: Endpoint, authenticate: Authenticate) -> Principal | None:
    if endpoint.access is Access.PUBLIC:
        return None
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        if endpoint.access is Access.OPTIONAL and not scheme:
            return None
        raise Problem(401, "auth/required", "Sign in to do this.", headers={"WWW-Authenticate": "Bearer"})
    principal = await authenticate(token.strip())
    allowed = {Access.MODERATOR: {Role.MODERATOR, Role.ADMIN}, Access.ADMIN: {Role.ADMIN}}.get(endpoint.access)
    if allowed and principal.role not in allowed:
        raise Problem(403, "auth/forbidden", "Your role does not allow this.")
    return principal


async def _read_body(request: Request, model: type[Body] | None, limit_bytes: int) -> Body | None:
    if model is None:
        return None
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > limit_bytes:
            raise Problem(413, "request/too-large", f"A request body may hold {limit_bytes} bytes at most.")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem(415, "request/media-type", "Send the body as application/json.")
    try:
        return model.model_validate_json(bytes(raw))
    except ValidationError as error:
        raise _validation_problem(error) from None


def _query(request: Request) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            detail = f"{name} is given more than once."
            raise Problem(422, "request/invalid", detail, errors=[_error(f"/{name}", "repeated", detail)])
        values[name] = value
    return values


def _validate(model: type[Query] | None, values: dict[str, Any]) -> Query | None:
    if model is None:
        return None
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _validation_problem(error) from None


def _error(pointer: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "detail": detail}


def _validation_problem(error: ValidationError) -> Problem:
    entries = error.errors(include_url=False, include_input=False, include_context=False)
    if any(entry["type"] == "json_invalid" for entry in entries):
        return Problem(400, "request/bad-json", "The body is not valid JSON.")
    errors = [
        _error(
            "/" + "/".join(_escape(part) for part in entry["loc"]),
            entry["type"],
            entry["msg"].removeprefix("Value error, "),
        )
        for entry in entries
    ]
    return Problem(422, "request/invalid", "Some of what was sent is not valid.", errors=errors[:20])


def _escape(part: str | int) -> str:
    """RFC 6901."""
    return str(part)[:100].replace("~", "~0").replace("/", "~1")


# ---------------------------------------------------------------- last resorts, for Starlette's exception_handlers


async def answer_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response()


async def answer_http_exception(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    slug = {404: "request/not-found", 405: "request/method-not-allowed"}.get(error.status_code, "request/refused")
    return Problem(error.status_code, slug, error.detail, headers=error.headers).response()


async def answer_bug(request: Request, error: Exception) -> Response:
    """Our own fault: the log has it, the client is told no more than that."""
    log.error("unhandled_error", method=request.method, path=request.url.path, exc_info=error)
    return Problem(500, "server/error", "Something went wrong on our side.").response()


EXCEPTION_HANDLERS: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    Problem: answer_problem,
    HTTPException: answer_http_exception,
    Exception: answer_bug,
}
