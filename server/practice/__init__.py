"""What players' keystrokes say: weak keys, figures of each key, and how fast snippets are really typed."""

from server.practice.estimates import estimating
from server.practice.figures import past_key_figures
from server.practice.focus import WeakKeys
from server.practice.http import endpoints

__all__ = ["WeakKeys", "endpoints", "estimating", "past_key_figures"]
