"""OpenTelemetry: what is recorded, and how it is sent. Imported by tracing.py alone, and only where that is asked for.

Laws:
- Names, not values: of a request its route, of a statement its verbs and tables, of a command its name. No address, no
  argument, no key, no text of an error: a trace must be fit to leave the house.
- Statements and commands are recorded inside a span that has not ended. What looks around once a second is no trace.
- Nobody outside decides what is recorded: `traceparent` of a request is not read.
- Sending is a thread's work, from a queue that drops what does not fit. A collector that is away delays nobody.

The SDK reads the variables OTEL_* itself: where to, how much (OTEL_TRACES_SAMPLER), how the service is called.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from functools import lru_cache, wraps
from importlib.metadata import version
from typing import Any, ParamSpec, TypeVar

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, get_current_span, use_span
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.infra import postgres, redis
from server.infra.tracing import TracingRefused

P = ParamSpec("P")
T = TypeVar("T")

STOP_S = 2.0
SUMMARY_LENGTH = 255  # as the conventions have it
_SERVED = "/api/"  # pages and files tell nothing, and health is asked for all the time
_PROTOCOL = "http/protobuf"
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")

_TEXTS = re.compile(r"'(?:[^']|'')*'|--[^\n]*")
_NAME = r"\s+(?:only )?(?!(?:select|lateral|values)\b)(?P<{}>[a-z_][a-z_0-9]*+)"
_STEPS = re.compile(
    r"\b(?P<verb>select|insert|delete|merge|copy|call|begin|commit|rollback|savepoint)\b"
    r"|(?<!for )(?<!key )(?<!do )\b(?P<update>update)"
    + _NAME.format("updated")
    + r"|\binto"
    + _NAME.format("into")
    + "|"
    r"(?<!distinct )\b(?:from|join|using)" + _NAME.format("table") + r"(?! ?\()"  # with a bracket it is a function
)


@lru_cache(maxsize=2_048)  # more than there are statements
def summary(statement: str) -> str:
    """A statement's verbs and tables in the order in which it names them, each once: `SELECT users UPDATE users`."""
    plain = " ".join(_TEXTS.sub("", statement).split()).lower()
    steps: dict[tuple[str, str], None] = {}
    verb = ""
    for found in _STEPS.finditer(plain):
        verb = found["verb"] or found["update"] or verb
        steps[verb, found["updated"] or found["into"] or found["table"] or ""] = None
    verbs_with_tables = {verb for verb, table in steps if table}
    words, verb = [], ""
    for step, table in steps:
        if not table and step in verbs_with_tables:
            continue
        words += [step.upper(), table] if step != verb else [table]
        verb = step
    return " ".join(filter(None, words))[:SUMMARY_LENGTH] or "statement"


def must_be_possible() -> None:
    """Raises TracingRefused."""
    for name in _PROTOCOLS:
        if os.environ.get(name, _PROTOCOL) != _PROTOCOL:
            raise TracingRefused(f"{name} is {os.environ[name]}, and traces are sent by {_PROTOCOL} alone")


