"""What a player notices of a journal that hangs: nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.embedded.servers import EmbeddedServers
from server.infra.redis import open_redis
from server.settings import Settings
from tests.browser.conftest import OpenPage, ServerClock
from tests.browser.player import press_due, signed_up, start
from tests.live import Live, serving, until

# Wrong keys, as fast as the server takes them: they leave the caret where it is.
WRONG = """(count) => new Promise((done) => {
  const one = () => {
    const input = { inputType: 'insertText', data: '~', bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new InputEvent('beforeinput', input));
    count -= 1;
    if (count) setTimeout(one, 5); else done();
  };
  one();
})"""


class Valkey:
    """A Valkey of the test's own."""

    def __init__(self, url: str, process: int) -> None:
        self.url, self._process = url, process

    def hang(self) -> None:
        os.kill(self._process, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self._process, signal.SIGCONT)


@pytest.fixture
async def valkey(server_folder: Path) -> AsyncIterator[Valkey]:
    with EmbeddedServers(server_folder, "tests", only="valkey") as servers:
        async with open_redis(servers.redis_url) as client:
            process = (await client.info("server"))["process_id"]
        own = Valkey(servers.redis_url, process)
        try:
            yield own
        finally:
            own.go_on()


@pytest.fixture
async def live(settings: Settings, valkey: Valkey) -> AsyncIterator[Live]:
    async with serving(settings.model_copy(update={"redis_url": valkey.url})) as running:
        yield running


@pytest.mark.long
async def test_typing_goes_on_while_the_journal_hangs(
    live: Live, valkey: Valkey, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page()
    await signed_up(page, live, "ada")
    await start(page, live)
    (session,) = [game.session for game in live.play.table.games()]
    server_clock.hold()  # no enemy gets through
    valkey.hang()
    await page.evaluate(WRONG, 900)  # more than were ever kept for the journal
    for _ in range(5):
        await press_due(page)
    await until(lambda: session.s == 905)
    assert session.engine.totals.keys_correct == 5
    assert session.d < 100, "the journal has been away all the time"
    valkey.go_on()
    server_clock.go_on()  # the writer tries again after a while
    await until(lambda: session.d == session.s)
