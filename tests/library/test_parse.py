"""What a text may be made of; each text that is let in has a refused twin."""

from __future__ import annotations

import pytest

from server.library.faults import REFUSALS_LIMIT, SnippetRefused
from server.library.parse import READABLE_LENGTH, parse, readable_words

LINE = "total = first + second"


def refused(language: str, text: str) -> list[tuple[str, int, int]]:
    """`(code, line, column)` of every refusal."""
    with pytest.raises(SnippetRefused) as caught:
        parse(language, text)
    return [(refusal.code, refusal.line, refusal.column) for refusal in caught.value.refusals]


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_one_final_newline_goes_whatever_the_system(ending: str) -> None:
    assert parse("PYTHON", f"{LINE}\r\n{LINE}{ending}").text == f"{LINE}\n{LINE}"


def test_a_second_final_newline_is_a_blank_last_line() -> None:
    assert refused("PYTHON", f"{LINE}\n\n") == [("blank_last_line", 2, 1)]


def test_a_blank_line_inside_is_fine_and_first_it_is_not() -> None:
    assert parse("PYTHON", f"{LINE}\n\n{LINE}").keys == f"{LINE}\n{LINE}"
    assert refused("PYTHON", f"\n{LINE}") == [("blank_first_line", 1, 1)]


@pytest.mark.parametrize("text", ["", "\n", " ", "\n\n  \n"])
def test_nothing_to_type_is_refused(text: str) -> None:
    assert refused("JAVASCRIPT", text) == [("empty", 1, 1)]


def test_80_columns_fit_and_81_do_not() -> None:
    fits = f"name = '{'a' * 71}'"
    assert len(parse("PYTHON", f"{fits}\n{LINE}").text.split("\n")[0]) == 80
    assert refused("PYTHON", f"{LINE}\n{fits[:-1]}a'") == [("too_wide", 2, 81)]


def test_30_lines_fit_and_31_do_not() -> None:
    assert parse("PYTHON", "\n".join([LINE] * 30)).token_count == 150
    assert refused("PYTHON", "\n".join([LINE] * 31)) == [("too_many_lines", 31, 1)]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("if ready:\n\tstart(1, 2)", ("tab", 2, 1)),
        ("name = 'Zo\u00eb' + last", ("non_ascii", 1, 11)),
        ("a = b - c  # \u2013", ("non_ascii", 1, 14)),
        ("emoji = '\U0001f600'", ("non_ascii", 1, 10)),
        ("a = b\rc = d", ("control_character", 1, 6)),
        ("a = b + c\x0c", ("control_character", 1, 10)),
        ("a = b + '\x00'", ("control_character", 1, 10)),
        ("a = b + '\x7f'", ("control_character", 1, 10)),
        ("a = b + c  \nd = e", ("trailing_blank", 1, 10)),
        ("def f():\n    \n    return 1", ("trailing_blank", 2, 1)),
    ],
)
def test_what_cannot_be_typed_or_seen_is_refused_where_it_stands(text: str, refusal: tuple[str, int, int]) -> None:
    assert refused("PYTHON", text) == [refusal]


def test_every_fault_of_a_text_is_named_at_once() -> None:
    assert refused("PYTHON", f"\tx = 1 \n{LINE}\u00e9\n\n") == [
        ("tab", 1, 1),
        ("trailing_blank", 1, 7),
        ("non_ascii", 2, len(LINE) + 1),
        ("blank_last_line", 3, 1),
    ]


@pytest.mark.parametrize(
    ("language", "text", "faults"),
    [
        ("PYTHON", "for i in x\n    print(i)\n\n", [("syntax", 1, 11), ("blank_last_line", 3, 1)]),
        (
            "PYTHON",
            "for i in x\n    print(i)\n    \n",
            [("syntax", 1, 11), ("trailing_blank", 3, 1), ("blank_last_line", 3, 1)],
        ),
        ("JAVASCRIPT", "\nlet x = y + ;  ", [("blank_first_line", 1, 1), ("syntax", 2, 11), ("trailing_blank", 2, 14)]),
        ("JAVA", "int a = b + ;\n\n", [("syntax", 1, 11), ("blank_last_line", 2, 1)]),
    ],
)
def test_what_an_editor_leaves_hides_no_syntax_error(
    language: str, text: str, faults: list[tuple[str, int, int]]
) -> None:
    assert refused(language, text) == faults


@pytest.mark.parametrize("text", ["", " \n", "a = '\u00e9'", "a = '\x00'", "a\n" * READABLE_LENGTH])
def test_grammars_are_not_asked_about_what_they_are_not_made_for(text: str) -> None:
    assert refused("PYTHON", text)
    assert readable_words("PYTHON", text) == ()


