"""Results: the transaction that ends a game, and everything that is read back from it."""

from server.results.columns import (
    PERSONAL_COLUMNS,
    GameResult,
    OfKeys,
    Selection,
    derived_measures,
    derived_result,
    of_keys,
)
from server.results.finished import FinishedGame
from server.results.http import endpoints
from server.results.http_analysis import RankMove, analysis_endpoints
from server.results.personal import PERSONAL_RECORDS
from server.results.ranking import ORDINARY, RankRule
from server.results.reading import VISIBLE, session_result
from server.results.record import SessionGone, judged, record
from server.results.registered import rank_registered
from server.results.shown import ON_BOARDS, SHOWN

__all__ = [
    "ON_BOARDS",
    "ORDINARY",
    "PERSONAL_COLUMNS",
    "PERSONAL_RECORDS",
    "SHOWN",
    "VISIBLE",
    "FinishedGame",
    "GameResult",
    "OfKeys",
    "RankMove",
    "RankRule",
    "Selection",
    "SessionGone",
    "analysis_endpoints",
    "derived_measures",
    "derived_result",
    "endpoints",
    "judged",
    "of_keys",
    "rank_registered",
    "record",
    "session_result",
]
