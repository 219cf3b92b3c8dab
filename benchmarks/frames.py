"""What a frame of the game costs the page (script, style and layout, from Chromium's own tracing), and the frame rate.

    .venv/bin/python benchmarks/frames.py [--url http://127.0.0.1:8000] [--seconds 12] [--phone] [--light]

A bot plays a real game in a headless Chromium: real key events at 10 keys/s, a wrong one now and then, with at least 12
enemies alive during the measurement. A frame is what the main thread does from one animation frame to the next. Its
cost is the time spent running script, computing styles or laying out, with nothing counted twice. That is the thread's
own time, without waiting for a core; wall time is printed below it, and is the same on an otherwise idle machine.
Painting is not included, and without a GPU all drawing is done in software, so the frame rate is printed as well.
Without `--url` a server is started that has only long snippets. Whether the law holds (p95 of at most 8 ms) is printed,
not asserted, because machines are shared.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import httpx
import orjson
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from game.text import typed_lines
from server.embedded.servers import EmbeddedServers
from server.infra.migrate import migrate
from server.infra.postgres import open_pool
from server.library.parse import parse
from server.library.versions import Content, add, writing

LIMIT_MS = 8.0
ENEMIES = 12
KEYS_PER_S = 10
WRONG_EVERY = 40  # keys
LINES = 30
PATIENCE_MS = 120_000  # machines are shared
TEXT = "\n".join(f"total_{n:02} = compute(sizes[{n}], offset={n}) + 2" for n in range(LINES))
SCRIPT = {
    *("FunctionCall", "EvaluateScript", "EventDispatch", "FireAnimationFrame", "TimerFire", "RunMicrotasks"),
    *("WebSocketReceive", "V8.GC_MC_BACKGROUND", "MinorGC", "MajorGC", "HitTest"),
}
STYLE = {"UpdateLayoutTree", "RecalculateStyles", "ParseAuthorStyleSheet"}
LAYOUT = {"Layout"}
PARTS = {
    "all": SCRIPT | STYLE | LAYOUT,
    "style": STYLE,
    "layout": LAYOUT,
    "paint": {"PrePaint", "Paint", "Layerize", "Commit"},
}
DURATION = {"ts": "dur", "tts": "tdur"}  # a trace has two clocks: wall time and the thread's own time
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing", "__metadata"]
Span = tuple[float, float]


class Keys:
    """The keys due, read from the socket's frames: asking the page would itself run script."""

    def __init__(self, page: Page) -> None:
        self.pending: list[str] = []
        self.lines_left = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))

    def _frame(self, payload: str | bytes) -> None:
        frame = orjson.loads(payload)
        wave = frame if frame["t"] == "wave" else frame.get("wave")
        if wave is None or (frame["t"] == "welcome" and self.pending):
            return
        text = wave["text"]
        self.pending = list("\n".join(text[start:end] for start, end in typed_lines(text)))

    @property
    def alive(self) -> int:
        return self.pending.count("\n") + 1 if self.pending else 0


async def _type(page: Page, keys: Keys, seconds: float) -> None:
    """Types at a steady rate until the time is up or too few enemies are left."""
    loop = asyncio.get_running_loop()
    began, pressed = loop.time(), 0
    while loop.time() - began < seconds and keys.alive >= ENEMIES:
        wrong = random.random() < 1 / WRONG_EVERY
        key = "~" if wrong else keys.pending.pop(0)
        await page.keyboard.press("Enter" if key == "\n" else key)
        pressed += 1
        await asyncio.sleep(max(0.0, began + pressed / KEYS_PER_S - loop.time()))


async def _measure(browser: Browser, url: str, chosen: argparse.Namespace) -> tuple[list[dict[str, float]], float]:
    """Each frame's parts in ms, and how many seconds the frames lasted together."""
    size = ViewportSize(width=390, height=844) if chosen.phone else ViewportSize(width=1280, height=800)
    scheme: Literal["light", "dark"] = "light" if chosen.light else "dark"
    frames: list[dict[str, float]] = []
    seconds = 0.0
    while seconds < chosen.seconds:
        context = await browser.new_context(viewport=size, color_scheme=scheme)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        keys = Keys(page)
        await page.goto(url)
        await page.get_by_label("Python", exact=True).check()
        await page.get_by_label("Expert", exact=True).check()
        await page.get_by_role("button", name="Play", exact=True).click()
        await page.wait_for_selector(".play[data-phase=countdown]")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".play[data-phase=running]")
        await browser.start_tracing(page=page, categories=CATEGORIES)
        await _type(page, keys, chosen.seconds - seconds)
        more = _frames(orjson.loads(await browser.stop_tracing()))
        await context.close()
        if not more:
            sys.exit("the trace holds no frame")
        frames += more
        seconds += sum(frame["length"] for frame in more) / 1000
    return frames, seconds