def test_words_are_told_of_code_with_faults() -> None:
    text = "def total(prices):\n\tif prices\n        return 'sum'  "
    told = {text[word.start : word.end]: word.kind for word in readable_words("PYTHON", text)}
    assert (told["def"], told["return"], told["'sum'"]) == ("keyword", "keyword", "string")


def test_the_list_of_faults_has_an_end() -> None:
    assert len(refused("PYTHON", "\u00e9" * 60_000)) == REFUSALS_LIMIT


@pytest.mark.parametrize(
    ("language", "good", "bad", "refusal"),
    [
        ("PYTHON", "def f(a):\n    return a", "def f(a:\n    return a", ("syntax", 1, 6)),
        ("PYTHON", "for i in x:\n    print(i)", "for i in x\n    print(i)", ("syntax", 1, 11)),
        ("PYTHON", "if ready:\n    go(1)", "if ready:\ngo(1)", ("syntax", 2, 1)),
        ("PYTHON", 'print("hi", end="")', 'print "hi", end', ("syntax", 1, 1)),
        ("PYTHON", "x = (1, 2)", "x = (1, 2", ("syntax", 1, 5)),
        ("JAVASCRIPT", "const a = { b: [1] };", "const a = { b: [1 };", ("syntax", 1, 19)),
        ("JAVASCRIPT", "if (a) {\n  b(c);\n}", "if (a) {\n  b(c);", ("syntax", 1, 8)),
        ("JAVASCRIPT", "if (a) { b(); }", "if (a) { b(); } }", ("syntax", 1, 17)),
        ("JAVASCRIPT", "let x = y + z;", "let x = y + ;", ("syntax", 1, 11)),
        ("REACT", "const a = <p>hi {you}</p>;", "const a = <p>hi {you}</a>;", ("syntax", 1, 22)),
        ("REACT", "const a = <p><b /></p>;", "const a = <p><b></p>;", ("syntax", 1, 17)),
        ("REACT", "const a = (\n  <p>hi</p>\n);", "const a = (\n  <p>hi\n);", ("syntax", 2, 3)),
        ("TYPESCRIPT", "let x: number = y;", "let x: = y + 1;", ("syntax", 1, 6)),
        ("JAVA", "int a = b + c;", "int a = b + c", ("missing", 1, 14)),
        ("JAVA", "int f() { return g(1); }", "int f() { return g(1; }", ("syntax", 1, 23)),
        ("JAVA", "int a = b + c;", "int a = b + ;", ("syntax", 1, 11)),
        ("GO", "for range urls {\n    go fetch()\n}", "for range urls {\n    go fetch()", ("syntax", 1, 16)),
        ("GO", "a, err := f()", "a, err := f(", ("syntax", 1, 12)),
        ("GO", "func f() int { return 1 }", "func f() int { return 1 ) }", ("syntax", 1, 25)),
        ("RUST", "let a = b + c;", "let a = b + ;", ("missing", 1, 12)),
        ("RUST", "fn f() -> u8 { g(1) }", "fn f() -> u8 { g(1 }", ("syntax", 1, 20)),
        ("RUST", "let a: Vec<u8> = b;", "let a: Vec<u8 = b;", ("missing", 1, 14)),
        ("TYPESCRIPT", "const x = <T>(y: T) => y;", "const x = <p>hello</p>;", ("syntax", 1, 1)),
    ],
)
def test_code_parses_and_its_broken_twin_is_refused_where_it_breaks(
    language: str, good: str, bad: str, refusal: tuple[str, int, int]
) -> None:
    assert parse(language, good).text == good
    assert refusal in refused(language, bad)


def test_types_are_typescript_alone() -> None:
    text = "function f(x: number): string {}"
    assert parse("TYPESCRIPT", text).token_count > 5
    assert refused("JAVASCRIPT", text)


def test_five_words_make_a_snippet_and_four_do_not() -> None:
    assert parse("PYTHON", "a = b + c").token_count == 5
    assert refused("PYTHON", "print(x)") == [("too_few_words", 1, 1)]


def test_code_nested_beyond_what_python_reads_is_refused() -> None:
    assert refused("PYTHON", "\n".join(["(" * 80] * 3 + ["x"] + [")" * 80] * 3))[0][0] == "syntax"


def test_an_odd_escape_in_a_string_warns_nobody(recwarn: pytest.WarningsRecorder) -> None:
    assert parse("PYTHON", r"pattern = '\d+' + suffix").token_count == 5
    assert not [one for one in recwarn if "escape" in str(one.message)]
