"""Robots that type as people do: for the balance tables, the command-line player and the demo games."""

from server.robots.typist import Typist, strokes

__all__ = ["Typist", "strokes"]
