"""Traces: what is recorded of a game, by a real receiver of OTLP, and that nothing of it is there when nobody asks."""

from __future__ import annotations

import signal
import subprocess
import sys
from asyncio import create_task, sleep, timeout
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from server.infra.postgres import Pool
from server.infra.redis import open_redis
from server.infra.spans import Spans, summary
from server.infra.tracing import OFF, TracingRefused, begin_tracing, check_tracing
from server.settings import Settings
from tests.infra.test_serve import ends, served
from tests.live import PATIENCE_S, playing, serving, typed, until
from tests.small_library import fill


class Receiver:
    """What a collector of OTLP over HTTP has received."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.services = set[str]()

    def take(self, body: bytes) -> None:
        for of_resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services.add(values(of_resource.resource.attributes)["service.name"])
            for of_scope in of_resource.scope_spans:
                self.spans += of_scope.spans

    def names(self) -> list[str]:
        return [span.name for span in self.spans]

    def only(self, name: str) -> Span:
        (found,) = [span for span in self.spans if span.name == name]
        return found

    def below(self, parent: Span) -> list[Span]:
        return [span for span in self.spans if span.parent_span_id == parent.span_id]


def values(attributes: Iterable[KeyValue]) -> dict[str, str]:
    return {one.key: one.value.string_value or str(one.value.int_value) for one in attributes}


@contextmanager
def receiving() -> Iterator[tuple[Receiver, str]]:
    """A receiver and its address."""
    received = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert (self.path, self.headers["Content-Type"]) == ("/v1/traces", "application/x-protobuf")
            received.take(body)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield received, f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving() as (received, url):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "20")
        yield received


async def test_a_game_leaves_names_and_no_values(receiver: Receiver, settings: Settings, pg: Pool) -> None:
    await fill(pg)
    async with serving(settings.model_copy(update={"tracing": True})) as live:
        for unserved in ("/", "/healthz", "/readyz"):
            assert (await live.http.get(unserved)).status_code == 200
        async with timeout(PATIENCE_S):
            while (await live.http.get("/api/leaderboard")).json()["source"] != "redis":  # they are built at the start
                await sleep(0.02)
        ada = await live.register("ada_lovelace")
        game = await ada.start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.send("go")
            keys = typed(player.wave["text"])[:9]
            await player.press(keys)
            await player.durable()
            assert (await ada.end(game)).status_code == 200
        assert (await ada.request("GET", "/api/users/nobody_at_all")).status_code == 404
        async with live.http.stream("GET", "/api/leaderboard/live", headers={"traceparent": _TRACEPARENT}):
            await until(lambda: "GET /api/leaderboard/live" in receiver.names())  # while the stream goes on
        await until(lambda: "feed boards" in receiver.names())
    assert receiver.services == {"prodev"}
    _check_the_end(receiver)
    _check_requests(receiver)
    roots = {span.name for span in receiver.spans if not span.parent_span_id}
    assert all(name.startswith(("GET /api/", "POST /api/", "feed ")) for name in roots), roots
    secrets = ("ada_lovelace", "nobody_at_all", ada.id, game["session_id"], game["session_token"], "127.0.0.1", keys)
    told = str(receiver.spans)
    assert [secret for secret in secrets if secret in told] == []


_TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def _check_the_end(receiver: Receiver) -> None:
    """The request, in it the end, in that statements and scripts."""
    request = receiver.only("POST /api/game/end")
    end = receiver.only("game end")
    assert end.parent_span_id == request.span_id and not request.parent_span_id
    parts = receiver.below(end)
    statements = [part for part in parts if values(part.attributes)["db.system.name"] == "postgresql"]
    assert any("game_results" in one.name and "INSERT" in one.name for one in statements), [one.name for one in parts]
    assert len(statements) < len(parts), "none went to Redis"
    for part in parts:
        assert part.kind == Span.SPAN_KIND_CLIENT
        assert end.start_time_unix_nano <= part.start_time_unix_nano <= part.end_time_unix_nano
    boards = receiver.only("feed boards")
    assert not boards.parent_span_id and receiver.below(boards)


def _check_requests(receiver: Receiver) -> None:
    missed = receiver.only("GET /api/users/{username}")
    assert missed.kind == Span.SPAN_KIND_SERVER and missed.status.code == Status.STATUS_CODE_UNSET
    assert values(missed.attributes) == {
        "http.request.method": "GET",
        "http.response.status_code": "404",
        "http.route": "/api/users/{username}",
        "url.scheme": "http",
    }
    assert receiver.only("GET /api/leaderboard/live").trace_id.hex() not in _TRACEPARENT


async def test_a_failure_has_its_class_and_not_its_words(receiver: Receiver) -> None:
    async def fail() -> None:
        raise LookupError("the row of ada@example.com")

    spans = Spans()
    with pytest.raises(LookupError):
        await spans.around("work", fail)()
    await spans.stop()
    span = receiver.only("work")
    assert span.status.code == Status.STATUS_CODE_ERROR and values(span.attributes) == {"error.type": "LookupError"}
    assert "ada" not in str(span)


async def test_what_a_request_set_going_has_a_trace_of_its_own_once_the_request_is_over(receiver: Receiver) -> None:
    contexts: list[Context] = []

    async def set_going() -> None:
        contexts.append(copy_context())

    async def go_on() -> None:
        pass

    spans = Spans()
    await spans.around("request", set_going)()

    async def later() -> None:
        await spans.around("later", go_on)()

    await create_task(later(), context=contexts[0])
    await spans.stop()
    request, after_it = receiver.only("request"), receiver.only("later")
    assert not after_it.parent_span_id and after_it.trace_id != request.trace_id


async def test_a_script_has_its_digest_and_a_command_no_key(receiver: Receiver, settings: Settings) -> None:
    spans = Spans()
    redis = open_redis(settings.redis_url or "")
    script = redis.register_script("return 'of tracing'")

    async def send() -> None:
        await redis.set("a-secret-key", "a-secret-value", ex=1)
        await script(keys=["a-secret-key"])

    await spans.around("work", send)()
    await send()  # outside
    await redis.aclose()
    await spans.stop()
    commands = receiver.below(receiver.only("work"))
    assert len(commands) == len(receiver.spans) - 1
    assert {one.name for one in commands} - {"SCRIPT LOAD"} == {"SET", "EVALSHA"}
    digests = {values(one.attributes).get("db.stored_procedure.name") for one in commands if one.name == "EVALSHA"}
    assert digests == {script.sha}
    assert "secret" not in str(receiver.spans)


async def test_a_collector_that_is_away_keeps_nobody_from_stopping(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "60")
    async with serving(settings.model_copy(update={"tracing": True})) as live:
        assert (await live.http.get("/api/leaderboard")).status_code == 200


@pytest.mark.long
async def test_workers_send_what_waits_before_they_end(
    receiver: Receiver, settings: Settings, server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "3600000")  # nothing is sent before
    chosen = settings.model_copy(update={"data": server_folder, "workers": 2, "tracing": True})
    async with served(**chosen.as_environment()) as server, httpx.AsyncClient() as http:
        assert (await http.get(f"{server.url}/api/leaderboard")).status_code == 200
        assert receiver.spans == []
        assert await server.end(signal.SIGTERM) == 0
    assert receiver.only("GET /api/leaderboard").kind == Span.SPAN_KIND_SERVER


def test_off_nothing_of_it_is_imported_and_nothing_is_put_around() -> None:
    """Where OpenTelemetry is installed, the client of Redis imports its metrics by itself; tests/infra/test_extras.py
    has a server without it."""

    async def work() -> None:
        raise AssertionError

    assert begin_tracing(False) is OFF
    assert OFF.around("work", work) is work and OFF.middleware() == []
    program = (
        "import sys; import server.main, server.serve; from server.app import create_app; create_app();"
        "ours = ('opentelemetry.sdk.trace', 'opentelemetry.exporter', 'server.infra.spans');"
        "print([name for name in sys.modules if name.startswith(ours)])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n"


async def test_another_protocol_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = "OTEL_EXPORTER_OTLP_PROTOCOL is grpc, and traces are sent by http/protobuf alone"
    code, _, said = await ends("serve", PRODEV_TRACING="true", OTEL_EXPORTER_OTLP_PROTOCOL="grpc")
    assert (code, said) == (1, f"prodev: {complaint}\n")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(TracingRefused, match=complaint):
        begin_tracing(True)
    check_tracing(False)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("SELECT id FROM users WHERE name = 'from secrets' -- from here", "SELECT users"),
        ("INSERT INTO a (x) SELECT y FROM b JOIN c USING (id) ON CONFLICT DO UPDATE SET x = 1", "INSERT a SELECT b c"),
        (
            "UPDATE ONLY games SET at = now() WHERE id IN (SELECT id FROM q FOR UPDATE SKIP LOCKED)",
            "UPDATE games SELECT q",
        ),
        ("WITH gone AS (DELETE FROM jobs RETURNING 1) SELECT count(*) FROM gone", "DELETE jobs SELECT gone"),
        ("SELECT extract(epoch FROM now()) FROM unnest($1::text[]) AS t", "SELECT"),
        ("SELECT 1 FROM a WHERE x IS DISTINCT FROM y FOR NO KEY UPDATE", "SELECT a"),
        ("BEGIN;", "BEGIN"),
        ("LISTEN feed", "statement"),
        ("SELECT 1 FROM " + "very_long_name_" * 30, ("SELECT " + "very_long_name_" * 30)[:255]),
    ],
)
def test_a_statement_is_called_by_its_verbs_and_tables(statement: str, name: str) -> None:
    assert summary(statement) == name
