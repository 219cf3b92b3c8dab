"""The leaderboards: sorted sets in Redis, written after each game, and the same answers from PostgreSQL."""

from server.leaderboards.boards import Boards
from server.leaderboards.http import endpoints
from server.leaderboards.store import RebuildLost

__all__ = ["Boards", "RebuildLost", "endpoints"]
