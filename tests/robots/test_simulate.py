"""The simulation plays real games, the same ones for the same seed, and the balance is as designed."""

from __future__ import annotations

from itertools import islice, pairwise
from pathlib import Path
from random import Random
from statistics import median

import pytest
from typer.testing import CliRunner

from game import rules
from game.engine import Engine
from game.lines import LineEngine
from game.scoring import final_score, playtime_seconds
from server.robots.cli import app
from server.robots.library import CELLS, read_library
from server.robots.simulate import ROBOTS, Batch, Card, Cell, Deck, Robot, Survival, gather, play, simulate
from server.robots.tables import lines, markdown, misses
from server.robots.typist import strokes
from tests.game.games import words_of

CELL = Cell("PYTHON", "NORMAL")
TEXTS = ("total = 0\nfor n in range(10):\n    total += n", "def f(x):\n    return x + 1", "print('a')")
RELATIVE = [robot for robot in ROBOTS if robot.pace]


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
    for field, tolerance in (("waves", 1), ("game_ms", 90_000), ("score", 1_200)):
        medians = [median(getattr(game, field) for game in games) for games in (by_lines, by_keys)]
        assert medians[0] == pytest.approx(medians[1], abs=tolerance)


def play_keys(robot: Robot, deck: Deck, random: Random) -> Survival:
    engine = Engine()
    for number, card in enumerate(deck.deal(random), 1):
        wave, _ = deck.wave(card, number)
        engine.begin(wave)
        at_ms = engine.at_ms
        for interval_ms, key in strokes(robot.typist(card.expected_wpm), wave.typed.keys, random):
            at_ms += interval_ms
            engine.press(key, at_ms)
            if engine.over:
                score = final_score(engine.totals, playtime_seconds(engine.at_ms))
                return Survival(engine.waves_completed, engine.at_ms, score)
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


def test_the_balance_on_python_normal_is_as_designed() -> None:
    library = read_library([CELL])
    survivals = Batch(CELL, RELATIVE, 1, range(25)).play(Deck(CELL, library[CELL]))
    assert misses(lines({(CELL, name): games for name, games in survivals.items()})) == []


def test_a_balance_that_is_off_is_named() -> None:
    off = {
        (CELL, robot.name): [Survival(waves, 60_000, 10)] for robot, waves in zip(RELATIVE, (5, 13, 24), strict=True)
    }
    assert misses(lines(off)) == [
        "PYTHON NORMAL, half the expected: 5 waves, wanted 1 to 3",
        "PYTHON NORMAL, the expected: 13 waves, wanted 8 to 12",
        "PYTHON NORMAL, twice the expected: 24 waves, wanted 25 or more",
    ]


def test_only_normal_has_targets() -> None:
    off = {(Cell("PYTHON", "EASY"), robot.name): [Survival(500, 60_000, 10)] for robot in RELATIVE}
    assert misses(lines(off)) == []


# ---------------------------------------------------------------- tables


def test_a_line_has_the_median_and_the_outer_tenths() -> None:
    games = [Survival(waves, waves * 60_000, waves * 100) for waves in range(1, 21)]
    (line,) = lines({(CELL, "the expected"): games})
    assert (line.low, line.median, line.high, line.minutes, line.score) == (3, 10.5, 18, 10.5, 1_050)


def test_one_cell_has_a_line_a_robot_and_several_a_line_a_cell() -> None:
    games = [Survival(10, 60_000, 1_000)]
    one = markdown(lines({(CELL, robot.name): games for robot in RELATIVE}), "command", "cafe")
    assert "| the expected | 10 | 10 | 10 | 1.0 | 1,000 |" in one
    cells = (CELL, Cell("REACT", "HARD"))
    several = markdown(lines({(cell, robot.name): games for cell in cells for robot in RELATIVE}), "command", "cafe")
    assert "| REACT HARD | 10 (1) | 10 (1) | 10 (1) |" in several


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
