"""Ratings: how strong players are against each other, moved by the places of matches and contests."""

from server.ratings.http import endpoints
from server.ratings.moving import RatingShift, move
from server.ratings.personal import PERSONAL_RECORDS
from server.ratings.reckoning import NEW, Strength, moved, shown

__all__ = ["NEW", "PERSONAL_RECORDS", "RatingShift", "Strength", "endpoints", "move", "moved", "shown"]
