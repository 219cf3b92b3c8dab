"""The modes that can be played, one file each. Adding one: its file, and its name in `ALL`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.terms import Mode
from server.play.modes.challenge import ChallengeGame
from server.play.modes.contest import ContestGame
from server.play.modes.daily import Daily
from server.play.modes.ghost import Ghost
from server.play.modes.mode import GameMode, Prepared
from server.play.modes.practice import Practice
from server.play.modes.race import Race
from server.play.modes.solo import Solo
from server.play.modes.sprint import Sprint
from server.play.waves import Tools
from server.results import ORDINARY, RankRule

__all__ = ["ALL", "COLUMNS", "GameMode", "Modes", "Prepared", "open_modes", "rank_rule"]

Modes = Mapping[Mode, GameMode[Any]]  # every one of them takes its own kind of start

ALL: Mapping[Mode, type[GameMode[Any]]] = {
    mode.name: mode for mode in (Solo, Sprint, Daily, Ghost, Race, ContestGame, ChallengeGame, Practice)
}

# What of game_sessions only modes read.
COLUMNS: tuple[str, ...] = tuple(dict.fromkeys(column for mode in ALL.values() for column in mode.columns))


def rank_rule(mode: Mode) -> RankRule:
    """What a ranked game of this mode must have been."""
    return ALL[mode].rank_rule if mode in ALL else ORDINARY


def open_modes(tools: Tools) -> Modes:
    """One of each, for a process."""
    return {name: mode(tools) for name, mode in ALL.items()}
