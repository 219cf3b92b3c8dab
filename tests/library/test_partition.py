"""The law of words, over the shipped library and over texts that nobody would write."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from game.terms import Language, WordClass
from game.text import typed_lines, typed_text
from server.library.faults import SnippetRefused
from server.library.parse import Parsed, parse
from server.library.seed import SeedFile, seed_files

KINDS = set(WordClass)
FILES = seed_files()


def hold_the_law(parsed: Parsed) -> None:
    covered: list[int] = []
    for word in parsed.words:
        assert word.start < word.end
        assert not any(c.isspace() for c in parsed.text[word.start : word.end])
        assert word.kind in KINDS
        covered.extend(range(word.start, word.end))
    assert covered == [offset for offset, c in enumerate(parsed.text) if not c.isspace()]
    assert parsed.token_count == len(parsed.words)
    assert parsed.keys == "\n".join(parsed.text[line.start : line.end] for line in typed_lines(parsed.text))
    assert typed_text(parsed.text, parsed.words).keys == parsed.keys


def test_every_shipped_snippet_is_partitioned_into_words() -> None:
    for file in FILES:
        hold_the_law(parse(file.language, file.text))


@given(file=st.sampled_from(FILES), cut=st.data())
def test_what_parses_of_a_mutilated_snippet_is_partitioned_into_words(file: SeedFile, cut: st.DataObject) -> None:
    lines = file.text.split("\n")
    start = cut.draw(st.integers(0, len(lines) - 1))
    kept = lines[start : cut.draw(st.integers(start + 1, len(lines)))]
    at = cut.draw(st.integers(0, len(kept) - 1))
    place = cut.draw(st.integers(0, len(kept[at])))
    kept[at] = kept[at][:place] + cut.draw(st.text(" '\"`\\{}()<>/$#=;:x1\n", max_size=6)) + kept[at][place:]
    with contextlib.suppress(SnippetRefused):
        hold_the_law(parse(file.language, "\n".join(kept)))


@given(
    language=st.sampled_from(tuple(Language)),
    pieces=st.lists(
        st.sampled_from(
            [
                *("x", "1.5", "'a b'", '"\\n c"', 'f"{x} \\t y{z!r:>3}"', "`q ${x} w`", "`plain t`", "/a b/g", "\n"),
                *("# hash", "// slash", "/* long\n note */", '"""doc\n string"""', "(x)", "[x]", "{}", " + ", " = "),
                *(";", ", ", ".y", " is not ", " as ", "<p>hi you</p>", "<T>", "=> x", "async ", "\\\n", "x: y", "   "),
                *("'c'", "&'a T", "x!(", 'r#"q w"#', ":= ", "<-c", "::<u8>", "#[x]", "'l: loop {}", "fn x() {}"),
            ]
        ),
        min_size=1,
        max_size=12,
    ),
)
def test_what_parses_of_a_heap_of_pieces_is_partitioned_into_words(language: str, pieces: list[str]) -> None:
    with contextlib.suppress(SnippetRefused):
        hold_the_law(parse(language, "".join(pieces)))


@given(language=st.sampled_from(tuple(Language)), text=st.text(max_size=300))
def test_any_text_is_parsed_or_refused_with_a_place(language: str, text: str) -> None:
    refusals = None
    try:
        hold_the_law(parse(language, text))
    except SnippetRefused as refused:
        refusals = refused.refusals
    assert refusals is None or (refusals and all(one.line >= 1 and one.column >= 1 for one in refusals))
