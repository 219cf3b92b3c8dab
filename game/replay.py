"""Judge a stored game again.

Law: replay reads the log and nothing else. A log that does not play to its end is refused, never repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from game.engine import Engine, EngineRefusal
from game.events import Event
from game.keylog import JudgedKeys, KeyLog
from game.terms import EndReason
from game.wave import Wave

Seen = Callable[[Sequence[Event]], object]


class BrokenLog(ValueError):
    """The keys do not match the waves: keys after the end, time running backwards, a wave missing or never begun."""


def play(engine: Engine, waves: Iterator[Wave], keys: JudgedKeys, seen: Seen | None = None) -> None:
    """Press `keys`, beginning each wave when it is due; leaves the engine in the state after the last of them.

    `seen` is told of what each key set off. Raises BrokenLog.
    """
    due = engine.keys_pressed
    try:
        for at_ms, key in zip(keys.at_ms, keys.pressed, strict=True):
            if engine.wave is None:
                _begin(engine, waves)
            happened = engine.press(key, at_ms)
            due += 1
            if seen is not None:
                seen(happened)
    except EngineRefusal as error:
        raise BrokenLog(str(error) or type(error).__name__) from error
    if engine.keys_pressed != due:
        raise BrokenLog("a key after the end")
    if engine.wave is None and not engine.over and (wave := next(waves, None)) is not None:
        engine.begin(wave)


def replay(log: KeyLog) -> Engine:
    """The engine in its state at the end of the game. Raises BrokenLog."""
    engine = Engine(log.time_limit_ms)
    _judge(engine, log, None)
    return engine


def events(log: KeyLog) -> list[Event]:
    """Every event of the game in order. Raises BrokenLog."""
    found: list[Event] = []
    _judge(Engine(log.time_limit_ms), log, found.extend)
    return found


def _begin(engine: Engine, waves: Iterator[Wave]) -> None:
    wave = next(waves, None)
    if wave is None:
        raise BrokenLog("more keys than waves")
    engine.begin(wave)


def _judge(engine: Engine, log: KeyLog, seen: Seen | None) -> None:
    waves = iter(log.waves)
    play(engine, waves, log.keys, seen)
    if next(waves, None) is not None:
        raise BrokenLog("more waves than the keys cleared")
    last = _finish(engine, log)
    if seen is not None:
        seen(last)


def _finish(engine: Engine, log: KeyLog) -> Sequence[Event]:
    last: Sequence[Event] = ()
    if not engine.over:
        try:
            # These must follow from the keys and the clock; what a person or the server decided is taken from the log.
            judged = log.end_reason in (EndReason.DEFEATED, EndReason.LIMIT, EndReason.TIME)
            last = engine.advance(log.end_ms) if judged else engine.stop(log.end_ms, log.end_reason)
        except EngineRefusal as error:
            raise BrokenLog(str(error) or type(error).__name__) from error
    if engine.end_reason != log.end_reason or engine.at_ms != log.end_ms:
        raise BrokenLog("the game does not end as its log says")
    return last
