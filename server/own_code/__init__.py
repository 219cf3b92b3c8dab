"""Own code: players bring theirs, keep it in collections, and practise on it; whoever likes publishes one.

A game on a collection is mode PRACTICE of play, which also says who may see one (`server.play.collection_waves`).
"""

from server.own_code.http import endpoints
from server.own_code.personal import PERSONAL_RECORDS

__all__ = ["PERSONAL_RECORDS", "endpoints"]
