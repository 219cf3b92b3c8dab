"""The simulation plays real games, the same ones for the same seed, and the balance is as designed."""

from __future__ import annotations

import os
import re
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from statistics import mean, median

import pytest
from typer.testing import CliRunner

from game import rules
from game.engine import Engine
from game.events import PlayerHit
from game.lines import LineEngine
from game.scoring import final_score, playtime_seconds
from game.terms import Difficulty, Language
from server.robots.cli import app
from server.robots.library import CELLS, read_library
from server.robots.simulate import ROBOTS, Batch, Card, Cell, Deck, Robot, Survival, gather, play, simulate
from server.robots.tables import TARGETS, lines, markdown, misses
from server.robots.typist import Form, strokes
from tests.game.games import words_of

CELL = Cell("PYTHON", "NORMAL")
TEXTS = ("total = 0\nfor n in range(10):\n    total += n", "def f(x):\n    return x + 1", "print('a')")
RELATIVE = [robot for robot in ROBOTS if robot.pace]
(IDLE,) = (robot for robot in ROBOTS if robot.idle)


def cards() -> list[Card]:
    return [Card(f"card {number}", text, words_of(text), 40.0) for number, text in enumerate(TEXTS)]


def small(**options: int) -> dict[tuple[Cell, str], list[Survival]]:
    return gather(simulate({CELL: cards()}, [CELL], robots=RELATIVE[:2], **{"games": 30, "seed": 3, **options}))


def test_the_same_seed_gives_the_same_survivals() -> None:
    assert small(workers=1) == small(workers=1)


def test_two_processes_give_the_survivals_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.robots.simulate.BATCH_GAMES", 7)
    assert small(workers=2) == small(workers=1)


def test_another_seed_gives_other_survivals() -> None:
    assert small(workers=1, seed=4) != small(workers=1)


def test_more_games_keep_the_first_ones() -> None:
    fewer, more = small(workers=1, games=10), small(workers=1, games=30)
    assert all(more[key][:10] == fewer[key] for key in fewer)


@pytest.mark.parametrize("difficulty", Difficulty)
def test_the_start_page_says_what_the_waves_ask_for(difficulty: str, root: Path) -> None:
    """Of an average snippet of all languages, to the nearest 2 WPM."""
    texts = (root / "static/js/pages/home/text.js").read_text()
    hint = re.search(rf"{difficulty}: '(.*)',", texts)
    assert hint is not None
    said = re.search(r"The first wave needs about (\d+) WPM, the fifth (\d+)", hint[1])
    assert said is not None
    decks = read_library([Cell(language, difficulty) for language in Language])
    expected_wpm = mean(card.expected_wpm for cards in decks.values() for card in cards)
    asked = [rules.asked_wpm(difficulty, number, expected_wpm) for number in (1, 5)]
    assert [int(wpm) for wpm in said.groups()] == pytest.approx(asked, abs=2)


def test_every_game_ends_in_defeat() -> None:
    for survivals in small(workers=1).values():
        assert len(survivals) == 30
        assert all(game.game_ms > 0 and game.score > 0 for game in survivals)


def test_a_game_is_the_engines_game(monkeypatch: pytest.MonkeyPatch) -> None:
    engines: list[LineEngine] = []

    class Kept(LineEngine):
        def __init__(self) -> None:
            super().__init__()
            engines.append(self)

    monkeypatch.setattr("server.robots.simulate.LineEngine", Kept)
    survival = play(RELATIVE[1], Deck(CELL, cards()), Random(1))
    (engine,) = engines
    assert (engine.end_reason, engine.hp) == ("defeated", 0)
    assert (survival.waves, survival.game_ms) == (engine.waves_completed, engine.at_ms)


def test_no_snippet_comes_twice_while_another_is_left() -> None:
    drawn = [card.name for card in islice(Deck(CELL, cards()).deal(Random(2)), 30)]
    for first in range(0, len(drawn) - 2, 3):
        assert len(set(drawn[first : first + 3])) == 3
    assert all(one != other for one, other in pairwise(drawn))


def test_waves_are_made_once_a_number_and_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    card, deck = cards()[0], Deck(CELL, cards())
    assert deck.wave(card, 3)[0] is deck.wave(card, 3)[0]
    assert deck.wave(card, 3)[0] == card.wave(CELL, 3) != deck.wave(card, 4)[0]
    monkeypatch.setattr("server.robots.simulate.WAVES_KEPT", 2)
    kept = deck.wave(card, 3)[0]
    deck.wave(card, 5)
    assert deck.wave(card, 3)[0] is not kept


