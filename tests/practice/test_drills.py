"""Drills: lines of the library, rich in the keys that are asked for, which still look like code."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.terms import Difficulty, Language
from game.text import Word, typed_lines, typed_text
from server.infra.postgres import Pool
from server.library import Snippet, accepts, in_rotation, seed_files
from server.library.parse import parse
from server.practice import Drills
from server.practice.drills import KEYS_LEAST, LINES_OF_DRILL, CodePiece, drill, lines_of, pieces_of
from server.practice.focus import density
from tests.snippets import AddSnippet

WIDEST = 80


@cache
def shipped(language: Language, difficulty: Difficulty) -> tuple[list[str], list[CodePiece]]:
    """The texts that ship, and their good pieces."""
    texts = [one.text for one in seed_files() if (one.language, one.difficulty) == (language, difficulty)]
    pieces = [
        piece
        for text in texts
        for piece in pieces_of(language, text, parse(language, text).words)
        if accepts(language, piece.text)
    ]
    return texts, pieces


def pieces(text: str, language: Language = Language.PYTHON) -> list[str]:
    return [piece.text for piece in pieces_of(language, text, parse(language, text).words)]


# ---------------------------------------------------------------- pieces


def test_a_piece_is_a_statement_with_what_belongs_to_it_moved_to_the_left() -> None:
    text = "def total(prices):\n    result = 0.0\n    for price in prices:\n        result += price\n    return result"
    assert pieces(text) == [
        text,
        "result = 0.0",
        "for price in prices:\n    result += price",
        "result += price",
    ]


def test_brackets_are_closed_by_the_line_that_closes_them() -> None:
    text = "const open = orders.filter(\n  (order) => order.total > 0,\n);\nshow({ open, count: open.length });"
    found = pieces(text, Language.JAVASCRIPT)
    assert found == [text[: text.index("\nshow")], "show({ open, count: open.length });"]


@pytest.mark.parametrize(
    "line",
    [
        "else:",
        "return left + right",
        "@cached_property",
        '"name": "Ada",',
        "first=1,",
        "# only words about it",
        '"""What it is for."""',
        "x = 1",
    ],
)
def test_what_makes_no_sense_alone_is_no_piece(line: str) -> None:
    """The last one is too short to be typed for anything."""
    word = Word(0, 1, "comment" if line.startswith("#") else "string" if line.startswith('"') else "name")
    words = [word, *(Word(at, at + 1, word.kind) for at in range(1, len(line)) if line[at] != " ")]
    assert list(pieces_of(Language.PYTHON, line, words)) == []


def test_a_bracket_in_a_string_closes_nothing() -> None:
    assert pieces('smile = join(":)", other, last)') == ['smile = join(":)", other, last)']
    assert pieces('sad = [join(":(", other, last)]') == ['sad = [join(":(", other, last)]']


# ---------------------------------------------------------------- drills


def weights_of(texts: list[str], chance: Random) -> Mapping[str, float]:
    """Up to eight keys and pairs of keys that these texts have."""
    text = "\n".join(texts)
    pairs = [text[at : at + 2] for at in chance.sample(range(len(text) - 1), 40)]
    known = [key for key in [*pairs, *text] if not any(character.isspace() for character in key)]
    return {key: round(chance.uniform(0.3, 3), 3) for key in chance.sample(known, chance.randint(1, 8))}


@pytest.mark.parametrize("language", Language)
@settings(max_examples=40)
@given(difficulty=st.sampled_from(Difficulty), seed=st.integers(0, 2**32))
def test_a_drill_is_code_that_is_rich_in_its_keys(language: Language, difficulty: Difficulty, seed: int) -> None:
    texts, known = shipped(language, difficulty)
    weights = weights_of(texts, Random(seed))
    made = drill(known, weights, Random(seed))
    if made is None:
        assert sum(len(one.text) for one in known if any(key in one.text for key in weights)) < 10 * KEYS_LEAST
        return
    assert len(typed_text(made.text, made.words).keys) == made.keys >= KEYS_LEAST
    lines = made.text.split("\n")
    assert len(typed_lines(made.text)) <= LINES_OF_DRILL
    assert all(len(line) <= WIDEST and line == line.rstrip() for line in lines)
    assert {line.strip() for line in lines} <= {line.strip() for text in texts for line in text.split("\n")} | {""}
    assert looks_like_code(language, made.text)
    assert drill(known, weights, Random(seed)) == made


@pytest.mark.parametrize("language", Language)
@settings(max_examples=20)
@given(difficulty=st.sampled_from(Difficulty), seed=st.integers(0, 2**32))
def test_a_drill_has_more_of_its_key_than_the_library(language: Language, difficulty: Difficulty, seed: int) -> None:
    texts, known = shipped(language, difficulty)
    weights = {Random(seed).choice(sorted({key for text in texts for key in text if not key.isspace()})): 1.0}
    made = drill(known, weights, Random(seed))
    if made is not None:
        assert density(made.text, weights) > density("\n".join(texts), weights)


def looks_like_code(language: Language, text: str) -> bool:
    """Elements of JSX need a parent, which a drill does not have."""
    if language is not Language.REACT or accepts(language, text):
        return accepts(language, text)
    at = text.index("<") if text.startswith("<") else text.index("\n<") + 1
    return accepts(language, f"{text[:at]}<>\n{text[at:]}\n</>")


def test_no_line_comes_twice_and_what_was_had_comes_last() -> None:
    _, known = shipped(Language.PYTHON, Difficulty.NORMAL)
    had: set[str] = set()
    for number in range(4):
        made = drill(known, {"[": 1.0, "{": 1.0}, Random(number), had)
        assert made is not None
        lines = lines_of(made.text)
        assert len(set(lines)) == len(lines)
        assert had.isdisjoint(lines)
        had |= set(lines)
    assert drill(known[:20], {"(": 1.0}, Random(1), {line for one in known for line in lines_of(one.text)}) is not None


def test_a_library_without_the_keys_gives_no_drill() -> None:
    _, known = shipped(Language.PYTHON, Difficulty.EASY)
    assert drill(known, {"\x7f": 1.0}, Random(1)) is None
    assert drill([], {"(": 1.0}, Random(1)) is None


# ---------------------------------------------------------------- in a process

CALLS = [f'label_{number} = names.get("key_{number}", default)' for number in range(20)]


async def test_every_process_makes_the_same_drill_and_reads_the_library_seldom(
    pg: Pool, add_snippet: AddSnippet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in CALLS:
        await add_snippet(text)
    kind, weights = (Language.PYTHON, Difficulty.NORMAL), {'"': 1.0}
    now_s = [0.0]
    one, other = Drills(pg, lambda: now_s[0]), Drills(pg)
    first = await one.make(*kind, weights, "game 1")
    assert first is not None and first.text.split("\n")[0] in CALLS
    assert await other.make(*kind, weights, "game 1") == first
    assert await one.make(*kind, weights, "game 2") != first
    again = await one.make(*kind, weights, "game 1", [first.text])
    assert again is not None and not set(again.text.split("\n")) & set(first.text.split("\n"))
    await pg.execute("UPDATE code_snippets SET is_active = false")
    assert await one.make(*kind, weights, "game 1") == first, "its pieces are kept"
    now_s[0] = 4_000.0
    assert await one.make(*kind, weights, "game 1") is None


async def test_a_bucket_is_read_once_for_all_who_wait_and_every_bucket_is_kept(
    pg: Pool, add_snippet: AddSnippet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in CALLS:
        await add_snippet(text)
    reads: list[tuple[str, str]] = []

    async def counted(pg: Pool, language: str, difficulty: str, most: int) -> list[Snippet]:
        reads.append((language, difficulty))
        return await in_rotation(pg, language, difficulty, most)

    monkeypatch.setattr("server.library.in_rotation", counted)
    drills, buckets = Drills(pg), [(language, difficulty) for language in Language for difficulty in Difficulty]
    for _ in range(2):
        await asyncio.gather(*(drills.make(*bucket, {'"': 1.0}, "game") for bucket in buckets for _ in range(3)))
        assert sorted(reads) == sorted(buckets)


async def test_a_prepared_game_begins_without_another_connection(pg: Pool, add_snippet: AddSnippet) -> None:
    """Even where its pieces have become too old since."""
    for text in CALLS:
        await add_snippet(text)
    now_s = [0.0]
    drills, kind = Drills(pg, lambda: now_s[0]), (Language.PYTHON, Difficulty.NORMAL)
    made = await drills.make(*kind, {'"': 1.0}, "game")
    now_s[0] = 4_000.0
    await pg.execute("UPDATE code_snippets SET is_active = false")
    assert made == await drills.make(*kind, {'"': 1.0}, "game", is_prepared=True)
    assert await drills.make(*kind, {'"': 1.0}, "game") is None
