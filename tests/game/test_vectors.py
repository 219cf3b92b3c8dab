"""The shared typing vectors against the engine. tests/browser/test_vectors.py runs the same against the client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.engine import Engine, NoWave
from game.events import EnemyKilled, Event, Mistyped, WaveCleared, WordTyped
from game.text import Word
from game.wave import Enemy, Wave

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = [case for file in sorted(VECTORS.glob("*.json")) for case in json.loads(file.read_text())]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_engine_does_what_the_vectors_say(case: dict[str, Any]) -> None:
    engine = Engine()
    waves = _waves(case)
    engine.begin(next(waves))
    cursors, events = [], []
    for number, (at_ms, key) in enumerate(case["keys"], 1):
        try:
            happened = engine.press(key, at_ms)
        except NoWave:
            happened = ()
        events += [[number, *_plain(event)] for event in happened]
        wave = next(waves, None) if any(isinstance(event, WaveCleared) for event in happened) else None
        if wave is not None:
            engine.begin(wave)
        cursors.append(engine.position if engine.wave else len(case["waves"][-1]["text"]))
    expect = case["expect"]
    assert cursors == expect["cursors"]
    assert events == expect["events"]
    totals = engine.totals
    assert {name: getattr(totals, name) for name in expect["totals"]} == expect["totals"]
    assert totals.damage_taken == 0


def _waves(case: dict[str, Any]) -> Iterator[Wave]:
    for number, wave in enumerate(case["waves"], 1):
        yield Wave(
            number=number,
            snippet_id="00000000-0000-0000-0000-000000000000",
            version=1,
            language="PYTHON",
            text=wave["text"],
            words=tuple(Word(*word) for word in wave["words"]),
            enemies=tuple(
                Enemy(enemy["start"], enemy["end"], enemy["due"], enemy["every_ms"], enemy["damage"])
                for enemy in wave["enemies"]
            ),
            heal=0,
        )


def _plain(event: Event) -> list[Any]:
    match event:
        case WordTyped():
            return ["word", event.word, event.clean, event.damage, event.combo]
        case Mistyped():
            return ["wrong", event.due]
        case EnemyKilled():
            return ["kill", event.enemy]
        case WaveCleared():
            return ["clear"]
        case _:
            raise AssertionError(f"{event} is not about typing")