class Spans:
    """A `Tracing`. From now on each connection that is made is watched, until `stop`."""

    def __init__(self) -> None:
        self._provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("prodev", version("prodev"))
        postgres.watchers.append(self._statement)
        redis.watchers.append(self._command)

    def middleware(self) -> list[Middleware]:
        return [Middleware(_Requests, tracing=self)]

    def around(self, name: str, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        @wraps(work)
        async def recorded(*args: P.args, **kwargs: P.kwargs) -> T:
            async with self.whole(name):
                return await work(*args, **kwargs)

        return recorded

    @asynccontextmanager
    async def whole(self, name: str, kind: SpanKind = SpanKind.INTERNAL, **attributes: str) -> AsyncIterator[Span]:
        """What goes on inside is part of it. It has ended at the latest when the block has."""
        span = self._begun(name, kind, attributes)
        with use_span(span, record_exception=False, set_status_on_exception=False):
            try:
                yield span
            except BaseException as error:
                _failed(span, error)
                raise
            finally:
                await ended(span)

    @contextmanager
    def _sent(self, name: str, **attributes: str) -> Iterator[None]:
        span = self._begun(name, SpanKind.CLIENT, attributes)
        try:
            yield
        except BaseException as error:
            _failed(span, error)
            raise
        finally:
            span.end()

    def _begun(self, name: str, kind: SpanKind, attributes: Mapping[str, str]) -> Span:
        around = get_current_span()
        # What a request has set going outlives it: that has a trace of its own.
        context = Context() if isinstance(around, ReadableSpan) and not around.is_recording() else None
        named = {key.replace("__", "."): value for key, value in attributes.items()}
        return self._tracer.start_span(name, context, kind, named)

    def _statement(self, statement: Any) -> None:
        """It is over, and this runs in the context that sent it, one turn of the event loop later."""
        if not get_current_span().is_recording():
            return
        end_ns = time.time_ns()
        name = summary(statement.query)
        span = self._tracer.start_span(
            name,
            kind=SpanKind.CLIENT,
            attributes={"db.system.name": "postgresql", "db.query.summary": name},
            start_time=end_ns - round(statement.elapsed * 1e9),
        )
        if statement.exception is not None:
            _failed(span, statement.exception)
        span.end(end_ns)

    def _command(self, command: Sequence[Any]) -> AbstractContextManager[object]:
        if not get_current_span().is_recording():
            return nullcontext()
        name = str(command[0]).upper()
        script = {"db__stored_procedure__name": str(command[1])} if name == "EVALSHA" else {}
        return self._sent(name, db__system__name="redis", db__operation__name=name, **script)

    async def stop(self) -> None:
        postgres.watchers.remove(self._statement)
        redis.watchers.remove(self._command)
        # A thread that nobody waits for: those of asyncio's pool are waited for when the process ends.
        loop, sent = asyncio.get_running_loop(), asyncio.Event()

        def shut_down() -> None:
            self._provider.shutdown()
            if not loop.is_closed():
                loop.call_soon_threadsafe(sent.set)

        threading.Thread(target=shut_down, name="traces-end", daemon=True).start()
        try:
            async with asyncio.timeout(STOP_S):
                await sent.wait()
        except TimeoutError:  # the collector is away
            pass


async def ended(span: Span) -> None:
    """End it as of now. The driver tells of a statement one turn of the loop after it: until then it is not over."""
    if span.is_recording():
        now_ns = time.time_ns()
        try:
            await asyncio.sleep(0)
        finally:
            span.end(now_ns)


def _failed(span: Span, error: BaseException) -> None:
    span.set_attribute("error.type", type(error).__name__)
    span.set_status(StatusCode.ERROR)


def _resource() -> Resource:
    ours = {"service.version": version("prodev")}
    if not os.environ.get("OTEL_SERVICE_NAME") and "service.name=" not in os.environ.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    ):
        ours["service.name"] = "prodev"
    return Resource.create(ours)


class _Requests:
    """From a request's arrival to the last byte of its answer; of a stream of events, to its first."""

    def __init__(self, app: ASGIApp, tracing: Spans) -> None:
        self._app, self._tracing = app, tracing
        self._paths: dict[Any, str] = {}  # by the handler that Starlette chose

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_SERVED):
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        attributes = {"http__request__method": method, "url__scheme": scope["scheme"]}
        async with self._tracing.whole(method, SpanKind.SERVER, **attributes) as span:

            async def sent(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._answered(span, message)
                    if _is_stream(message):
                        self._name(span, scope)
                        await ended(span)
                await send(message)

            try:
                await self._app(scope, receive, sent)
            finally:
                self._name(span, scope)

    def _answered(self, span: Span, message: Message) -> None:
        span.set_attribute("http.response.status_code", message["status"])
        if message["status"] >= 500:
            span.set_status(StatusCode.ERROR)

    def _name(self, span: Span, scope: Scope) -> None:
        path = self._path(scope)
        if path is not None and span.is_recording():
            span.update_name(f"{scope['method']} {path}")
            span.set_attribute("http.route", path)

    def _path(self, scope: Scope) -> str | None:
        if not self._paths:
            self._paths = {route.endpoint: route.path for route in scope["app"].routes if isinstance(route, Route)}
        return self._paths.get(scope.get("endpoint"))


def _is_stream(message: Message) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/event-stream") for name, value in message["headers"])