def test_a_game_told_in_lines_lasts_as_long_as_one_typed_key_by_key() -> None:
    """Two models of one typist: the medians of many games are close."""
    library = read_library([CELL])
    deck = Deck(CELL, library[CELL])
    by_lines = [play(RELATIVE[1], deck, Random(f"lines {game}")) for game in range(60)]
    by_keys = [play_keys(RELATIVE[1], deck, Random(f"keys {game}")) for game in range(20)]
    for field, tolerance in (("waves", 1), ("game_ms", 45_000), ("score", 1_200), ("first_hit_ms", 30_000)):
        medians = [median(getattr(game, field) for game in games) for games in (by_lines, by_keys)]
        assert medians[0] == pytest.approx(medians[1], abs=tolerance)


def play_keys(robot: Robot, deck: Deck, random: Random) -> Survival:
    engine = Engine()
    form = Form(random)
    hit_ms: int | None = None
    for number, card in enumerate(deck.deal(random), 1):
        wave, _ = deck.wave(card, number)
        engine.begin(wave)
        at_ms = engine.at_ms
        for interval_ms, key in strokes(robot.typist(card.expected_wpm), wave.typed.keys, random, form):
            at_ms = max(at_ms + interval_ms, engine.earliest_key_ms)
            events = engine.press(key, at_ms)
            if hit_ms is None:
                hit_ms = next((event.at_ms for event in events if isinstance(event, PlayerHit)), None)
            if engine.over:
                score = final_score(engine.totals, playtime_seconds(engine.at_ms))
                return Survival(engine.waves_completed, engine.at_ms, score, 0, hit_ms or engine.at_ms, 0, 0)
    raise AssertionError("a deck has no end")


def test_a_cell_without_snippets_is_refused() -> None:
    with pytest.raises(KeyError):
        list(simulate({CELL: cards()}, [Cell("PYTHON", "EASY")], games=1, seed=1, workers=1))


# ---------------------------------------------------------------- the balance


def test_only_the_cells_asked_for_are_read() -> None:
    hard = Cell("REACT", "HARD")
    library = read_library([CELL, hard])
    assert set(library) == {CELL, hard} < set(CELLS)
    assert all(card.name.startswith("seed/snippets/react/hard/") for card in library[hard])
    assert min(len(cards) for cards in library.values()) >= 3


@pytest.mark.parametrize("language", Language)
def test_the_balance_is_as_designed_in_every_language(language: str) -> None:
    named = {(target.difficulty, target.robot) for target in TARGETS}
    cells = [Cell(language, difficulty) for difficulty in dict.fromkeys(difficulty for difficulty, _ in named)]
    library = read_library(cells)
    found: dict[tuple[Cell, str], list[Survival]] = {}
    for cell in cells:
        robots = [robot for robot in ROBOTS if (cell.difficulty, robot.name) in named]
        survivals = Batch(cell, robots, 1, range(100)).play(Deck(cell, library[cell]))
        found |= {(cell, name): games for name, games in survivals.items()}
    assert misses(lines(found)) == []


def game(**fields: int) -> Survival:
    """One in which the average player on NORMAL does exactly as designed, unless said otherwise."""
    played = Survival(waves=5, game_ms=270_000, score=10, close_ms=8_000, first_hit_ms=60_000, low=30, recoveries=1)
    return played._replace(**fields)


def test_a_balance_that_is_off_is_named() -> None:
    def missed(**fields: int) -> list[str]:
        return misses(lines({(CELL, "the expected"): [game(**fields)]}))

    assert missed() == []
    assert missed(waves=3) == ["PYTHON NORMAL, the expected: reached is 4, asked is 5 to 8"]
    assert missed(game_ms=370_000) == ["PYTHON NORMAL, the expected: minutes is 6.167, asked is 3 to 6"]
    assert missed(close_ms=20_500) == ["PYTHON NORMAL, the expected: close_s is 20.5, asked is 0 to 20"]
    assert missed(first_hit_ms=39_000) == ["PYTHON NORMAL, the expected: hit_s is 39, asked is 40 to 100"]
    assert missed(low=50) == ["PYTHON NORMAL, the expected: pressed is 0, asked is 0.5 to 1"]
    assert missed(recoveries=0) == ["PYTHON NORMAL, the expected: recovered is 0, asked is 0.5 to 1"]
    assert missed(game_ms=190_000, first_hit_ms=99_000) == []
    assert missed(game_ms=180_000, first_hit_ms=100_000) == []


def test_the_fight_is_the_part_of_the_game_after_the_first_hit() -> None:
    (line,) = lines({(CELL, "half the expected"): [game(game_ms=100_000, first_hit_ms=80_000)]})
    assert line.fight == pytest.approx(0.2)
    assert misses([line]) == ["PYTHON NORMAL, half the expected: fight is 0.2, asked is 0.25 to 1"]


