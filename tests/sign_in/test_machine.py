"""Any order of what people do with their accounts, and thieves with their tokens, asked over HTTP alone.

Law: a sign-in lasts exactly until it is ended. Who holds a token of one that ended gets nowhere, by refreshing or by
an access token; and a token that comes back too late ends the sign-in it was of.
`make faults` runs many more of them than `make test`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, multiple, rule, run_state_machine_as_test

from tests.accounts import PASSWORD, Browser, Clock
from tests.faults.sizes import size

EXAMPLES = size(15, 1_000)
STEPS = 30
TOO_LATE_S = 60
IN_TIME_S = 3
WHICH = st.integers(0, 2**16)
NUMBERS = count()
T = TypeVar("T")


class Player:
    """An account. `sign_ins`: those that were not ended. `is_named`: whether somebody has the name."""

    def __init__(self, name: str) -> None:
        self.name, self.password, self.is_there, self.is_named = name, PASSWORD, True, True
        self.sign_ins: list[SignedIn] = []

    def end_all(self, but: SignedIn | None = None) -> None:
        self.sign_ins = [one for one in self.sign_ins if one is but]


class SignedIn:
    """One sign-in of a player. `old`: its refresh tokens that were followed by two others, so that none is in use."""

    def __init__(self, player: Player, browser: Browser) -> None:
        self.player, self.browser = player, browser
        self.old: list[str] = []
        self.previous = ""
        player.sign_ins.append(self)

    @property
    def lasts(self) -> bool:
        return self in self.player.sign_ins

    def rotated(self, before: str) -> None:
        if self.previous:
            self.old.append(self.previous)
        self.previous = before


class Machine(RuleBasedStateMachine):
    """`run` waits for work on the test's own event loop."""

    run: Callable[[Awaitable[T]], T]
    browsers: Callable[..., Browser]
    clock: Clock

    players = Bundle("players")
    sign_ins = Bundle("sign_ins")

    # ------------------------------------------------------------ accounts

    @rule(target=players)
    def register(self) -> Player:
        player = Player(f"player_{next(NUMBERS)}")
        browser = self.browsers()
        self.run(browser.register(player.name))
        self.run(browser.call("POST", "/api/auth/logout"))
        return player

    @rule(player=players)
    def nobody_takes_a_name_that_is_in_use(self, player: Player) -> None:
        body = {"username": player.name.upper(), "email": f"other_{next(NUMBERS)}@example.com", "password": PASSWORD}
        answer = self.run(self.browsers().http.post("/api/auth/register", json=body))
        assert answer.status_code == (409 if player.is_named else 201)
        player.is_named = True  # it, or who took the name of an account that was deleted

    @rule(target=sign_ins, player=players)
    def sign_in(self, player: Player) -> Any:
        browser = self.browsers()
        body = {"login": player.name, "password": player.password}
        answer = self.run(browser.http.post("/api/auth/login", json=body))
        if not player.is_there:
            return multiple()
        browser.keep(answer)
        return SignedIn(player, browser)

    @rule(sign_in=sign_ins)
    def change_the_password(self, sign_in: SignedIn) -> None:
        player = sign_in.player
        new = f"another password {next(NUMBERS)}"
        body = {"current_password": player.password, "new_password": new}
        before = sign_in.browser.refresh_token if sign_in.lasts else ""
        answer = self._call(sign_in, "PUT", "/api/user/password", body)
        if sign_in.lasts:
            sign_in.browser.keep(answer)
            player.password = new
            player.end_all(but=sign_in)
            sign_in.old += [token for token in (before, sign_in.previous) if token]
            sign_in.previous = ""

    @rule(sign_in=consumes(sign_ins))
    def delete_the_account(self, sign_in: SignedIn) -> None:
        self._call(sign_in, "DELETE", "/api/user/account", {"password": sign_in.player.password})
        if sign_in.lasts:
            sign_in.player.is_there = sign_in.player.is_named = False
            sign_in.player.end_all()

    # ------------------------------------------------------------ sign-ins

    @rule(sign_in=sign_ins)
    def refresh(self, sign_in: SignedIn) -> None:
        if not sign_in.lasts:
            self._is_nobody(sign_in)
            return
        before = sign_in.browser.refresh_token
        self.run(sign_in.browser.refresh())
        sign_in.rotated(before)
        assert sign_in.browser.refresh_token != before
        assert self.run(sign_in.browser.is_signed_in())

    @rule(sign_in=sign_ins)
    def lose_an_answer_and_refresh_again(self, sign_in: SignedIn) -> None:
        """The token before the newest is good for some seconds: the lost one is never used."""
        if not sign_in.lasts:
            return
        before = sign_in.browser.refresh_token
        self.run(sign_in.browser.refresh())
        self.clock.advance(seconds=IN_TIME_S)
        answer = self._present(before)
        assert answer.status_code == 200, answer.text
        sign_in.browser.keep(answer)
        sign_in.browser.http.cookies = answer.cookies
        sign_in.rotated(before)

    @rule(sign_in=sign_ins, which=WHICH)
    def a_thief_uses_an_old_token(self, sign_in: SignedIn, which: int) -> None:
        if not sign_in.old:
            return
        self.clock.advance(seconds=TOO_LATE_S)
        assert self._present(sign_in.old[which % len(sign_in.old)]).status_code == 401
        if sign_in.lasts and not self._goes_on(sign_in):
            sign_in.player.sign_ins.remove(sign_in)

    @rule(sign_in=sign_ins)
    def a_thief_uses_the_token_before_the_newest(self, sign_in: SignedIn) -> None:
        """It is too late, or both go on until both have used what they got: then nobody does."""
        if not (sign_in.lasts and sign_in.previous):
            return
        self.clock.advance(seconds=TOO_LATE_S)
        answer = self._present(sign_in.previous)
        if answer.status_code == 200:
            assert self._goes_on(sign_in)
            answer = self._present(answer.cookies["prodev_refresh"])
        assert answer.status_code == 401 and answer.json()["code"] == "auth/refresh-reused"
        sign_in.player.sign_ins.remove(sign_in)
        self._is_nobody(sign_in)

    @rule(sign_in=sign_ins)
    def sign_out(self, sign_in: SignedIn) -> None:
        token = sign_in.browser.http.cookies.get("prodev_refresh")
        self.run(sign_in.browser.http.post("/api/auth/logout"))
        if sign_in.lasts:
            assert token
            sign_in.player.sign_ins.remove(sign_in)
            assert self._present(token).status_code == 401
        self._is_nobody(sign_in)

    @rule(sign_in=sign_ins)
    def sign_out_everywhere(self, sign_in: SignedIn) -> None:
        self._call(sign_in, "POST", "/api/auth/logout-all")
        if sign_in.lasts:
            sign_in.player.end_all()
        self._is_nobody(sign_in)

    @rule(sign_in=sign_ins)
    def end_the_others(self, sign_in: SignedIn) -> None:
        self._call(sign_in, "DELETE", "/api/user/sessions?others=true")
        if sign_in.lasts:
            sign_in.player.end_all(but=sign_in)
            listed = self.run(sign_in.browser.call("GET", "/api/user/sessions")).json()
            assert listed["total"] == len(listed["items"]) == 1

    @rule(sign_in=sign_ins)
    def the_list_says_how_many_there_are(self, sign_in: SignedIn) -> None:
        answer = self._call(sign_in, "GET", "/api/user/sessions?per_page=1&page=2")
        if sign_in.lasts:
            assert answer.json()["total"] == len(sign_in.player.sign_ins)

    @rule(seconds=st.sampled_from([1, 100, 800]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    # ------------------------------------------------------------ what is asked

    def _call(self, sign_in: SignedIn, method: str, path: str, body: Any = None) -> Any:
        """By an access token that is not too old, if its sign-in lasts; otherwise it must be refused."""
        if sign_in.lasts:
            self.refresh(sign_in)
        answer = self.run(sign_in.browser.call(method, path, body))
        assert answer.is_success if sign_in.lasts else answer.status_code == 401, answer.text
        return answer

    def _present(self, token: str) -> Any:
        headers = {"Cookie": f"prodev_refresh={token}"}
        return self.run(self.browsers().http.post("/api/auth/refresh", headers=headers))

    def _is_nobody(self, sign_in: SignedIn) -> None:
        assert not self.run(sign_in.browser.is_signed_in())
        assert self.run(sign_in.browser.http.post("/api/auth/refresh")).status_code == 401

    def _goes_on(self, sign_in: SignedIn) -> bool:
        """Whether its newest token is good; the next is then the newest."""
        before = sign_in.browser.refresh_token
        answer = self.run(sign_in.browser.http.post("/api/auth/refresh"))
        if answer.status_code == 200:
            sign_in.browser.keep(answer)
            sign_in.rotated(before)
        return bool(answer.is_success)


@pytest.mark.long
async def test_a_sign_in_lasts_exactly_until_it_is_ended(browsers: Callable[..., Browser], clock: Clock) -> None:
    loop = asyncio.get_running_loop()

    class OnThisLoop(Machine):
        def run(self, work: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    OnThisLoop.browsers, OnThisLoop.clock = staticmethod(browsers), clock
    settings = hypothesis_settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        phases=[Phase.generate],  # the database remembers, so a failure cannot be made smaller by playing it again
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    await asyncio.to_thread(run_state_machine_as_test, OnThisLoop, settings=settings)
