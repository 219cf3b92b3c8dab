"""Robots that type as people do: for balance tables, the command-line player, demo games, and to compare with."""

from server.robots.people import honestly_typed
from server.robots.typist import Typist, strokes

__all__ = ["Typist", "honestly_typed", "strokes"]
