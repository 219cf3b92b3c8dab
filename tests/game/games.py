"""Games for tests: small waves, and a player who keeps the log as the server does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from game.engine import Engine
from game.events import Event
from game.keylog import JudgedKeys, Key, KeyLog
from game.terms import EndReason
from game.text import Word, typed_lines
from game.wave import Enemy, Wave

TOKENS = ("a", "bc", "(", ")", "=", "x1", "def", '"s"')


def words_of(text: str) -> tuple[Word, ...]:
    """Runs of letters and digits, and single signs: a simple lexer that covers everything typed."""
    return tuple(Word(m.start(), m.end(), "name") for m in re.finditer(r"\w+|[^\w\s]", text))


def wave(
    text: str,
    *,
    number: int = 1,
    due_ms: Sequence[int] | None = None,
    every_ms: int = 1_000,
    damage: int = 10,
    heal: int = 5,
    flawless_heal: int = 0,
    push_ms: int = 0,
    words: Sequence[Word] | None = None,
    asked_wpm: float = 0.0,
) -> Wave:
    """A wave whose lines are due at `due_ms`, or a minute apart."""
    lines = typed_lines(text)
    due = due_ms if due_ms is not None else [60_000 * (line + 1) for line in range(len(lines))]
    enemies = tuple(
        Enemy(*line, due_ms=at, every_ms=every_ms, damage=damage) for line, at in zip(lines, due, strict=True)
    )
    words = words_of(text) if words is None else words
    heals = heal, flawless_heal
    return Wave(number, f"snippet-{number}", 1, "PYTHON", text, tuple(words), enemies, *heals, push_ms, asked_wpm)


class Player:
    """Plays on an engine and keeps what a key log needs: the waves begun and the keys that were counted."""

    def __init__(self, waves: Iterable[Wave], time_limit_ms: int | None = None) -> None:
        self.engine = Engine(time_limit_ms)
        self.events: list[Event] = []
        self.keys: list[Key] = []
        self.begun: list[Wave] = []
        self._ready = list(waves)

    def begin(self) -> bool:
        """Begin the next wave; False when there is none or one is under way."""
        if not self._ready or self.engine.wave is not None or self.engine.over:
            return False
        self.begun.append(self._ready.pop(0))
        self.engine.begin(self.begun[-1])
        return True

    def press(self, key: str, at_ms: int, client_ms: int | None = None) -> Sequence[Event]:
        pressed = self.engine.keys_pressed
        events = self.engine.press(key, at_ms)
        if self.engine.keys_pressed > pressed:
            self.keys.append(Key(at_ms, at_ms if client_ms is None else client_ms, key))
        self.events += events
        return events

    def advance(self, at_ms: int) -> Sequence[Event]:
        events = self.engine.advance(at_ms)
        self.events += events
        return events

    def stop(self, at_ms: int, reason: EndReason = EndReason.QUIT) -> Sequence[Event]:
        events = self.engine.stop(at_ms, reason)
        self.events += events
        return events

    def type(self, keys: str, *, every_ms: int = 10) -> Sequence[Event]:
        """Press `keys` one after the other, the first one `every_ms` from now; the events of the last."""
        events: Sequence[Event] = ()
        for key in keys:
            events = self.press(key, self.engine.at_ms + every_ms)
        return events

    def due(self) -> str:
        """The key due next."""
        assert self.engine.wave is not None
        return self.engine.wave.text[self.engine.position]

    def log(self) -> KeyLog:
        assert self.engine.end_reason is not None
        return KeyLog(
            "PYTHON",
            "NORMAL",
            tuple(self.begun),
            JudgedKeys.of(self.keys),
            self.engine.at_ms,
            self.engine.end_reason,
            self.engine.time_limit_ms,
        )


def playing(text: str = "ab c", **fields: Any) -> Player:
    """A player whose first wave has begun."""
    player = Player([wave(text, **fields)])
    player.begin()
    return player


def state(engine: Engine) -> dict[str, object]:
    """Everything an engine is, bit for bit, compiled or not."""
    names: Sequence[str] = getattr(Engine, "__mypyc_attrs__", None) or Engine.__slots__
    return {name: getattr(engine, name) for name in names}


# ---------------------------------------------------------------- random games


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, list[Word]]:
    """One line of tokens, some of them touching: its text and its words (relative to the line)."""
    text = " " * draw(st.sampled_from([0, 0, 2, 4]))
    words = []
    for number, token in enumerate(draw(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=4))):
        text += draw(st.sampled_from(["", " ", "  "])) if number else ""
        words.append(Word(len(text), len(text) + len(token), "name"))
        text += token
    return text, words


@st.composite
def waves(draw: st.DrawFn, number: int = 1) -> Wave:
    """A small wave with deadlines near, so that most games are hit."""
    text, words = "", []
    blank = ""
    drawn = draw(st.lists(lines(), min_size=1, max_size=4))
    for line, line_words in drawn:
        text += "\n" + blank if text else ""
        words += [Word(len(text) + word.start, len(text) + word.end, word.kind) for word in line_words]
        text += line
        blank = draw(st.sampled_from(["", "", "\n"]))
    enemies = tuple(
        Enemy(
            *line,
            due_ms=draw(st.integers(0, 8)) * 50,  # coarse, so that several enemies often hit at one moment
            every_ms=draw(st.sampled_from([1, 7, 50, 100, 300])),
            damage=draw(st.integers(0, 40)),
        )
        for line in typed_lines(text)
    )
    return Wave(
        number,
        f"snippet-{number}",
        1,
        "PYTHON",
        text,
        tuple(words),
        enemies,
        heal=draw(st.integers(0, 40)),
        flawless_heal=draw(st.integers(0, 40)),
        push_ms=draw(st.sampled_from([0, 0, 1, 5, 40])),
    )


@st.composite
def played(draw: st.DrawFn, time_limit_ms: int | None = None) -> Player:
    """An ended game: right keys, wrong keys, idle stretches, `advance` at any moment, quits, deaths, waves that come
    late, and a game that stops while none is ready."""
    player = Player([draw(waves(number)) for number in range(1, draw(st.integers(1, 4)) + 1)], time_limit_ms)
    engine = player.engine
    for _ in range(draw(st.integers(0, 80))):
        if engine.over:
            break
        step = draw(st.sampled_from(["right"] * 8 + ["wrong", "wrong", "advance", "deadline", "idle"]))
        if engine.wave is None:
            # What the server's clock says while no wave is ready must leave no trace.
            if step in ("advance", "idle"):
                player.advance(engine.at_ms + draw(st.integers(0, 1_000)))
            elif not player.begin():
                break
            continue
        if step == "deadline":
            player.advance(engine.next_deadline_ms)
        elif step == "advance":
            player.advance(engine.at_ms + draw(st.integers(0, 50)))
        elif step == "idle":
            player.advance(engine.at_ms + draw(st.integers(0, 500)))
        else:
            at_ms = engine.earliest_key_ms + draw(st.sampled_from([0, 0, 1, 5, 20, 60]))
            if draw(st.booleans()) and engine.next_deadline_ms >= engine.earliest_key_ms:
                at_ms = min(at_ms, engine.next_deadline_ms)
            key = player.due() if step == "right" else draw(st.sampled_from(["~", "\n", " ", "a", "\ufffd"]))
            player.press(key, at_ms, at_ms + draw(st.integers(-300, 300)))
    if not engine.over:
        player.stop(
            engine.at_ms + draw(st.integers(0, 300)), draw(st.sampled_from([EndReason.QUIT, EndReason.ABANDONED]))
        )
    return player
