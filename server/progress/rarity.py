"""How many players have each achievement: counted now and then, and kept with it, so that no page counts.

Bound: a count reads all that everybody has earned. After one a process rests RESTS times as long as it took, so
counting takes half a percent of a connection however many players there are.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from server.feed import Periodic
from server.infra.postgres import Pool

COUNT_EVERY = timedelta(seconds=10)
RESTS = 200
COUNT_S = 600.0

# Who has earned something has a journey, and nothing is kept of who has deleted their account. Robots, of whom there
# are few, are taken off, so that the many are counted in an index alone.
_COUNT = """
WITH robots AS (SELECT id FROM users WHERE is_bot),
counted AS (
    SELECT achievement, sum(n)::int AS holders FROM (
        SELECT achievement, count(*) AS n FROM user_achievements GROUP BY achievement
        UNION ALL
        SELECT e.achievement, -count(*) FROM robots b JOIN user_achievements e ON e.user_id = b.id
        GROUP BY e.achievement
    ) both_sides GROUP BY achievement
),
players AS (
    SELECT ((SELECT count(*) FROM user_journeys)
        - (SELECT count(*) FROM robots b JOIN user_journeys j ON j.user_id = b.id))::int AS players
)
UPDATE achievements a SET holders = n.holders, players = n.players
FROM (
    SELECT slug, coalesce(c.holders, 0) AS holders, p.players
    FROM achievements LEFT JOIN counted c ON c.achievement = slug CROSS JOIN players p
) n
WHERE a.slug = n.slug AND (a.holders, a.players) IS DISTINCT FROM (n.holders, n.players)
"""


def counting(pg: Pool, now_s: Callable[[], float] = time.monotonic) -> Periodic:
    rests_until = datetime.min.replace(tzinfo=UTC)

    async def count(now: datetime) -> None:
        nonlocal rests_until
        if now < rests_until:
            return
        began_s = now_s()
        await pg.execute(_COUNT, timeout=COUNT_S)
        rests_until = now + RESTS * timedelta(seconds=now_s() - began_s)

    return Periodic("rarity", count, COUNT_EVERY)
