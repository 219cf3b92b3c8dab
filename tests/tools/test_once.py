"""What `python -m tools.once` finds, and what it lets be."""

from __future__ import annotations

import ast

import pytest

from server.infra.rows import names
from server.results.columns import GameResult
from server.settings import ROOT
from tools import once


def tree(source: str) -> ast.Module:
    return ast.parse(source)


def test_two_classes_of_one_name_are_found() -> None:
    twice = {"server/a.py": tree("class Live: pass"), "server/b.py": tree("class Live: pass")}
    assert len(list(once.same_names(twice))) == 1


def test_private_classes_may_share_a_name() -> None:
    twice = {"server/a.py": tree("class _Calls: pass"), "server/b.py": tree("class _Calls: pass")}
    assert not list(once.same_names(twice))


def test_a_second_list_of_a_tables_columns_is_found_in_sql_literals_and_classes() -> None:
    columns = names(GameResult)[:20]
    for source in (
        f"SQL = {', '.join(columns)!r}",
        f"NAMES = {list(columns)!r}",
        f"ROW = {dict.fromkeys(columns, 1)!r}",
        "class Row:\n" + "".join(f"    {name}: int\n" for name in columns),
    ):
        assert list(once.listed_columns("server/elsewhere.py", tree(source))), source


def test_a_list_of_the_columns_of_any_of_the_tables_is_found() -> None:
    for table in once.HOMES:
        source = f"SQL = 'SELECT {', '.join(names(table))} FROM somewhere'"
        assert list(once.listed_columns("server/elsewhere.py", tree(source))), table


def test_a_few_columns_may_be_named() -> None:
    source = f"SQL = 'SELECT {', '.join(names(GameResult)[:6])} FROM game_results'"
    assert not list(once.listed_columns("server/elsewhere.py", tree(source)))


def test_a_row_of_type_any_is_found_and_a_typed_one_is_not() -> None:
    assert list(once.untyped_rows("server/a.py", tree("def f(row: Any): ...")))
    assert not list(once.untyped_rows("server/a.py", tree("def f(row: GameRow): ...")))


def test_an_endpoint_made_by_hand_is_found() -> None:
    assert list(once.other_endpoints("server/a/http.py", tree("Endpoint(method='GET')")))
    assert list(once.other_endpoints("server/a/http.py", tree("def endpoint(): ...")))
    assert not list(once.other_endpoints("server/a/http.py", tree("endpoint('GET', '/api/x', f, 'X')")))


@pytest.mark.parametrize(
    "source",
    [
        "game.session.d = 1",
        "session.d += 1",
        "session.engine.hp = 0",
        "game.session.waves[0] = wave",
        "a, session.d = 1, 2",
    ],
)
def test_a_write_into_a_session_is_found(source: str) -> None:
    assert list(once.foreign_writes("server/play/table.py", tree(source)))
    assert not list(once.foreign_writes("server/play/core/session.py", tree(source)))


@pytest.mark.parametrize("source", ["game.session = session", "d = session.d", "session.keys(frame)"])
def test_what_only_reads_a_session_is_no_write(source: str) -> None:
    assert not list(once.foreign_writes("server/play/table.py", tree(source)))


def any_in(source: str) -> list[str]:
    return list(once.client_any({ROOT / "static" / "js" / "a.js": source}))


def test_any_in_the_clients_types_is_counted() -> None:
    reasoned = "/** @param {any} a `any`: it may be anything */\n"
    assert not any_in(reasoned * once.MOST_ANY)
    assert len(any_in(reasoned * (once.MOST_ANY + 1))) == once.MOST_ANY + 1


@pytest.mark.parametrize(
    "comment",
    [
        "/** @param {any} a */",
        "/** @param {Record<string, any>} a */",
        "/** Any `any`. @returns {{a: {b: any[]}}} */",
        "/**\n * @typedef {{\n *   a: string,\n *   b: any,\n * }} Thing\n */",
    ],
)
def test_any_without_a_reason_is_refused(comment: str) -> None:
    assert any_in(comment) == ["static/js/a.js:1: any without a reason (`any`: …)"]


@pytest.mark.parametrize(
    "source",
    ["/** any more @param {string} a or any */", "/** @param {'any' | 'all'} which */", "const any = { '': t.any };"],
)
def test_the_word_any_is_no_type(source: str) -> None:
    assert any_in(source) == []
