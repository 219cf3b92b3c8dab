"""A robot's account: sign in, start games. The HTTP half of a client.

Laws:
- It says that it is a robot, and so is on no board of people.
- A refusal that passes by itself (a rate limit, a server that restarts or is busy saving) is waited out as its
  Retry-After says, within a bound; every other refusal is final.
"""

from __future__ import annotations

import secrets
from asyncio import sleep
from random import Random
from typing import Any
from urllib.parse import quote

import httpx

TRIES_LIMIT = 8
WAIT_LIMIT_S = 60.0  # the longest window of a rate limit
PASSING = {429, 502, 503, 504}


class AccountRefused(Exception):
    """The server said no; the message holds its problem code and detail."""


class Account:
    """Use one `client` (its base_url is the server) for each account: it keeps the refresh cookie."""

    def __init__(self, client: httpx.AsyncClient, random: Random) -> None:
        self._client, self._random = client, random
        self._token = ""
        self.username = ""

    async def sign_in(self, *, register: bool) -> None:
        """Become a new guest, or register a new player under a made-up name. Raises AccountRefused."""
        if register:
            name = f"bot_{secrets.token_hex(5)}"
            body = {"username": name, "email": f"{name}@bots.example.com", "password": secrets.token_urlsafe(24)}
            self._take(await self._call("POST", "/api/auth/register", {**body, "is_bot": True}))
        else:
            self._take(await self._call("POST", "/api/auth/guest?is_bot=true"))

    async def start(self, **game: str | int) -> dict[str, Any]:
        """`{session_id, session_token, socket, …}`; `game` is what the server is asked for. Raises AccountRefused."""
        return dict(await self._call("POST", "/api/game/start", game))

    async def join(self, code: str) -> dict[str, Any]:
        """A seat in the match with this code: `{match, seat, session_token, socket, …}`. Raises AccountRefused."""
        return dict(await self._call("POST", f"/api/matches/{quote(code, safe='')}/join"))

    def _take(self, signed_in: Any) -> None:
        self._token = signed_in["access_token"]
        self.username = signed_in["user"]["username"]

    async def _call(self, method: str, path: str, body: Any = None) -> Any:
        for _ in range(TRIES_LIMIT):
            try:
                headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
                answer = await self._client.request(method, path, json=body, headers=headers)
            except httpx.TransportError as error:
                last, wait_s = f"{type(error).__name__}: {error}", 1.0
            else:
                if answer.is_success:
                    return answer.json()
                if answer.status_code == 401 and self._token:  # access tokens live 15 minutes, games longer
                    await self._refresh()
                    continue
                last, wait_s = _complaint(answer), _retry_after_s(answer)
                if answer.status_code not in PASSING:
                    break
            await sleep(wait_s + self._random.uniform(0, 1))  # others were refused at the same time
        raise AccountRefused(f"{method} {path.partition('?')[0]}: {last}")

    async def _refresh(self) -> None:
        self._token = ""
        self._take(await self._call("POST", "/api/auth/refresh"))


def _retry_after_s(answer: httpx.Response) -> float:
    try:
        return min(WAIT_LIMIT_S, float(answer.headers.get("Retry-After", 1)))
    except ValueError:
        return 1.0


def _complaint(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
        details = [problem["detail"], *(f"{error['pointer']}: {error['detail']}" for error in problem["errors"])]
        return f"{answer.status_code} {problem['code']} ({' '.join(details)})"
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