def test_a_target_is_about_its_difficulty_and_robot_alone() -> None:
    off = {(Cell("PYTHON", "HARD"), robot.name): [game(waves=500)] for robot in ROBOTS}
    assert misses(lines(off)) == []
    assert misses(lines({(CELL, "60 wpm"): [game(waves=500)]})) == []


def test_nobody_at_the_keyboard_is_defeated_without_a_key() -> None:
    survival = play(IDLE, Deck(CELL, cards()), Random(1))
    assert (survival.waves, survival.low, survival.recoveries) == (0, 100, 0)
    due_ms = [card.wave(CELL, 1).enemies[0].due_ms for card in cards()]
    assert survival.first_hit_ms in due_ms
    assert survival.close_ms == survival.first_hit_ms // 2
    assert survival.first_hit_ms < survival.game_ms


def test_an_enemy_is_close_before_it_hits_and_the_wall_low_before_it_recovers() -> None:
    deck = Deck(CELL, read_library([CELL])[CELL])
    for number in range(5):
        told = play(RELATIVE[1], deck, Random(number))
        assert 0 < told.close_ms <= told.first_hit_ms < told.game_ms
        assert (told.recoveries == 0) or told.low < 50


# ---------------------------------------------------------------- tables


def test_a_line_has_the_median_and_the_outer_tenths() -> None:
    games = [game(waves=waves, game_ms=waves * 60_000, score=waves * 100) for waves in range(1, 21)]
    (line,) = lines({(CELL, "the expected"): games})
    assert (line.low, line.reached, line.high, line.minutes, line.score) == (4, 11.5, 19, 10.5, 1_050)


def test_one_cell_has_a_line_a_robot_and_several_a_line_a_cell() -> None:
    games = [game(score=1_000)]
    one = markdown(lines({(CELL, robot.name): games for robot in RELATIVE}), "command", "cafe")
    assert (
        "| the expected | **6** | 6 | 6 | **4.5** | **8 s** | **60 s** | **100%** | **100%** | **78%** | 1,000 |" in one
    )
    cells = (CELL, Cell("REACT", "HARD"))
    several = markdown(lines({(cell, robot.name): games for cell in cells for robot in RELATIVE}), "command", "cafe")
    assert "| REACT HARD | 6 (4.5) | 6 (4.5) | 6 (4.5) |" in several


def test_a_figure_that_misses_its_target_is_marked() -> None:
    slow = {(CELL, robot.name): [game(game_ms=370_000)] for robot in RELATIVE}
    assert "| 6.2 ! |" in markdown(lines(slow), "command", "cafe")
    several = markdown(
        lines(
            {**slow, (Cell("REACT", "HARD"), "the expected"): [game()]}
            | {(Cell("REACT", "HARD"), robot.name): [game()] for robot in RELATIVE}
        ),
        "command",
        "cafe",
    )
    assert "| NORMAL, the expected: `minutes` | 3 to 6 | 6.17 ! |  |" in several


# ---------------------------------------------------------------- the command


MARKS = "<!-- prodev simulate --language python --difficulty normal writes from here --><!-- to here -->"


def simulate_command(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["simulate", "--games", "2", "--workers", "1", *arguments])
    return result.exit_code, result.output


def test_the_command_writes_tables_that_its_check_accepts(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(MARKS)
    assert simulate_command("--markdown", str(page))[0] == 0
    assert "| twice the expected |" in page.read_text()
    assert simulate_command("--check", str(page))[0] == 0


def test_games_that_take_less_than_a_tick_of_the_system_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "times", lambda: os.times_result((0.0, 0.0, 0.0, 0.0, 0.0)))
    code, output = simulate_command()
    assert (code, "for each second of a core" in output) == (0, True)


def test_the_check_refuses_other_tables(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(MARKS.replace("<!-- to", "\nold\n<!-- to"))
    code, output = simulate_command("--check", str(page))
    assert code == 1
    assert "holds another table" in output


def test_the_first_games_tell_whether_tables_are_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text(MARKS)
    assert simulate_command("--markdown", str(page))[0] == 0
    assert simulate_command("--first", "--check", str(page))[0] == 0
    assert simulate_command("--first", "--check", str(page), "--seed", "2")[0] == 1
    monkeypatch.setitem(rules.HEAL, "NORMAL", 9)
    code, output = simulate_command("--first", "--check", str(page))
    assert (code, "holds tables of other games" in output) == (1, True)


def test_the_first_games_alone_make_no_tables() -> None:
    code, output = simulate_command("--first")
    assert (code, "needs --check" in output) == (1, True)


def test_a_page_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    code, output = simulate_command("--check", str(tmp_path / "none.md"))
    assert code == 1
    assert "No such file" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("wrong", [["--language", "cobol"], ["--games", "0"], ["--difficulty", "nightmare"]])
def test_options_that_do_not_fit_are_refused(wrong: list[str]) -> None:
    assert simulate_command(*wrong)[0] == 2
