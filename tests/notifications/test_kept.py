"""How long what people were told is kept."""

from __future__ import annotations

from datetime import timedelta

from game.terms import NotificationKind
from server.infra.clock import utc_now
from server.infra.postgres import Pool
from server.notifications import Notice, purging
from tests.notifications.test_notifying import stored, tell
from tests.results.games import add_player


async def test_what_is_older_than_its_days_goes(pg: Pool) -> None:
    ada = await add_player(pg)
    await tell(pg, *(Notice(ada, NotificationKind.VERDICT, str(number)) for number in range(3)))
    await pg.execute("UPDATE notifications SET created_at = created_at - interval '91 days' WHERE subject = '1'")
    assert await purging(timedelta(days=90)).work(pg, utc_now()) == 1
    assert [subject for _, _, subject in await stored(pg)] == ["0", "2"]
