"""One's own code, a teacher's lesson for example: what is taken, and what is said of the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.infra.postgres import Pool
from server.library.faults import SnippetRefused
from server.library.mending import in_ascii, mended
from server.library.parse import parse
from tests.commands import in_thread

PRIMES = """def is_prime(n):
\tif n < 2:
\t\treturn False
\tfor i in range(2, n):
\t\tif n % i == 0:
\t\t\treturn False
\treturn True
"""
HELLO = """public class Hello {
    public static void main(String[] args) {
        System.out.println("Schöne Grüße"); // „hier“
    }
}
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    (tmp_path / "primes.py").write_text(PRIMES)
    (tmp_path / "Hello.java").write_text(HELLO)
    return tmp_path


async def imported(*arguments: str | Path, code: int = 0) -> str:
    return await in_thread("snippets", "import", *map(str, arguments), code=code)


async def texts(pg: Pool) -> list[str]:
    return [row[0] for row in await pg.fetch("SELECT snippet_text FROM code_snippets ORDER BY language")]


async def test_it_is_taken_whatever_its_style_with_the_mends_that_were_offered(
    environment: pytest.MonkeyPatch, pg: Pool, lesson: Path
) -> None:
    told = await imported(lesson / "primes.py", lesson / "Hello.java", "--license", "own", "--mend")
    assert "2 snippets imported as drafts from 2 files" in told
    assert await texts(pg) == [
        PRIMES.replace("\t", "    ").rstrip("\n"),
        HELLO.replace("Schöne Grüße", "Schoene Gruesse").replace("„hier“", '"hier"').rstrip("\n"),
    ]
    assert {row["license"] for row in await pg.fetch("SELECT license FROM code_snippets")} == {"LicenseRef-Own"}


async def test_what_is_left_out_is_named_with_file_and_line_and_a_mend(
    environment: pytest.MonkeyPatch, pg: Pool, lesson: Path
) -> None:
    told = await imported(lesson, "--license", "MIT")
    assert "  primes.py:1: names of one letter" in told and "  Hello.java:1: characters outside ASCII" in told
    assert "With --mend" in told
    found = json.loads(await imported(lesson, "--license", "MIT", "--json"))
    assert {"where": "primes.py:1", "why": "names of one letter"} in found["pieces_left_at"]
    assert await texts(pg) == []


async def test_a_licence_is_asked_for_in_words_that_help(environment: pytest.MonkeyPatch, lesson: Path) -> None:
    refused = await imported(lesson / "primes.py", "--license", "own", "--dry-run")
    assert "1 snippet would be imported" in refused
    (lesson / "sum.py").write_text(
        "def add(first, second):\n    total = first\n    total += second\n    return total\n"
    )
    refused = await imported(lesson / "sum.py", code=1)
    assert "no licence found for sum.py: name it with --license MIT, or --license own for your own code" in refused


async def test_a_named_file_that_is_no_source_is_named_back(environment: pytest.MonkeyPatch, lesson: Path) -> None:
    (lesson / "notes.txt").write_text("nothing")
    told = await imported(lesson / "notes.txt", "--license", "own")
    assert f"1 x not a source file of a known language, nor an archive: {lesson / 'notes.txt'}" in told


@pytest.mark.parametrize(
    ("character", "spelt", "offered"),
    [
        ("ä", "ae", "; write ae."),
        ("ß", "ss", "; write ss."),
        ("é", "e", "; write e."),
        ("“", '"', '; write ".'),
        ("–", "-", "; write -."),
        ("\u00a0", " ", "; write a space."),
        ("\u200b", "", "; leave it out."),
        ("字", None, "is not ASCII."),
    ],
)
def test_a_refused_character_comes_with_its_usual_spelling(character: str, spelt: str | None, offered: str) -> None:
    assert in_ascii(character) == spelt
    with pytest.raises(SnippetRefused) as refused:
        parse("PYTHON", f"print('a{character}b', 1, 2)")
    assert refused.value.refusals[0].detail.endswith(offered)


def test_a_mended_text_keeps_its_lines() -> None:
    assert mended("\tx = 'a\u0308'  \n\t\ty\n") == "    x = 'ae'\n        y\n"
