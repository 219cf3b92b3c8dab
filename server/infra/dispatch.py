"""How a call of an endpoint is carried out: the rate, the body, the caller, the inputs, the handler, the answer.

Laws:
- The caller is looked up when the whole body is there. Otherwise a request that was sent by halves would be carried out
  with rights that were taken away in between.
- Every failure leaves as a problem document, and is counted under the endpoint's route, never under the address that
  was asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeVar

import structlog
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from game.terms import Role
from server.infra import metrics
from server.infra.addresses import name_of
from server.infra.inputs import FILE_TYPE, Body, Upload
from server.infra.postgres import POSTGRES_AWAY, within
from server.infra.seldom import say_away
from server.infra.web import (
    BODY_LIMIT_BYTES,
    Access,
    AnyCall,
    Call,
    Endpoint,
    Endpoints,
    Principal,
    Problem,
    json_response,
)

log = structlog.get_logger(__name__)

BODY_TIMEOUT_S = 10.0  # from the head of a request to the last byte of its body
_CLOSE = {"Connection": "close"}  # after a body that was not read to its end

Authenticate = Callable[[str], Awaitable[Principal]]  # takes the bearer token, raises Problem(401)
Carry = Callable[[Endpoint[Any, Any, Any, Any], AnyCall], Awaitable[Any]]  # has the endpoint's handler answer the call
Throttle = Callable[[str, str], Awaitable[None]]  # takes a rate ("10/minute") and a key, raises Problem(429)
AnyEndpoint = Endpoint[Any, Any, Any, Any]
Model = TypeVar("Model", bound=Body)


async def carry_out(endpoint: AnyEndpoint, call: AnyCall) -> Any:
    """A `Carry` that does nothing else."""
    return await endpoint.handler(call)


def route(
    endpoints: Endpoints, authenticate: Authenticate, throttle: Throttle, carry: Carry = carry_out
) -> list[BaseRoute]:
    """Starlette routes, one per path, so that a wrong method on a known path returns 405. Where two paths fit an
    address (`/things/order`, `/things/{id}`), the one that names it is meant. A path without parameters is found by the
    first of them, in one look."""
    by_path: dict[str, dict[str, AnyEndpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    in_order = sorted(by_path.items(), key=lambda one: [part.startswith("{") for part in one[0].split("/")])
    resources = [
        _Resource(path, _dispatch(methods, authenticate, throttle, carry), methods=list(methods))
        for path, methods in in_order
    ]
    return [NamedPaths(resources), *resources]


class _Resource(Route):
    """A path with all of its methods. Starlette would go on to other paths that fit, for one that has the method."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child = super().matches(scope)
        return Match.FULL if match is Match.PARTIAL else match, child


class NamedPaths(BaseRoute):
    """Finds those of `resources` whose paths have no parameters. Starlette tries one route after another, of two
    hundred; it does where the application is mounted below another path."""

    def __init__(self, resources: Iterable[_Resource]) -> None:
        self._resources = {one.path: one for one in resources if "{" not in one.path}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        is_asked = scope["type"] == "http" and not scope.get("root_path")
        found = self._resources.get(scope["path"]) if is_asked else None
        return (Match.NONE, {}) if found is None else found.matches(scope)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._resources[scope["path"]].handle(scope, receive, send)


def _dispatch(
    methods: Mapping[str, AnyEndpoint], authenticate: Authenticate, throttle: Throttle, carry: Carry
) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        endpoint = methods["GET" if request.method == "HEAD" else request.method]
        started_s, status = time.perf_counter(), 500
        try:
            answer = await _call(request, endpoint, authenticate, throttle, carry)
            status = answer.status_code
        except Problem as problem:
            status = problem.status
            raise
        finally:
            metrics.HTTP_REQUESTS.labels(endpoint.method, endpoint.path, str(status)).inc()
            metrics.HTTP_SECONDS.labels(endpoint.path).observe(time.perf_counter() - started_s)
        return answer

    return serve


