"""The rules of docs/game.md once more, written as plainly as possible: one step a millisecond.

It shares no line with the engine, so that the two can check each other. Slow on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from game.events import EnemiesPushed, EnemyKilled, Event, Mistyped, PlayerDefeated, PlayerHit, WaveCleared, WordTyped
from game.keylog import KeyLog
from game.wave import Wave


@dataclass
class Model:
    hp: int = 100
    streak: int = 0
    events: list[Event] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    pressed: int = 0
    ended: tuple[str, int] | None = None
    # the wave under way
    wave: Wave | None = None
    start_ms: int = 0
    position: int | None = None
    alive: list[int] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)
    pushes_ms: list[int] = field(default_factory=list)
    hits: int = 0
    hits_of: dict[int, int] = field(default_factory=dict)
    # the line under the cursor
    wrong_keys: int = 0
    dealt: int = 0

    def count(self, what: str, by: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + by


def run(log: KeyLog) -> Model:
    """Play `log` millisecond by millisecond."""
    model = Model()
    waiting = list(log.waves)
    _begin(model, waiting, 0)
    for now in range(log.end_ms + 1):
        for key in log.keys:
            if key.at_ms == now:
                _press(model, key.key, now)
                if model.wave is None:
                    _begin(model, waiting, now)
        _hits(model, now)
        if model.ended:
            return model
    model.ended = (log.end_reason, log.end_ms)
    return model


def _begin(model: Model, waiting: list[Wave], now: int) -> None:
    if waiting:
        model.wave = waiting.pop(0)
        model.start_ms = now
        model.position = next(i for i, c in enumerate(model.wave.text) if not c.isspace())
        model.alive = list(range(len(model.wave.enemies)))
        model.spoilt = set()
        model.pushes_ms, model.hits, model.hits_of = [], 0, {}
        model.wrong_keys = model.dealt = 0


def _word_at(wave: Wave, position: int) -> int | None:
    for number, word in enumerate(wave.words):
        if word.start <= position < word.end:
            return number
    return None


def _after(text: str, position: int) -> int | None:
    """Where the cursor goes after a right key: Enter skips blank lines and indentation."""
    following = position + 1
    if text[position] == "\n":
        while text[following].isspace():
            following += 1
    return following if following < len(text) else None


def _press(model: Model, key: str, now: int) -> None:
    wave = model.wave
    assert wave is not None and model.position is not None
    due, word = wave.text[model.position], _word_at(wave, model.position)
    model.pressed += 1
    if key != due:
        model.streak = 0
        model.wrong_keys += 1
        if word is not None:
            model.spoilt.add(word)
        model.events.append(Mistyped(due, key, now))
        return
    model.count("keys_correct")
    typed_at, model.position = model.position, _after(wave.text, model.position)
    if word is not None and wave.words[word].end == typed_at + 1:
        _finish_word(model, wave, word, now)
    for number, enemy in enumerate(wave.enemies):
        if enemy.end == typed_at + 1:
            model.alive.remove(number)
            model.count("enemies_killed")
            model.events.append(EnemyKilled(number, now))
            _end_line(model, wave, now)
    if model.position is None:
        model.wave = None
        model.count("waves_completed")
        model.hp = min(100, model.hp + wave.heal + (wave.flawless_heal if model.hits == 0 else 0))
        model.events.append(WaveCleared(wave.number, model.hp, now))


def _finish_word(model: Model, wave: Wave, word: int, now: int) -> None:
    length = wave.words[word].end - wave.words[word].start
    clean = word not in model.spoilt
    combo = 1
    if clean:
        model.streak += 1
        combo = min(10, 1 + model.streak // 5)
        model.counts["max_combo"] = max(model.counts.get("max_combo", 0), combo)
    model.count("correct_words" if clean else "incorrect_words")
    model.count("damage_dealt", length * combo)
    model.dealt += length * combo
    model.events.append(WordTyped(word, clean, length * combo, combo, now))


def _end_line(model: Model, wave: Wave, now: int) -> None:
    push_ms = model.dealt * wave.push_ms
    if model.alive and model.wrong_keys == 0 and push_ms > 0:
        model.pushes_ms.append(push_ms)
        model.events.append(EnemiesPushed(push_ms, now))
    model.wrong_keys = model.dealt = 0


def _hits(model: Model, now: int) -> None:
    wave = model.wave
    if wave is None:
        return
    for number in model.alive:
        enemy = wave.enemies[number]
        due = model.start_ms + enemy.due_ms + sum(model.pushes_ms) + model.hits_of.get(number, 0) * enemy.every_ms
        if now == due:
            model.hits += 1
            model.hits_of[number] = model.hits_of.get(number, 0) + 1
            lost = min(enemy.damage, model.hp)
            model.hp -= lost
            model.count("damage_taken", lost)
            model.events.append(PlayerHit(number, lost, model.hp, now))
            if model.hp == 0:
                model.events.append(PlayerDefeated(now))
                model.ended = ("defeated", now)
                return


def totals_of(model: Model, names: Sequence[str]) -> dict[str, int]:
    return {name: model.counts.get(name, 0) for name in names}
