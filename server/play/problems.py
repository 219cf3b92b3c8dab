"""Refusals that several endpoints of play have."""

from __future__ import annotations

from server.infra.web import Problem

TOO_MANY_GAMES = 409, "play/too-many-games"
NO_SNIPPETS = 409, "play/no-snippets"


def no_snippets() -> Problem:
    return Problem(*NO_SNIPPETS, "There are no published snippets of this language and difficulty.")
