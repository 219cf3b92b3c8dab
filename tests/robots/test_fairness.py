"""A small labelled set, the same on every machine: honest typists are left alone, programs are found."""

from __future__ import annotations

import re

import pytest

from server.robots.fairness import GROUPS, HONEST, LIMITS, PLAYED, PROGRAMS, Rate, TypistGroup, rate
from server.robots.library import read_library
from tests.commands import run_command

LIBRARY = read_library(PLAYED[1:2])
SEED = 1


def rated(group: TypistGroup, games: int) -> Rate:
    return rate(group, LIBRARY, games, SEED)


@pytest.mark.parametrize("group", HONEST, ids=lambda group: group.name)
def test_no_honest_game_of_the_small_set_is_flagged(group: TypistGroup) -> None:
    found = rated(group, 15)
    assert found.flagged == 0, found.rules


@pytest.mark.parametrize("group", PROGRAMS, ids=lambda group: group.name)
def test_programs_of_the_small_set_are_found(group: TypistGroup) -> None:
    found = rated(group, 20)
    assert found.share >= LIMITS[group.kind], found.rules


def test_the_same_seed_gives_the_same_table() -> None:
    assert rated(PROGRAMS[-1], 3) == rated(PROGRAMS[-1], 3)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_command_prints_every_group(workers: str) -> None:
    done = run_command("fairness", "--games", "1", "--workers", workers)
    assert done.exit_code == 0, done.output
    assert re.findall(r"^\| ([^|]+) \| (?:honest|naive|adaptive) \|", done.stdout, re.MULTILINE) == [
        group.name for group in GROUPS
    ]
