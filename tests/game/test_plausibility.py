"""Each rule of plausibility beside a game that it lets pass. How often they err on whole games is in test_fairness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest

from game.keylog import JudgedKeys, Key, KeyLog
from game.plausibility import (
    BURST_KEYS,
    FAULTLESS_KEYS,
    LEAP,
    PAST_GAMES,
    RHYTHM_BITS,
    RHYTHM_LEAST,
    Evidence,
    Likeness,
    alike_limit,
    evidence,
    most_alike,
    verdict,
)
from game.terms import EndReason, Verdict
from game.wave import Wave
from tests.game.games import wave

TEXT = "\n".join(f"value_{n} = compute(items[{n}], Order.{'ab'[n % 2]}{n}) + offset" for n in range(12))
Interval = Callable[[int, str, str], float]  # the key's number, the key before, the key


def by_hand(seed: int, mean_ms: float = 150) -> Interval:
    """Pairs of their own length, a tempo that wanders."""
    random, state = Random(seed), [0.0]

    def interval(_: int, before: str, due: str) -> float:
        state[0] = 0.95 * state[0] + 0.05 * random.gauss(0, 3)
        return mean_ms * Random(f"{before}{due}").lognormvariate(0, 0.4) * random.lognormvariate(state[0], 0.25)

    return interval


def typed(waves: Sequence[Wave], interval: Interval, wrong_every: int = 0) -> KeyLog:
    at_ms, number, keys = 0.0, 0, []
    for one in waves:
        before = "\n"
        for due in one.typed.keys:
            number += 1
            at_ms += interval(number, before, due)
            if wrong_every and number % wrong_every == 0:
                keys.append(Key(int(at_ms), int(at_ms), "~"))
                at_ms += 2 * interval(number, before, due)
            keys.append(Key(int(at_ms), int(at_ms), due))
            before = due
    return KeyLog("PYTHON", "NORMAL", tuple(waves), JudgedKeys.of(keys), int(at_ms), EndReason.QUIT)


def waves(count: int = 2) -> list[Wave]:
    return [replace(wave(TEXT, number=number), snippet_id=f"s{number}") for number in range(1, count + 1)]


def rules(log: KeyLog) -> set[str]:
    return {reason.rule for reason in evidence(log).reasons}


@pytest.mark.parametrize("seed", range(5))
def test_a_hand_is_not_flagged(seed: int) -> None:
    assert rules(typed(waves(), by_hand(seed), wrong_every=25)) == set()


@pytest.mark.parametrize(
    ("rule", "interval"),
    [
        ("constant", lambda *_: 150),
        ("symmetric", lambda number, *_: Random(number).gauss(150, 40)),
        ("symmetric", lambda number, *_: Random(number).uniform(90, 210)),
        ("indifferent", lambda number, *_: Random(number).lognormvariate(5, 0.4)),
        (
            "tempo",
            lambda number, before, due: (
                150 * Random(f"{before}{due}").lognormvariate(0, 0.4) * Random(number).lognormvariate(0, 0.25)
            ),
        ),
    ],
)
def test_a_rhythm_that_is_no_hands_is_named(rule: str, interval: Interval) -> None:
    (reason,) = evidence(typed(waves(3), interval)).reasons
    assert reason.rule == rule
    assert reason.found < reason.limit


def test_a_few_keys_say_nothing() -> None:
    few = [wave("x = 1\ny = 2")]
    assert rules(typed(few, lambda *_: 150)) == set()


def test_one_word_may_come_at_once_and_a_whole_line_may_not() -> None:
    hand = by_hand(1)

    def chord(number: int, before: str, due: str) -> float:
        return 4 if before.isalpha() and due.isalpha() else hand(number, before, due)

    assert rules(typed(waves(), chord)) == set()
    burst = typed(waves(), lambda number, *pair: 4 if number <= BURST_KEYS + 2 else hand(number, *pair))
    assert "burst" in rules(burst)


def test_keys_faster_than_anybodys_are_named() -> None:
    assert "speed" in rules(typed(waves(), by_hand(1, mean_ms=25)))
    assert "speed" not in rules(typed(waves(), by_hand(1, mean_ms=70)))


def test_a_start_before_the_text_can_be_seen_is_named() -> None:
    hand = by_hand(2)

    def at_once(number: int, before: str, due: str) -> float:
        return (
            5
            if before == "\n" and due == "v" and number % len(waves(1)[0].typed.keys) == 1
            else hand(number, before, due)
        )

    assert "reaction" in rules(typed(waves(5), at_once))
    assert "reaction" not in rules(typed(waves(5), hand))
    assert "reaction" not in rules(typed(waves(2), at_once)), "one start is a chance"


def test_thousands_of_fast_keys_without_a_slip_are_named() -> None:
    count = FAULTLESS_KEYS // len(waves(1)[0].typed.keys) + 1
    assert "faultless" in rules(typed(waves(count), by_hand(3, mean_ms=100)))
    assert "faultless" not in rules(typed(waves(count), by_hand(3, mean_ms=100), wrong_every=1000))
    assert "faultless" not in rules(typed(waves(count), by_hand(3, mean_ms=400))), "who is slow can be faultless"


def test_slips_that_cost_a_fast_typist_nothing_are_named() -> None:
    hand = typed(waves(3), by_hand(4, mean_ms=110))
    keys: list[Key] = []
    for number, key in enumerate(hand.keys):
        if number % 20 == 10:
            before = keys[-1].at_ms
            middle = before + (key.at_ms - before) // 2
            keys.append(Key(middle, middle, "~"))
        keys.append(key)
    assert "unmoved" in rules(replace(hand, keys=JudgedKeys.of(keys)))
    assert "unmoved" not in rules(typed(waves(3), by_hand(4, mean_ms=110), wrong_every=20))


def test_a_network_that_bunches_keys_makes_no_burst() -> None:
    hand = typed(waves(), by_hand(5), wrong_every=30)
    late = [key._replace(at_ms=-(-key.at_ms // 5_000) * 5_000) for key in hand.keys]
    bunched = replace(hand, keys=JudgedKeys.of(late), end_ms=late[-1].at_ms)
    assert rules(bunched) == set()
    forged = replace(hand, keys=JudgedKeys.of(key._replace(client_ms=3 * key.client_ms) for key in late))
    assert "burst" in rules(forged), "a client whose clock does not run along with the game's is not believed"


# ---------------------------------------------------------------- the past, and copies


def clean(**changes: object) -> Evidence:
    return replace(evidence(typed(waves(), by_hand(6))), **changes)  # type: ignore[arg-type]


def test_a_leap_is_measured_against_enough_of_ones_own_games() -> None:
    past = [50.0] * PAST_GAMES
    assert verdict(clean(net_wpm=50 * LEAP + 1), past, ())[0] == Verdict.FLAGGED
    assert verdict(clean(net_wpm=50 * LEAP - 1), past, ()) == (Verdict.CLEAN, [])
    assert verdict(clean(net_wpm=500.0), past[1:], ())[0] == Verdict.CLEAN


@pytest.mark.parametrize("stretch", [1.0, 0.8, 1.3])
@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_a_copy_is_alike_however_it_is_shifted_stretched_and_blurred(stretch: float, noise: float) -> None:
    hand, random = by_hand(7), Random(8)
    first = [evidence(typed(waves(), by_hand(7))).rhythms, evidence(typed(waves(), by_hand(9))).rhythms]
    copy = evidence(typed(waves(), lambda *key: stretch * hand(*key) * random.lognormvariate(0, noise))).rhythms
    for one, original, others in zip(copy, *first, strict=True):
        assert one.length == RHYTHM_BITS
        assert (one.bits ^ original.bits).bit_count() / one.length <= alike_limit(one.length)
        assert (one.bits ^ others.bits).bit_count() / one.length > alike_limit(one.length), "another game of that text"


def test_a_likeness_flags_and_a_short_rhythm_must_be_the_more_alike() -> None:
    assert verdict(clean(), (), [Likeness(20, RHYTHM_BITS)])[0] == Verdict.FLAGGED
    assert verdict(clean(), (), [Likeness(60, RHYTHM_BITS)])[0] == Verdict.CLEAN
    assert alike_limit(RHYTHM_LEAST) < alike_limit(RHYTHM_BITS)


def test_so_many_bits_may_differ_and_not_one_more() -> None:
    found = clean()
    for length in range(1, RHYTHM_BITS + 1):
        most = most_alike(length)
        assert verdict(found, (), [Likeness(most, length)])[0] is Verdict.FLAGGED
        assert verdict(found, (), [Likeness(most + 1, length)])[0] is Verdict.CLEAN


def test_an_unfinished_wave_leaves_no_rhythm() -> None:
    log = typed(waves(1), by_hand(1))
    assert len(evidence(log).rhythms) == 1
    assert evidence(replace(log, keys=JudgedKeys.of([*log.keys][:-1]))).rhythms == ()
