"""What a game came to: the transaction that ends it, and everything read back from it."""

from server.results.columns import PERSONAL_COLUMNS, GameResult, selected
from server.results.finished import FinishedGame
from server.results.http import Results, endpoints
from server.results.http_analysis import analysis_endpoints
from server.results.reading import session_result
from server.results.record import SessionGone, record
from server.results.recordings import Recording, known_recording, recording
from server.results.registered import rank_registered

__all__ = [
    "PERSONAL_COLUMNS",
    "FinishedGame",
    "GameResult",
    "Recording",
    "Results",
    "SessionGone",
    "analysis_endpoints",
    "endpoints",
    "known_recording",
    "rank_registered",
    "record",
    "recording",
    "selected",
    "session_result",
]