def _frames(trace: dict[str, Any]) -> list[dict[str, float]]:
    events = trace["traceEvents"]
    mains = [(e["pid"], e["tid"]) for e in events if e["name"] == "FireAnimationFrame"]
    if not mains:
        return []
    main = max(set(mains), key=mains.count)
    own = [e for e in events if (e["pid"], e["tid"]) == main and e["ph"] == "X" and "tts" in e]
    ticks = [e for e in own if e["name"] == "FireAnimationFrame"]
    starts = sorted({(e["ts"], e["tts"]) for e in ticks})
    spans = {
        (name, clock): sorted((e[clock], e[clock] + e.get(DURATION[clock], 0)) for e in own if e["name"] in names)
        for name, names in PARTS.items()
        for clock in DURATION
    }
    return [
        {"length": (end[0] - start[0]) / 1000, "wall": _within(spans["all", "ts"], start[0], end[0])}
        | {name: _within(spans[name, "tts"], start[1], end[1]) for name in PARTS}
        for start, end in itertools.pairwise(starts)
    ]


def _within(spans: list[Span], start: float, end: float) -> float:
    """Milliseconds from start to end that the spans cover; overlaps count once."""
    covered, reached = 0.0, start
    for a, b in spans:
        if b <= reached:
            continue
        if a >= end:
            break
        covered += min(b, end) - max(a, reached)
        reached = min(b, end)
    return covered / 1000


def _at(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


async def _run(url: str, chosen: argparse.Namespace) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("this needs Chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        frames, seconds = await _measure(browser, url, chosen)
        print(f"Chromium {browser.version}, {len(frames)} frames in {seconds:.1f} s, {ENEMIES} or more enemies alive")
        await browser.close()
    for name, title in (
        ("all", "script, style, layout"),
        ("wall", "  in wall time"),
        ("style", "  style alone"),
        ("layout", "  layout alone"),
        ("paint", "paint, in addition"),
    ):
        values = [frame[name] for frame in frames]
        p50, p95, most = _at(values, 0.5), _at(values, 0.95), max(values)
        print(f"{title:<22} p50 {p50:6.2f}   p95 {p95:6.2f}   max {most:6.2f} ms a frame")
    rate = len(frames) / seconds
    lengths = [frame["length"] for frame in frames]
    print(
        f"{'frame rate':<22} {rate:.0f}/s; a frame lasts p50 {_at(lengths, 0.5):.1f}, p95 {_at(lengths, 0.95):.1f} ms"
    )
    p95 = _at([frame["all"] for frame in frames], 0.95)
    print(f"law: p95 of at most {LIMIT_MS:.0f} ms: {'held' if p95 <= LIMIT_MS else 'BROKEN'}")


async def _one_long_snippet(database_url: str) -> None:
    await migrate(database_url)
    pool = await open_pool(database_url, 2)
    async with writing(pool) as connection:
        content = Content(
            language="PYTHON",
            difficulty="EXPERT",
            category="benchmark",
            parsed=parse("PYTHON", TEXT),
            expected_wpm=40,
        )
        await add(connection, content)
    await pool.close()


@contextmanager
def _server(port: int) -> Iterator[str]:
    """A server of our own, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="prodev-bench-"))
    folder.chmod(0o711)
    try:
        with EmbeddedServers(folder, "benchmark") as servers:
            asyncio.run(_one_long_snippet(servers.database_url))
            environment = {
                "DATABASE_URL": servers.database_url,
                "REDIS_URL": servers.redis_url,
                "PRODEV_LOG_LEVEL": "error",
                "PRODEV_SECRET_KEY": "a key for nobody's use but this benchmark's",
            }
            prodev = str(Path(sys.executable).with_name("prodev"))
            process = subprocess.Popen(
                [prodev, "serve", "--port", str(port)], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
            )
            try:
                url = f"http://127.0.0.1:{port}"
                httpx.Client(transport=httpx.HTTPTransport(retries=12)).get(f"{url}/healthz", timeout=10)
                yield url
            finally:
                process.terminate()
                process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--url", help="a running server, instead of starting one")
    arguments.add_argument("--seconds", type=float, default=12)
    arguments.add_argument("--port", type=int, default=18766)
    arguments.add_argument("--phone", action="store_true", help="390×844 instead of 1280×800")
    arguments.add_argument("--light", action="store_true", help="the light theme")
    chosen = arguments.parse_args()
    if chosen.url:
        asyncio.run(_run(chosen.url, chosen))
        return
    with _server(chosen.port) as url:
        asyncio.run(_run(url, chosen))


if __name__ == "__main__":
    main()