async def _call(
    request: Request, endpoint: AnyEndpoint, authenticate: Authenticate, throttle: Throttle, carry: Carry
) -> Response:
    try:
        with within(endpoint.postgres_bound_s):
            answer = await carry(endpoint, await _understood(request, endpoint, authenticate, throttle))
    except POSTGRES_AWAY as error:
        metrics.FAULTS.labels("postgres").inc()
        say_away("postgres_away", error, path=endpoint.path)
        raise endpoint.when_away() from error
    return answer if isinstance(answer, Response) else json_response(answer, endpoint.status)


async def _understood(
    request: Request, endpoint: AnyEndpoint, authenticate: Authenticate, throttle: Throttle
) -> AnyCall:
    began_s = time.monotonic()
    await limit(endpoint, throttle, name_of(request))
    if endpoint.body_limit_bytes > BODY_LIMIT_BYTES:
        await _principal(request, endpoint, authenticate)  # nobody else may make us hold so much
    raw = await _read_body(request, endpoint.body_limit_bytes) if endpoint.body is not None else b""
    principal = await _principal(request, endpoint, authenticate)
    if principal is not None:
        await limit(endpoint, throttle, principal.user_id)  # a user with many addresses is still one user
    return Call(
        request,
        _parse_body(request, endpoint.body, raw),
        _validate(endpoint.query, _query(request)),
        _validate(endpoint.path_model, dict(request.path_params)),
        principal,
        began_s,
    )


async def limit(endpoint: AnyEndpoint, throttle: Throttle, whom: str) -> None:
    for rate in endpoint.rate.split(";") if endpoint.rate else ():
        await throttle(rate, f"{endpoint.method} {endpoint.path} {whom}")


async def _principal(request: Request, endpoint: AnyEndpoint, authenticate: Authenticate) -> Principal | None:
    if endpoint.access is Access.PUBLIC:
        return None
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        if endpoint.access is Access.OPTIONAL and not scheme:
            return None
        raise Problem(401, "auth/required", "Sign in to do this.", headers={"WWW-Authenticate": "Bearer"})
    principal = await authenticate(token.strip())
    if principal.must_change_password and not endpoint.with_first_password:
        raise Problem(403, "auth/password-change-required", "Choose your own password first.")
    allowed = {Access.MODERATOR: {Role.MODERATOR, Role.ADMIN}, Access.ADMIN: {Role.ADMIN}}.get(endpoint.access)
    if allowed and principal.role not in allowed:
        raise Problem(403, "auth/forbidden", "Your role does not allow this.")
    return principal


async def _read_body(request: Request, limit_bytes: int) -> bytes:
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > limit_bytes:
                    detail = f"A request body may hold at most {limit_bytes} bytes."
                    raise Problem(413, "request/too-large", detail, headers=_CLOSE)
    except TimeoutError:
        detail = f"The body did not arrive within {BODY_TIMEOUT_S:g} s."
        raise Problem(408, "request/too-slow", detail, headers=_CLOSE) from None
    except ClientDisconnect:  # nobody reads this answer
        raise Problem(400, "request/cut-off", "The body ended too early.", headers=_CLOSE) from None
    return bytes(raw)


def _parse_body(request: Request, model: type[Model] | None, raw: bytes) -> Model | None:
    if model is None:
        return None
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    wanted = FILE_TYPE if issubclass(model, Upload) else "application/json"
    if media_type != wanted:
        raise Problem(415, "request/media-type", f"Send the body as {wanted}.")
    if issubclass(model, Upload):
        return model.model_construct(content=raw)
    try:
        return model.model_validate_json(raw)
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


def _validate(model: type[Model] | None, values: dict[str, Any]) -> Model | None:
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
    return Problem(422, "request/invalid", "Some of the fields are not valid.", errors=errors[:20])


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
    """Our own fault. The details go to the log; the client learns only that it happened."""
    log.error("unhandled_error", method=request.method, path=request.url.path, exc_info=error)
    return Problem(500, "server/error", "Something went wrong on our side.").response()


EXCEPTION_HANDLERS: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    Problem: answer_problem,
    HTTPException: answer_http_exception,
    Exception: answer_bug,
}
