"""What playing adds up to: experience, levels, days in a row, achievements. Kept by consumers of the feed."""

from server.progress.answers import JourneyOut
from server.progress.catalogue import AchievementCounts, CatalogueRefused, read_catalogue, seed_achievements
from server.progress.feeding import consumers
from server.progress.http import endpoints
from server.progress.personal import PERSONAL_RECORDS
from server.progress.rarity import counting
from server.progress.reading import JourneyReader

__all__ = [
    "PERSONAL_RECORDS",
    "AchievementCounts",
    "CatalogueRefused",
    "JourneyOut",
    "JourneyReader",
    "consumers",
    "counting",
    "endpoints",
    "read_catalogue",
    "seed_achievements",
]
