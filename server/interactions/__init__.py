"""Snippets as places: what players make of them (votes, bookmarks), and a page of figures and best runs for each.

Nothing here changes what the rotation draws. Playing one's bookmarks, or one snippet, is mode PRACTICE
(`server/play/modes/snippet_waves.py`).
"""

from server.interactions.http import endpoints
from server.interactions.personal import PERSONAL_RECORDS
from server.interactions.preview import previewed
from server.interactions.runs import CONSUMER, consumer

__all__ = ["CONSUMER", "PERSONAL_RECORDS", "consumer", "endpoints", "previewed"]
