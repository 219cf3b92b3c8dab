"""What a game came to: the transaction that ends it, and everything read back from it."""

from server.results.finished import FinishedGame
from server.results.http import Results, endpoints
from server.results.http_analysis import analysis_endpoints
from server.results.public import ResultOut, public_result
from server.results.reading import session_result
from server.results.record import SessionGone, record
from server.results.recordings import Recording, known_recording, recording
from server.results.registered import rank_registered

__all__ = [
    "FinishedGame",
    "Recording",
    "ResultOut",
    "Results",
    "SessionGone",
    "analysis_endpoints",
    "endpoints",
    "known_recording",
    "public_result",
    "rank_registered",
    "record",
    "recording",
    "session_result",
]
