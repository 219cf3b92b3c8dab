"""The leaderboards: sorted sets in Redis, written after each game and followed live, and the same from PostgreSQL."""

from server.leaderboards.answers import BoardEvent
from server.leaderboards.boards import Boards
from server.leaderboards.checking import wrong_counts, wrong_rows
from server.leaderboards.feeding import STANDINGS, consumer, standings_consumer
from server.leaderboards.folding import keeping, purging
from server.leaderboards.http import endpoints
from server.leaderboards.http_live import endpoints as live_endpoints
from server.leaderboards.live import Live
from server.leaderboards.overtaking import OVERTAKING, overtaking_consumer
from server.leaderboards.personal import PERSONAL_RECORDS
from server.leaderboards.places import PlacesTaken
from server.leaderboards.playing import Game, Playing
from server.leaderboards.standings import Move
from server.leaderboards.store import RebuildLost

__all__ = [
    "OVERTAKING",
    "PERSONAL_RECORDS",
    "STANDINGS",
    "BoardEvent",
    "Boards",
    "Game",
    "Live",
    "Move",
    "PlacesTaken",
    "Playing",
    "RebuildLost",
    "consumer",
    "endpoints",
    "keeping",
    "live_endpoints",
    "overtaking_consumer",
    "purging",
    "standings_consumer",
    "wrong_counts",
    "wrong_rows",
]
