"""Why a game was lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.analysis import PlayedWave, played_waves, series
from game.fall import Cost, KeyKind, Suggestion, dearest, fall, hp_changes, kind_of, wall
from game.keylog import KeyLog
from game.terms import Difficulty, EndReason
from tests.game.games import Player, wave

ASKED = 60.0  # 200 ms a key
HEALED = 5


def lost(*, every_ms: int = 200) -> KeyLog:
    """A wave is cleared after one hit; in the next, which hits hard, the wall falls while a bracket is looked for."""
    player = Player(
        [
            wave("ab\ncd", due_ms=[1_500, 9_000], damage=30, asked_wpm=ASKED),
            wave("x = 1\ny[0]", number=2, due_ms=[3_000, 5_000], damage=80, asked_wpm=ASKED),
        ]
    )
    player.begin()
    player.press("a", 1_000)
    player.type("b\ncd", every_ms=1_000)
    player.begin()
    player.type("x = 1\ny", every_ms=every_ms)
    player.press("x", player.engine.at_ms + 100)
    player.press("[", player.engine.at_ms + 2_400)
    player.advance(player.engine.next_deadline_ms or 0)
    assert player.engine.end_reason == EndReason.DEFEATED
    return player.log()


def test_the_wall_stands_at_each_point_as_the_events_left_it() -> None:
    log = lost()
    hp = wall(hp_changes(log), series(log, played_waves(log)))
    assert (hp[0], hp[1], hp[-1]) == (100, 70, 0)
    assert hp[5] == 75, "healed"


def test_a_lost_game_says_what_the_last_wave_asked_for_and_got() -> None:
    log = lost()
    found = fall(log, played_waves(log), hp_changes(log))
    assert found is not None
    assert (found.wave, found.asked_wpm, found.hp) == (2, ASKED, 70 + HEALED)
    assert found.typed_wpm == pytest.approx(8 / 5 / ((log.end_ms - 5_000) / 60_000))
    assert found.cost == Cost(line=2, kind=KeyKind.BRACKETS, keys="[", lost_ms=2_300)


def asked(played: PlayedWave, wpm: float) -> PlayedWave:
    return replace(played, wave=replace(played.wave, asked_wpm=wpm))


def test_who_types_far_too_slowly_is_sent_to_an_easier_level_unless_there_is_none() -> None:
    log = lost()
    played = played_waves(log)
    far = [asked(played[0], 120.0), *played[1:]]
    easier, easiest = fall(log, far, hp_changes(log)), fall(replace(log, difficulty="EASY"), far, hp_changes(log))
    assert easier is not None and easiest is not None
    assert (easier.suggestion, easier.difficulty) == (Suggestion.EASIER, Difficulty.EASY)
    assert (easiest.suggestion, easiest.difficulty) == (Suggestion.PRACTICE, Difficulty.EASY)
    near = [asked(played[0], 15.0), asked(played[1], 150.0)]  # nobody keeps up with the wave that they fall in
    practice = fall(log, near, hp_changes(log))
    assert practice is not None
    assert (practice.suggestion, practice.difficulty) == (Suggestion.PRACTICE, Difficulty.NORMAL)


def test_a_game_that_was_not_lost_and_one_of_before_speeds_were_asked_for_say_nothing() -> None:
    log = lost()
    played = played_waves(log)
    assert fall(replace(log, end_reason=EndReason.QUIT), played, hp_changes(log)) is None
    old = [*played[:-1], asked(played[-1], 0.0)]
    assert fall(log, old, hp_changes(log)) is None and dearest(old[-1]) is None


def test_keys_in_time_cost_nothing() -> None:
    player = Player([wave("a[b]", asked_wpm=ASKED)])
    player.begin()
    player.type("a[b]", every_ms=250)
    player.stop(2_000)
    (played,) = played_waves(player.log())
    assert dearest(played) is None


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ("()[]{}<>", KeyKind.BRACKETS),
        ("'\"`", KeyKind.QUOTES),
        ("07", KeyKind.DIGITS),
        ("=+;_.", KeyKind.SYMBOLS),
        ("AZ", KeyKind.CAPITALS),
        ("az", KeyKind.LETTERS),
        (" \n", KeyKind.BLANKS),
    ],
)
def test_keys_have_the_kind_that_a_player_would_name(keys: str, kind: KeyKind) -> None:
    assert {kind_of(key) for key in keys} == {kind}
