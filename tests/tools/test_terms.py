"""Whether a second home for a term is found: each accepted source has a refused twin."""

from __future__ import annotations

import enum

import pytest

from tools.terms import SCHEMA, TERMS, client_lists, main, schema_faults, second_lists


class Fruit(enum.StrEnum):
    APPLE = "APPLE"
    PEAR = "PEAR"
    QUINCE = "QUINCE"
    SLOE = "SLOE"


KNOWN = {"Fruit": Fruit}


def test_the_project_lists_each_term_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(), capsys.readouterr().err) == (0, "")


def test_the_schema_has_the_terms_in_their_order() -> None:
    assert list(schema_faults(SCHEMA.read_text())) == []
    assert set(TERMS) >= {"Language", "Difficulty", "EndReason", "Verdict", "Mode", "Role", "GroupRole", "WordClass"}


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("enum Fruit {\n  APPLE\n  PEAR\n  QUINCE\n}\n", "has APPLE, PEAR, QUINCE;"),
        ("enum Fruit {\n  PEAR\n  APPLE\n  QUINCE\n  SLOE\n}\n", "has PEAR, APPLE,"),
        ("enum Nut {\n  HAZEL\n}\n", "enum Nut is not in"),
    ],
)
def test_an_enum_that_differs_is_a_fault(schema: str, said: str) -> None:
    (fault,) = schema_faults(schema, KNOWN)
    assert said in fault


def test_an_enum_that_agrees_is_none() -> None:
    schema = "enum Fruit {\n  /// red or green\n  APPLE\n  PEAR\n  QUINCE\n  SLOE\n}\n"
    assert list(schema_faults(schema, KNOWN)) == []


@pytest.mark.parametrize(
    "source",
    [
        "x = ('APPLE', 'PEAR', 'QUINCE', 'SLOE')",
        "x = ['apple', 'pear', 'quince']",
        "x = {'SLOE', 'QUINCE', 'PEAR'}",
        "x = {'APPLE': 1, 'PEAR': 2, 'QUINCE': 3}",
        "x: Literal['APPLE', 'PEAR', 'QUINCE']",
        "class Fruit(enum.StrEnum):\n    A = 'APPLE'\n    P = 'PEAR'\n    Q = 'QUINCE'",
    ],
)
def test_a_second_list_is_found(source: str) -> None:
    assert [name for _, name in second_lists(source, KNOWN)] == ["Fruit"]


@pytest.mark.parametrize(
    "source",
    [
        "x = ('APPLE', 'PEAR')",  # a comparison with some of them
        "x = ('APPLE', 'PEAR', 'PLUM')",  # another list
        "x = (Fruit.APPLE, Fruit.PEAR, Fruit.QUINCE)",
        "x = {Fruit.APPLE: 'red', Fruit.PEAR: 'green', Fruit.QUINCE: 'gold'}",
    ],
)
def test_what_takes_the_words_from_their_home_is_not(source: str) -> None:
    assert list(second_lists(source, KNOWN)) == []


@pytest.mark.parametrize(
    "source",
    [
        "const ALL = ['APPLE', 'PEAR', 'QUINCE', 'SLOE'];",
        "\nconst ALL = [\n  'apple',\n  'pear',\n  'quince',\n];",
        "export type Fruit = 'APPLE' | 'PEAR' | 'QUINCE';",
    ],
)
def test_a_second_list_in_the_client_is_found(source: str) -> None:
    assert [name for _, name in client_lists(source, KNOWN)] == ["Fruit"]


@pytest.mark.parametrize(
    "source",
    [
        "import { FRUITS } from './terms.js';",
        "const names = { APPLE: 'Apple', PEAR: 'Pear', QUINCE: 'Quince', SLOE: 'Sloe' };",
        "const some = ['APPLE', 'PLUM', 'PEAR', 'QUINCE'];",
        "play('APPLE', 'PEAR');",
    ],
)
def test_what_the_client_says_about_the_words_is_not(source: str) -> None:
    assert list(client_lists(source, KNOWN)) == []
