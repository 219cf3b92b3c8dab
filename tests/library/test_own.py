"""Somebody's own code cut into pieces: what fits whole, what is taken in parts, what is mended, what is told."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.terms import Language
from server.library.faults import LINES_LIMIT
from server.library.importing import formatters
from server.library.importing.own import checked, cut
from server.library.importing.own_found import Cut, OwnFile, OwnPiece, OwnText
from server.library.mending import Mend

SCRIPT = """import json
from pathlib import Path

path = Path("prices.json")
prices = json.loads(path.read_text())
total = sum(prices.values())
print(f"{total:.2f}")
"""
LONG_FUNCTION = "def long(values):\n    total = 0\n" + "".join(
    f"    if values[{n}] > {n}:\n        total += values[{n}]\n\n" for n in range(30)
)
LONG_CLASS = "export class Stack {\n" + "".join(
    f"  push{n}(value) {{\n    this.items.push(value + {n});\n    return this.items.length;\n  }}\n\n"
    for n in range(12)
)


def cut_one(path: str, text: str, language: Language | None = None) -> Cut:
    return cut([OwnFile(path, text, language)])


def texts(found: Cut) -> list[str]:
    return [one.text for one in found.pieces]


def lines(found: Cut) -> list[tuple[int, int]]:
    return [(one.first_line, one.last_line) for one in found.pieces]


# ---------------------------------------------------------------- what is taken


def test_a_short_script_is_one_piece_as_it_is() -> None:
    found = cut_one("prices.py", SCRIPT)
    assert texts(found) == [SCRIPT.rstrip("\n")]
    assert (lines(found), found.pieces[0].mends, found.left) == ([(1, 7)], (), [])


def test_a_function_is_a_piece_and_what_stands_around_it_another() -> None:
    found = cut_one(
        "a.py", SCRIPT + "\n\n# Both at once.\ndef add(left, right):\n    sum_ = left + right\n    return sum_\n"
    )
    assert lines(found) == [(1, 7), (10, 13)], "the comment belongs to its function"


def test_a_long_function_comes_in_parts_that_leave_nothing_out() -> None:
    found = cut_one("a.py", LONG_FUNCTION)
    assert len(found.pieces) >= 3 and found.left == []
    assert texts(found)[0].startswith("def long(values):\n    total = 0\n")
    assert all(text.count("\n") < LINES_LIMIT for text in texts(found))
    typed = "\n".join(texts(found))
    assert all(f"total += values[{n}]" in typed for n in range(30))


def test_methods_of_a_long_class_are_taken_with_its_head_and_its_end() -> None:
    found = cut_one("stack.js", LONG_CLASS + "}\n")
    assert found.left == []
    assert all(text.startswith("export class Stack {\n  push") and text.endswith("  }\n}") for text in texts(found))
    assert [f"push{n}(" in "".join(texts(found)) for n in range(12)] == [True] * 12
    assert texts(found)[1].startswith("export class Stack {\n  push4(value) {\n"), "as many as fit"


def test_code_without_a_file_is_read_in_the_language_that_is_said() -> None:
    (piece,) = cut_one("pasted", "fn half(number: u32) -> u32 {\n    number / 2\n}\n", Language.RUST).pieces
    assert (piece.language, piece.path) == (Language.RUST, "pasted")


def test_a_file_with_jsx_in_it_is_react_throughout() -> None:
    component = "export function Price({ value }) {\n  return <b>{value.toFixed(2)}</b>;\n}\n"
    text = f"{component}\nexport const half = (n) => n / 2;\n"
    assert {piece.language for piece in cut_one("price.js", text).pieces} == {Language.REACT}


# ---------------------------------------------------------------- what is mended, and said to be


@pytest.mark.parametrize(
    ("text", "mends", "typed"),
    [
        ("def f(a):\n\tb = a * 2\n\treturn b\n", {Mend.TABS}, "def f(a):\n    b = a * 2\n    return b"),
        ("x = [1, 2]  \ny = x + x\n", {Mend.TRAILING_BLANKS}, "x = [1, 2]\ny = x + x"),
        ("print(“one”, ‘two’)\n", {Mend.CHARACTERS}, "print(\"one\", 'two')"),
        ("gruß = 'schön'\nprint(gruß)\n", {Mend.CHARACTERS}, "gruss = 'schoen'\nprint(gruss)"),
    ],
)
def test_what_can_be_mended_is_taken_mended_and_says_so(text: str, mends: set[Mend], typed: str) -> None:
    found = cut_one("a.py", text)
    assert texts(found) == [typed]
    assert set(found.pieces[0].mends) == mends


def test_long_lines_are_broken_by_the_formatter_that_is_at_hand() -> None:
    long = "total = compute_everything(first_argument, second_argument, third_argument, fourth_argument)\n"
    (piece,) = cut_one("a.py", long).pieces
    assert piece.mends == (Mend.LONG_LINES,)
    assert piece.text.startswith("total = compute_everything(\n    first_argument")


# ---------------------------------------------------------------- what is left out, and why


def test_what_cannot_be_typed_is_named_with_its_file_and_line_and_the_rest_is_taken() -> None:
    found = cut_one("menu.py", SCRIPT + "\n\ndef dish():\n    name = 'rice'\n    return name + '飯'\n")
    assert lines(found) == [(1, 7)]
    (left,) = found.left
    assert (left.path, left.first_line, left.last_line) == ("menu.py", 10, 12)
    assert [(fault.line, fault.code) for fault in left.faults] == [(12, "non_ascii")]


def test_a_line_in_a_run_takes_nothing_else_with_it() -> None:
    text = "a = [1, 2]\nb = a + a\nc = '飯'\nd = b + b\ne = d + [len(d)]\n"
    found = cut_one("a.py", text)
    assert texts(found) == ["a = [1, 2]\nb = a + a", "d = b + b\ne = d + [len(d)]"]
    assert [(one.first_line, one.faults[0].code) for one in found.left] == [(3, "non_ascii")]


def test_python_that_does_not_parse_is_told_where() -> None:
    found = cut_one("a.py", SCRIPT + "def f(:\n    pass\n")
    assert found.pieces == []
    assert [(fault.line, fault.code) for fault in found.left[0].faults] == [(8, "syntax")]


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("notes.txt", "buy milk", "unknown"),
        ("node_modules/left-pad/index.js", "module.exports = leftPad;", "skipped"),
        ("app/build/out.js", "const a = 1;", "skipped"),
        ("lib.min.js", "var a=1;", "minified"),
        ("data.py", "x = 1\n" * 10_000, "repetitive"),
        ("a.py", "x = 1\0", "binary"),
    ],
)
def test_a_file_that_nothing_is_taken_from_says_why(path: str, text: str, code: str) -> None:
    found = cut_one(path, text)
    assert (found.pieces, found.files) == ([], 0)
    (left,) = found.left
    assert (left.path, left.first_line, left.faults[0].line, left.faults[0].code) == (path, None, None, code)


@pytest.mark.parametrize(
    ("path", "language"), [("src/.py", None), ("src/.jsx", None), ("src/", Language.REACT), ("", Language.GO)]
)
def test_a_path_with_nothing_before_its_suffix_is_cut_as_any_other(path: str, language: Language | None) -> None:
    found = cut_one(path, "x = 1\n", language)
    assert (found.files, found.short + len(found.left) + len(found.pieces)) == (1, 1)


def test_what_is_too_short_is_counted_and_not_told() -> None:
    found = cut_one("a.py", "x = 1\n")
    assert (found.pieces, found.left, found.short) == ([], [], 1)


@given(
    st.sampled_from([".py", ".js", ".jsx", ".ts", ".tsx", ".java", ".go", ".rs"]),
    st.lists(
        st.sampled_from([*"abc(){}[]<>;:=.,'\"`\n\n\t #/*飯“é\\", "def ", "class ", "function ", "  ", "return "])
    ),
)
def test_any_text_is_cut_without_an_error_and_every_piece_can_be_typed(suffix: str, parts: list[str]) -> None:
    found = cut_one(f"a{suffix}", "".join(parts))
    for piece in found.pieces:
        assert isinstance(piece, OwnPiece) and 1 <= piece.first_line <= piece.last_line
        (again,) = checked(piece.language, [piece.text])
        assert isinstance(again, OwnText)
        assert (again.parsed.text, len(again.parsed.keys), again.measures) == (piece.text, piece.keys, piece.measures)


def test_texts_that_somebody_wants_to_keep_are_checked_one_by_one() -> None:
    good, bad = checked(Language.PYTHON, ["a = b + c", "a = (b + c"])
    assert isinstance(good, OwnText) and good.parsed.text == "a = b + c"
    assert not isinstance(bad, OwnText) and bad[0].code == "syntax"


# ---------------------------------------------------------------- bounds


def test_formatters_have_some_time_in_all_and_without_their_answer_the_text_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never answers takes the time of the others, and not that of the cut."""
    started, silent = tmp_path / "started", tmp_path / "silent"
    silent.write_text(f"#!/bin/sh\necho one >> {started}\nexec sleep 60\n")
    silent.chmod(0o700)
    monkeypatch.setattr(formatters, "command_of", lambda _: (str(silent),))
    long = "def compute_{n}(values):\n    total = compute_everything({arguments})\n    return total\n\n\n"
    arguments = ", ".join(f"argument_{n}" for n in range(9))
    found = cut_one("a.py", "".join(long.format(n=n, arguments=arguments) for n in range(4)))
    assert found.pieces == []
    assert [one.faults[0].code for one in found.left] == ["too_wide"] * 4
    assert started.read_text() == "one\n", "nothing is left for the second"


def test_a_cut_weighs_hardly_more_than_its_texts() -> None:
    """It is read in the process that runs the games."""
    found = cut_one("a.py", "".join(f"def add_{n}(left, right):\n    return left + right * {n}\n" for n in range(90)))
    assert len(found.pieces) >= 3
    assert len(pickle.dumps(found)) < 2 * sum(len(one.text) for one in found.pieces) + 200 * len(found.pieces)
