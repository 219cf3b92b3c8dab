"""People: registration, names, profiles, preferences, export and deletion; what a player's games come to.

The composition root routes `endpoints(accounts)` and `player_endpoints`, and runs `purge_idle_guests` now and then.
"""

from server.people.guests import purge_idle_guests
from server.people.http import endpoints
from server.people.http_players import Profiles
from server.people.http_players import endpoints as player_endpoints
from server.people.names import Username

__all__ = ["Profiles", "Username", "endpoints", "player_endpoints", "purge_idle_guests"]
