"""Code that is valid and that a grammar does not know yet is taken, word by word; its twins are still refused."""

from __future__ import annotations

import ast
import re
import sysconfig
from pathlib import Path

import pytest

from game.terms import Language, WordClass
from server.library.faults import SnippetRefused
from server.library.importing.candidates import candidates
from server.library.importing.tally import Tally
from server.library.importing.trees import tree_of
from server.library.parse import Parsed, parse

VALID = [
    (Language.REACT, "const App = () => <p>Terms & Conditions</p>;"),
    (Language.REACT, "const App = () => <p>\n  R&D, Q & A && B &amp; C\n</p>;"),
    (Language.REACT, 'const go = <a href="/x?a=1&b=2&c=3">go there now</a>;'),
    (Language.REACT, "const go = ok && <b title={a & b}>this & that</b>;"),
    (Language.JAVASCRIPT, "class A {\n  static accessor count = 0;\n  accessor name = '';\n}"),
    (Language.JAVASCRIPT, 'import defer * as later from "./later.js";\nlater.run(1, 2);'),
    (Language.TYPESCRIPT, "const rows = await sql<User[]>`select * from users`;\nshow(rows);"),
    (Language.TYPESCRIPT, "const Box = styled.div<Map<string, Row>>`color: ${color}; margin: 0`;"),
    (Language.TYPESCRIPT, "export type * from './types';\nexport type * as all from './types';"),
    (Language.TYPESCRIPT, "interface Box<in out T> {\n  value: T;\n}\ntype F<in A, out B> = (a: A) => B;"),
    (Language.TYPESCRIPT, "class A {\n  abstract = 1;\n  override: boolean = true;\n  size = 2;\n}"),
    (Language.TYPESCRIPT, "class A {\n  static accessor count = 0;\n  accessor name: string;\n}"),
    (Language.TYPESCRIPT, "function f() {\n  using file = open();\n  await using db = connect();\n}"),
    (Language.TYPESCRIPT, "interface Map2 {\n  <A>(f: (a: A) => void): void\n  <A, B>(a: A, b: B): A\n}"),
]
INVALID = [
    (Language.REACT, "const App = () => f(&) + <p>this is all</p>;"),
    (Language.REACT, "const a = <p>this & that</p> &;\nconst b = 2;"),
    (Language.JAVASCRIPT, "const a = (&);\nconst b = f(a, 2);"),
    (Language.TYPESCRIPT, "interface Box<in out in T> {\n  value: T;\n}"),
    (Language.TYPESCRIPT, "const rows = sql<User[>`select * from users`;"),
    (Language.TYPESCRIPT, "class A {\n  accessor accessor accessor a = 1;\n  b = 2;\n}"),
    (Language.GO, "func f() {\n\tx := & &\n}".expandtabs(4)),
]


@pytest.mark.parametrize(("language", "text"), VALID)
def test_it_is_taken_and_each_character_is_in_one_word(language: str, text: str) -> None:
    parsed = parse(language, text)
    assert "".join(text[word.start : word.end] for word in parsed.words) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(("language", "text"), INVALID)
def test_its_twin_that_is_wrong_is_still_refused(language: str, text: str) -> None:
    with pytest.raises(SnippetRefused):
        parse(language, text)


def kinds(parsed: Parsed) -> dict[str, WordClass]:
    return {parsed.text[word.start : word.end]: WordClass(word.kind) for word in parsed.words}


def test_what_a_stand_in_hides_has_its_colours() -> None:
    box = kinds(parse(Language.TYPESCRIPT, "interface Box<in out T> {\n  value: T;\n}"))
    assert (box["in"], box["out"], box["T"]) == (WordClass.KEYWORD, WordClass.KEYWORD, WordClass.TYPE)
    sql = kinds(parse(Language.TYPESCRIPT, "const rows = await sql<User[]>`select * from users`;"))
    assert (sql["sql"], sql["User"], sql["<"]) == (WordClass.FUNCTION, WordClass.TYPE, WordClass.PUNCTUATION)
    page = kinds(parse(Language.REACT, "const App = () => <p>Terms & Conditions</p>;"))
    assert page["&"] == WordClass.TEXT


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        (Language.TYPESCRIPT, "const a = 1 +* 2 / 3 - 4;", r"says tree-sitter-typescript \d+\.\d+"),
        (Language.REACT, "const a = 1 +* 2 / 3 - 4;", r"says tree-sitter-javascript \d+\.\d+"),
        (Language.JAVA, "int a = 1 +* 2 / 3 - 4;", r"says tree-sitter-java \d+\.\d+"),
        (Language.PYTHON, "a = 1 +* 2 / 3 - 4", r"says Python 3\.\d+"),
    ],
)
def test_a_refusal_names_who_may_be_behind_the_language(language: str, text: str, says: str) -> None:
    with pytest.raises(SnippetRefused, match=says):
        parse(language, text)


def test_pieces_of_a_file_are_found_beside_what_the_grammar_does_not_know() -> None:
    source = """export type * from './types';

export function sum(values: number[]): number {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}

interface Reader<out T> {
  read(): T | undefined;
  readonly size: number;
  close(): void;
}
"""
    found, is_whole = candidates("sum.ts", source.encode(), Tally())
    assert is_whole
    assert any(one.parsed.text.startswith("export function sum") for one in found)


def is_python(content: bytes) -> bool:
    try:
        ast.parse(content)
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_what_python_reads_of_its_own_tests_is_read_here() -> None:
    folder = Path(sysconfig.get_path("stdlib"), "test")
    contents = [path.read_bytes() for path in sorted(folder.glob("test_*.py"))[::12]]
    if not contents:
        pytest.skip("this Python came without its tests")
    valid = [content for content in contents if content.isascii() and is_python(content)]
    assert len(valid) > 20
    assert not [content[:200] for content in valid if tree_of("test.py", content).has_error]
