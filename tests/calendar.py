"""A server's calendar that a test can put forward by days: the Python code's, PostgreSQL's and a browser page's.

It is a fixture, named before whatever connects to the database:

    async def test_a_week(calendar: Calendar, live: Live, open_page: OpenPage) -> None:
        page = await open_page()
        await calendar.follow(page)        # its `Date` too, now and after every skip
        await calendar.skip(days=1)

Games are judged by a monotonic clock, which stands apart (`server_clock` moves that one). Put the calendar forward
between games: one that is under way would look left alone for as long.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, tzinfo

import pytest
from playwright.async_api import Page

from server.infra import clock
from server.infra.postgres import Connection, connect

# Functions of PostgreSQL's that a schema of the same names hides. What was bound to them before is bound anew: defaults
# of columns, and the bodies of functions that say CURRENT_TIMESTAMP, which no schema can hide.
_TELL = """
CREATE SCHEMA told;
CREATE TABLE told.ahead (by interval NOT NULL);
INSERT INTO told.ahead VALUES ('0');
CREATE FUNCTION told.now() RETURNS timestamptz LANGUAGE sql STABLE
    AS 'SELECT pg_catalog.now() + by FROM told.ahead';
CREATE FUNCTION told.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT pg_catalog.clock_timestamp() + by FROM told.ahead';
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT d.adrelid::regclass AS in_table, a.attname AS of_column FROM pg_attrdef d
        JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE pg_get_expr(d.adbin, d.adrelid) IN ('now()', 'CURRENT_TIMESTAMP')
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT told.now()', one.in_table, one.of_column);
    END LOOP;
    FOR one IN
        SELECT pg_get_functiondef(p.oid) AS body FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosrc LIKE '%CURRENT_TIMESTAMP%'
    LOOP
        EXECUTE replace(one.body, 'CURRENT_TIMESTAMP', 'told.now()');
    END LOOP;
    EXECUTE format('ALTER DATABASE %I SET search_path = told, pg_catalog, public', current_database());
END $$;
"""
_CONNECTED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_PAGE = """(ahead) => {
  const real = (globalThis.realDate ??= Date);
  globalThis.Date = class extends real {
    constructor(...given) {
      given.length > 0 ? super(...given) : super(real.now() + ahead);
    }
    static now() {
      return real.now() + ahead;
    }
  };
}"""


class Calendar:
    """How far the server's calendar is ahead of the true one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ahead = timedelta()
        self._pages: list[Page] = []

    def read(self, zone: tzinfo) -> datetime:
        return datetime.now(zone) + self._ahead

    async def skip(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """From now on it is so much later."""
        self._ahead += timedelta(days=days, hours=hours, minutes=minutes)
        await self._connection.execute("UPDATE told.ahead SET by = $1", self._ahead)
        for page in self._pages:
            await self._tell(page)

    async def follow(self, page: Page) -> None:
        """The page's `Date` is the server's as well; its timers run as ever."""
        self._pages.append(page)
        await self._tell(page)

    async def _tell(self, page: Page) -> None:
        ahead_ms = int(self._ahead / timedelta(milliseconds=1))
        await page.context.add_init_script(f"({_PAGE})({ahead_ms})")
        if not page.is_closed():
            await page.evaluate(_PAGE, ahead_ms)


@pytest.fixture
async def calendar(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Calendar]:
    """The calendar of the test's own database and of the servers in this process."""
    connection = await connect(database_url)
    assert not await connection.fetchval(_CONNECTED), "name `calendar` before `live` and `pg`: they are connected"
    await connection.execute(_TELL)
    told = Calendar(connection)
    monkeypatch.setattr(clock, "read", told.read)
    yield told
    await connection.close()
