"""Whole games through the page, at the speeds of people, to be looked at: `make playthrough`.

    make playthrough ARGS="--wpm 20 48 90 --language Python --difficulty Normal --seed 1"

Typists by the model of people (server/robots/people.py) play in Chromium, side by side on one server, until their wall
falls. Of each game it prints a table of its waves and saves, in artifacts/playthrough/, its curves (second by second:
the wall, the asked speed, the typist's own) and pictures after 5, 20 and 60 s and of the result, at both sizes and in
both themes.

Laws:
- Every key goes through the page's keyboard; what is due and what became of it is read from the page's socket.
- The same seed gives the same typists, slips and rhythm. The server draws the snippets, so no two games are alike.
- The pictures are taken while the typist goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import Browser, Page, WebSocket, async_playwright

from game.rules import CHARACTERS_A_WORD, FULL_HP
from game.text import ENTER
from server.library import seed_files
from server.practice.waves import typed_keys
from server.robots.people import Person, Tempo, typed
from tests.browser.album import AT_REST, SIZES, THEMES
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESKTOP, FEW_FRAMES
from tests.browser.player import begin, phase
from tests.faults.processes import Server, served

PICTURES_S = (5, 20, 60)
WAIT_S = 15  # for the page or the server
LONGEST_S = 20 * 60
TRIALS = 8  # in which a typist's real speed is found; no two minutes are alike
OWN_S = 10  # the typist's speed is that of the last ten seconds
BEGINNER_WPM, FAST_WPM = 25, 70  # up to the one people search for rare keys, from the other they err less
COLUMNS = ("wave", "time", "lines", "asked WPM", "typed WPM", "wrong keys", "hits", "wall", "lowest", "at last")


@dataclass
class WaveCurve:
    """How one wave went: `asked` and `typed` in standard words a minute, times in seconds of game time."""

    number: int
    begins_s: float
    asked: float
    hp_before: int
    lines: int
    hp_lowest: int
    hp_after: int = 0
    ends_s: float = 0.0
    hits: int = 0
    keys: int = 0
    wrong: int = 0

    @property
    def typed(self) -> float:
        return self.keys / CHARACTERS_A_WORD / max(0.5, self.ends_s - self.begins_s) * 60

    def cells(self) -> tuple[object, ...]:
        time_of = f"{self.begins_s:.0f}–{self.ends_s:.0f} s"
        speeds = f"{self.asked:.0f}", f"{self.typed:.0f}"
        wall = self.hp_before, self.hp_lowest, self.hp_after
        return self.number, time_of, self.lines, *speeds, self.wrong, self.hits, *wall


@dataclass
class Curves:
    """What was seen of a game; `seconds` has one row a second: `(second, wall, asked, own speed)`."""

    wpm: int
    waves: list[WaveCurve] = field(default_factory=list)
    seconds: list[tuple[int, int, float, float]] = field(default_factory=list)
    first_hit_s: float | None = None
    end_reason: str = ""
    result: dict[str, Any] = field(default_factory=dict)

    def table(self) -> str:
        """In Markdown, with a line about the whole game above."""
        hit = "never" if self.first_hit_s is None else f"after {self.first_hit_s:.0f} s"
        net_wpm, accuracy = self.result.get("net_wpm", 0), self.result.get("key_accuracy_percentage", 0)
        last, low = self.waves[-1], sum(one.hp_lowest < FULL_HP / 2 for one in self.waves)
        head = (
            f"{self.wpm} wpm: {self.end_reason} in wave {last.number} after {last.ends_s / 60:.1f} min; "
            f"first hit {hit}; under half of the wall in {low} waves; "
            f"{net_wpm:.1f} net WPM, {accuracy:.1f} % of the keys right."
        )
        rows = [_row(one.cells()) for one in self.waves]
        return "\n".join([head, "", _row(COLUMNS), "|--:|---|" + "--:|" * 8, *rows])


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


class Game:
    """A game on a page: what its socket says becomes waves to type and curves."""

    def __init__(self, page: Page, curves: Curves) -> None:
        self.page, self.curves = page, curves
        self.waves: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.served: list[dict[str, Any]] = []
        self._began_s = 0.0
        self._hp, self._right_s = FULL_HP, [0.0]
        page.on("websocket", self._opened)

    @property
    def now_s(self) -> float:
        return time.monotonic() - self._began_s

    def begin(self) -> None:
        """The game's clock runs from now."""
        self._began_s = time.monotonic()

    @property
    def asked(self) -> float:
        return self.curves.waves[-1].asked if self.curves.waves else 0.0

    def pressed(self, right: bool) -> None:
        wave = self.curves.waves[-1]
        wave.keys += right
        wave.wrong += not right
        if right:
            self._right_s.append(self.now_s)

    async def sample(self) -> None:
        """A row each second, until cancelled."""
        for second in count(1):
            await asyncio.sleep(max(0.0, second - self.now_s))
            recent = sum(at > second - OWN_S for at in self._right_s)
            own = recent / CHARACTERS_A_WORD / min(OWN_S, second) * 60
            self.curves.seconds.append((second, self._hp, round(self.asked, 1), round(own, 1)))

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda text: self._heard(json.loads(text)))

    def _heard(self, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "welcome":
                self._begins(frame["wave"])
            case "wave":
                self._begins(frame)
            case "hit":
                self._hp = frame["hp"]
                wave = self.curves.waves[-1]
                wave.hits += 1
                wave.hp_lowest = min(wave.hp_lowest, self._hp)
                if self.curves.first_hit_s is None:
                    self.curves.first_hit_s = frame["at"] / 1000
            case "clear":
                self._hp = frame["hp"]
                self._ends(frame["at"])
            case "over":
                self.curves.end_reason = frame["reason"]
                self.curves.result = frame["result"] or {}
                self._ends(1000 * self.curves.result.get("playtime_seconds", self.now_s))
                self.waves.put_nowait(None)

    def _begins(self, wave: dict[str, Any]) -> None:
        lines = len(wave["enemies"])
        self.curves.waves.append(WaveCurve(wave["n"], wave["at"] / 1000, wave["asked_wpm"], self._hp, lines, self._hp))
        self.served.append(wave)
        self.waves.put_nowait(wave)

    def _ends(self, at_ms: float) -> None:
        wave = self.curves.waves[-1]
        wave.ends_s, wave.hp_after = at_ms / 1000, self._hp


def keys_of(wave: dict[str, Any]) -> str:
    return ENTER.join(wave["text"][enemy["start"] : enemy["end"]] for enemy in wave["enemies"])


async def type_wave(game: Game, keys: str, person: Person, tempo: Tempo, random: Random) -> None:
    """Until its last key, or until the game is over."""
    due, due_s = 0, time.monotonic()
    for ms, key in typed(person, keys, random, tempo):
        due_s += ms / 1000
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        if game.curves.end_reason:
            return
        game.pressed(key == keys[due])  # before it is: the next wave may be there first
        await game.page.keyboard.press("Enter" if key == ENTER else key)
        due += key == keys[due]


async def play(game: Game, person: Person, random: Random) -> None:
    """Wave after wave, until the wall falls."""
    tempo = Tempo(person, random)
    while True:
        async with asyncio.timeout(WAIT_S):
            wave = await game.waves.get()
        if wave is None:
            return
        await type_wave(game, keys_of(wave), person, tempo, random)


def person_of(wpm: int, seed: int) -> Person:
    """Whose raw speed over code is `wpm`, slips, searching and rests included."""
    traits: dict[str, Any] = {"accuracy": 0.95 if wpm < FAST_WPM else 0.965}
    if wpm <= BEGINNER_WPM:
        traits = {"accuracy": 0.92, "gains": 0.0, "searches": 1.0}
    tried = Person(wpm, habits=seed, **traits)
    code = [file.text for file in seed_files() if (file.language, file.difficulty) == ("PYTHON", "NORMAL")][::10]
    pressed_ms = [ms for trial in range(TRIALS) for ms in _intervals(tried, code, Random(f"{seed}/{trial}"))]
    raw_wpm = len(pressed_ms) / CHARACTERS_A_WORD / sum(pressed_ms) * 60_000
    return Person(wpm * wpm / raw_wpm, habits=seed, **traits)


def _intervals(person: Person, code: Sequence[str], random: Random) -> Iterator[float]:
    tempo = Tempo(person, random)
    for text in code:
        yield from (ms for ms, _ in typed(person, typed_keys(text), random, tempo))


class Pictures:
    """Of one page, at both sizes and in both themes."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder = page, folder

    async def take(self, name: str, *, full_page: bool = False) -> None:
        for size, viewport in SIZES.items():
            await self._page.set_viewport_size(viewport)
            for theme in THEMES:
                await self._page.emulate_media(color_scheme=theme)
                await self._page.evaluate("new Promise((drawn) => setTimeout(drawn, 300))")
                path = self._folder / f"{name}-{size}-{theme}.png"
                await self._page.screenshot(path=path, full_page=full_page)
        await self._page.set_viewport_size(DESKTOP)

    async def take_at(self, game: Game, name: str) -> None:
        for second in PICTURES_S:
            await asyncio.sleep(max(0.0, second - game.now_s))
            await self.take(f"{name}-{second}s")


@asynccontextmanager
async def beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """They run meanwhile, and are ended with what they are beside."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            if task.done():
                task.result()
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def play_through(browser: Browser, url: str, wpm: int, asked: argparse.Namespace) -> Curves:
    """One typist's game, from the start page to the result."""
    context = await browser.new_context(viewport=DESKTOP)
    await context.add_init_script(FEW_FRAMES)
    page = await context.new_page()
    curves = Curves(wpm)
    game, person = Game(page, curves), person_of(wpm, asked.seed)
    await page.goto(url)
    await page.get_by_label(asked.language, exact=True).check()
    await page.get_by_label(asked.difficulty, exact=True).check()
    await page.get_by_role("button", name="Play", exact=True).click()
    await begin(page)
    game.begin()
    pictures = Pictures(page, asked.folder)
    async with asyncio.timeout(LONGEST_S), beside(game.sample(), pictures.take_at(game, f"{wpm}wpm")):
        await play(game, person, Random(f"{asked.seed}/{wpm}"))
        with suppress(Exception):
            await phase(page, "over")  # for a moment
    await page.wait_for_url("**/results/*")
    await page.wait_for_selector(".closer:not([aria-busy])")
    await page.evaluate(AT_REST)
    await asyncio.sleep(2)  # the score is counted up
    await pictures.take(f"{wpm}wpm-end", full_page=True)
    await context.close()
    return curves


def save(curves: Curves, folder: Path) -> None:
    name = f"{curves.wpm}wpm"
    (folder / f"{name}.md").write_text(curves.table() + "\n")
    (folder / f"{name}.json").write_text(json.dumps(asdict(curves), indent=1))


def data_folder() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="prodev-playthrough-")
    Path(folder.name).chmod(0o755)  # started by root, PostgreSQL runs as somebody else
    return folder


@asynccontextmanager
async def server_at(url: str | None) -> AsyncIterator[str]:
    """The address of that server, or of one with a library of its own."""
    if url is not None:
        yield url
        return
    with data_folder() as folder:
        server = Server(Path(folder) / "log", "--data", f"{folder}/data")
        async with served(server):
            yield server.url


async def run(asked: argparse.Namespace, say: Callable[[str], None] = print) -> None:
    assert CHROMIUM is not None, "Chromium is not installed"
    asked.folder.mkdir(parents=True, exist_ok=True)
    async with server_at(asked.url) as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for game in asyncio.as_completed([play_through(browser, url, wpm, asked) for wpm in asked.wpm]):
            curves = await game
            save(curves, asked.folder)
            say(f"\n{curves.table()}")
        await browser.close()


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make playthrough", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--wpm", type=int, nargs="+", default=[20, 48, 90], help="a game for each")
    parser.add_argument("--language", default="Python", help="as the start page calls it")
    parser.add_argument("--difficulty", default="Normal", help="as the start page calls it")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same typists")
    parser.add_argument("--url", help="a running server; without it, one is started")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parents[2] / "artifacts" / "playthrough")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asyncio.run(run(read_arguments()))
