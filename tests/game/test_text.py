"""What of a snippet is typed, and what is skipped."""

from __future__ import annotations

import pytest
from hypothesis import given

from game.text import Word, typed_lines, typed_text
from game.wave import Wave
from tests.game.games import waves, words_of

SNIPPET = "def f(x):\n    if x:\n\n        return 1"


def keys(text: str) -> str:
    return typed_text(text, words_of(text)).keys


def test_indentation_and_blank_lines_are_never_typed() -> None:
    assert keys(SNIPPET) == "def f(x):\nif x:\nreturn 1"


def test_spaces_inside_a_line_are_typed() -> None:
    assert keys("a  =  b") == "a  =  b"


def test_the_last_line_needs_no_enter() -> None:
    assert keys("a\nb") == "a\nb"
    assert not keys("a\nb").endswith("\n")


def test_blank_lines_at_either_end_ask_for_no_enter() -> None:
    assert keys("\n\na\nb\n\n") == "a\nb"


def test_enter_is_due_at_the_line_feed_that_ends_its_line() -> None:
    for text in (SNIPPET, "a  \n b"):
        typed = typed_text(text, words_of(text))
        for key, offset in zip(typed.keys, typed.offsets, strict=True):
            assert text[offset] == key


def test_blanks_before_a_line_feed_are_skipped_too() -> None:
    assert keys("a  \n b") == "a\nb"


def test_a_line_span_leaves_out_the_indentation_and_blank_lines() -> None:
    assert [SNIPPET[line.start : line.end] for line in typed_lines(SNIPPET)] == ["def f(x):", "if x:", "return 1"]


def test_every_word_and_every_line_is_ended_by_exactly_one_key() -> None:
    words = words_of(SNIPPET)
    typed = typed_text(SNIPPET, words)
    assert sum(typed.ends_word) == len(words)
    assert sum(typed.ends_line) == len(typed_lines(SNIPPET))
    assert [typed.offsets[i] + 1 for i, ends in enumerate(typed.ends_word) if ends] == [word.end for word in words]


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("ab", [Word(0, 2, "name"), Word(1, 2, "name")], "two words"),
        ("ab", [Word(0, 1, "name")], "not in exactly one word"),
        ("a b", [Word(0, 3, "string")], "whitespace inside"),
        ("a\nb", [Word(0, 3, "string")], "whitespace inside"),
        (" ab", [Word(0, 3, "name")], "never typed"),
        ("ab", [Word(0, 2, "name"), Word(7, 8, "name")], "never typed"),
        ("ab", [Word(0, 2, "name"), Word(2, 2, "name")], "empty"),
        ("", [], "nothing to type"),
        ("\n  \n", [], "nothing to type"),
        ("é", [Word(0, 1, "name")], "no keystroke"),
        ("a\tb", [Word(0, 3, "name")], "no keystroke"),
    ],
)
def test_words_that_could_not_be_scored_are_refused(text: str, words: list[Word], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        typed_text(text, words)


@given(waves())
def test_each_typed_character_that_is_no_space_is_in_exactly_one_word(wave: Wave) -> None:
    typed = wave.typed
    for key, offset, owner in zip(typed.keys, typed.offsets, typed.words, strict=True):
        if key in " \n":
            assert owner == -1
        else:
            assert wave.words[owner].start <= offset < wave.words[owner].end


@given(waves())
def test_keys_are_the_typed_lines_with_enter_between(wave: Wave) -> None:
    assert wave.typed.keys == "\n".join(wave.text[line.start : line.end] for line in typed_lines(wave.text))
