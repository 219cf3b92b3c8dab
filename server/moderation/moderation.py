"""What all of moderation shares: the pool, the discussions whose texts it judges, the modes' rank rules, an honest
typist to compare with, who is told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from game.keylog import KeyLog
from server.discussions import Discussions
from server.infra.postgres import Pool
from server.results import RuleOf

HonestlyTyped = Callable[[KeyLog], KeyLog]  # the same waves at the same speed, as a hand types them


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """`on_judged` is called with the player's id after the commit of each verdict, so that boards and statistics follow
    at once; the feed makes sure of the boards."""

    pg: Pool
    discussions: Discussions
    rule_of: RuleOf
    honestly_typed: HonestlyTyped
    on_judged: Callable[[str], Awaitable[None]]
