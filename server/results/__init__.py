"""Results: the transaction that ends a game, and everything that is read back from it."""

from server.results.changed import JOURNEY_CHANGED, journey_changed
from server.results.columns import (
    PERSONAL_COLUMNS,
    GameResult,
    OfKeys,
    Selection,
    derived_measures,
    derived_result,
    of_keys,
)
from server.results.finding import FROM_THESE_RESULTS, of_session
from server.results.finished import FinishedGame
from server.results.http import endpoints
from server.results.http_analysis import RankMove, analysis_endpoints
from server.results.languages import summing_up
from server.results.newcomers import NEW, is_new, refusal_of_new, refuse_new
from server.results.personal import PERSONAL_RECORDS
from server.results.ranking import MOST_PAUSED_MS, MOST_PAUSES, ORDINARY, RankRule
from server.results.reading import VISIBLE, one_result, session_result
from server.results.record import Recorder, SessionGone, judged, record
from server.results.registered import rank_registered
from server.results.rejudging import REJUDGED_S, Counting, Rejudged, RuleOf, rejudge
from server.results.shown import COUNTED, HONEST, MAY_BE_SHOWN
from server.social import ON_BOARDS, SHOWN

__all__ = [
    "COUNTED",
    "FROM_THESE_RESULTS",
    "HONEST",
    "JOURNEY_CHANGED",
    "MAY_BE_SHOWN",
    "MOST_PAUSED_MS",
    "MOST_PAUSES",
    "NEW",
    "ON_BOARDS",
    "ORDINARY",
    "PERSONAL_COLUMNS",
    "PERSONAL_RECORDS",
    "REJUDGED_S",
    "SHOWN",
    "VISIBLE",
    "Counting",
    "FinishedGame",
    "GameResult",
    "OfKeys",
    "RankMove",
    "RankRule",
    "Recorder",
    "Rejudged",
    "RuleOf",
    "Selection",
    "SessionGone",
    "analysis_endpoints",
    "derived_measures",
    "derived_result",
    "endpoints",
    "is_new",
    "journey_changed",
    "judged",
    "of_keys",
    "of_session",
    "one_result",
    "rank_registered",
    "record",
    "refusal_of_new",
    "refuse_new",
    "rejudge",
    "session_result",
    "summing_up",
]
