"""Profiles: what a player's games come to, for everybody to see: days, languages, progress, keys."""

from server.profiles.http import Profiles, endpoints

__all__ = ["Profiles", "endpoints"]
