"""What players' keystrokes say: weak keys, figures of each key, better estimates of a snippet's speed."""

from server.practice.estimates import estimate_at_night
from server.practice.figures import key_history
from server.practice.focus import weak_keys

__all__ = ["estimate_at_night", "key_history", "weak_keys"]
