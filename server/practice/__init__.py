"""What players' keystrokes say: weak keys, figures of each key, how fast snippets are really typed, and what was
typed of each topic."""

from server.practice.drilling import Drills
from server.practice.estimates import estimating
from server.practice.figures import past_key_figures
from server.practice.focus import WeakKeys
from server.practice.http import endpoints
from server.practice.personal import PERSONAL_RECORDS
from server.practice.topics import TopicProgress, TopicSuggestion
from server.practice.topics_kept import Topics, topics_consumer
from server.practice.waves import speed_wpm, typed_in, typed_in_log

__all__ = [
    "PERSONAL_RECORDS",
    "Drills",
    "TopicProgress",
    "TopicSuggestion",
    "Topics",
    "WeakKeys",
    "endpoints",
    "estimating",
    "past_key_figures",
    "speed_wpm",
    "topics_consumer",
    "typed_in",
    "typed_in_log",
]
