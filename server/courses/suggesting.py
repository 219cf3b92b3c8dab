"""What suits some code: minutes, points and goals from its measured difficulty (server/library/difficulty.py).

Law: who begins passes what is easy, at half of an average player's speed; what is hard asks for nearly that speed. The
first thing that every challenge asks for is care.
"""

from __future__ import annotations

import math

from game.rules import CHARACTERS_A_WORD
from game.terms import Difficulty
from server.courses.admin_rows import CourseSuggestion
from server.courses.rows import Goals
from server.library import Code

# Of each difficulty: the share of an average player's speed, the accuracy in percent, the points.
_SUITS = {
    Difficulty.EASY: (0.4, 88.0, 10),
    Difficulty.NORMAL: (0.55, 90.0, 15),
    Difficulty.HARD: (0.7, 92.0, 20),
    Difficulty.EXPERT: (0.85, 94.0, 25),
}


def suggestion(code: Code) -> CourseSuggestion:
    share, accuracy, points = _SUITS[code.difficulty]
    wpm = math.floor(code.expected_wpm * share)
    return CourseSuggestion(
        difficulty=code.difficulty,
        figure=code.figure,
        expected_wpm=code.expected_wpm,
        keys=code.keys,
        minutes=max(1, math.ceil(code.keys / CHARACTERS_A_WORD / wpm)),
        points=points,
        goals=Goals(min_accuracy=accuracy, min_net_wpm=float(wpm), max_wrong_keys=None),
    )
