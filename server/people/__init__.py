"""People: registration, names, profiles, preferences, export and deletion; what a player's games add up to.

The composition root makes one `Accounts` over its `SignIn`, gives it `everything_kept`, routes `endpoints`,
`learning_endpoints` and `journey_endpoints`, and gives the feed `purging` and `statistics_consumer`.
`Accounts.statistics.forget` is called when a game ends.
"""

from server.people.accounts import Accounts
from server.people.feeding import statistics_consumer
from server.people.guests import purging
from server.people.http import endpoints
from server.people.journeys import journey_endpoints
from server.people.learning import learning_endpoints
from server.people.managed import ManagedAccounts
from server.people.personal import everything_kept

__all__ = [
    "Accounts",
    "ManagedAccounts",
    "endpoints",
    "everything_kept",
    "journey_endpoints",
    "learning_endpoints",
    "purging",
    "statistics_consumer",
]
