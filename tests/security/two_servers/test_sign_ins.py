"""A sign-in is one at both servers, and its cookies keep to TLS."""

from __future__ import annotations

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.accounts import PASSWORD
from tests.live import playing
from tests.security.two_servers.town import Town, at

pytestmark = pytest.mark.long  # all of them one after another


async def _refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    client.cookies.clear()
    answer = await client.post("/api/auth/refresh", headers={"Cookie": f"prodev_refresh={token}"})
    client.cookies.clear()
    return answer


async def test_a_copied_refresh_token_ends_the_sign_in_at_both(town: Town) -> None:
    ada = await town.register("ada")

    children = [(await _refresh(client, ada["refresh"])).cookies["prodev_refresh"] for client in (town.one, town.other)]
    going_on = await _refresh(town.one, children[0])
    assert going_on.status_code == 200
    assert (await _refresh(town.other, children[1])).json()["code"] == "auth/refresh-reused"
    for client in town.one, town.other:
        assert (await _refresh(client, going_on.cookies["prodev_refresh"])).status_code == 401
        assert (await client.get("/api/user/profile", headers=ada["headers"])).status_code == 401


async def test_a_sign_in_that_both_renew_is_one_row_and_is_listed_once(town: Town) -> None:
    ada = await town.register("ada")
    token, login = ada["refresh"], {"login": ada["user"]["username"], "password": PASSWORD}
    for client, _ in zip(town.both, range(6), strict=False):
        answer = await _refresh(client, token)
        assert answer.status_code == 200
        token = answer.cookies["prodev_refresh"]
    count = "SELECT count(*) FROM refresh_tokens WHERE user_id = $1"
    assert await town.pg.fetchval(count, ada["user"]["id"]) == 1
    for client in town.clients:
        assert (await client.post("/api/auth/login", json=login)).status_code == 200
        client.cookies.clear()
    for client in town.clients:
        page = (await client.get("/api/user/sessions?page=2&per_page=2", headers=ada["headers"])).json()
        assert (page["total"], len(page["items"])) == (3, 1)


async def test_a_sign_in_ends_for_good_at_both_however_much_it_is_used(town: Town) -> None:
    """Days pass by being taken off its times."""
    ada = await town.register("ada")

    async def pass_by(days: int) -> None:
        earlier = ", ".join(f"{name} = {name} - $2 * interval '1 day'" for name in ("created_at", "expires_at"))
        await town.pg.execute(f"UPDATE refresh_tokens SET {earlier} WHERE user_id = $1", ada["user"]["id"], days)

    token = ada["refresh"]
    for client, _ in zip(town.both, range(7), strict=False):
        await pass_by(25)
        answer = await _refresh(client, token)
        assert answer.status_code == 200
        token = answer.cookies["prodev_refresh"]
    await pass_by(5)
    for client in town.clients:
        assert (await _refresh(client, token)).json()["code"] == "auth/invalid-refresh"
        assert (await client.get("/api/user/profile", headers=ada["headers"])).status_code == 401


async def test_both_tell_browsers_to_stay_with_tls(town: Town) -> None:
    for client in town.one, town.other:
        answer = await client.post("/api/auth/guest", headers={"X-Forwarded-Proto": "https"})
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert answer.headers["set-cookie"].startswith("__Secure-prodev_refresh=")


async def test_both_refuse_a_page_of_another_site_by_one_rule(town: Town) -> None:
    ada = await town.register("ada")
    for server, client in zip(town.servers, town.clients, strict=True):
        foreign = town.clients[1 - town.clients.index(client)].base_url  # the other server is another site, too
        for origin in "https://evil.example", f"{foreign.scheme}://{foreign.netloc.decode()}", "null":
            headers = {"Cookie": f"prodev_refresh={ada['refresh']}", "Origin": origin}
            answer = await client.post("/api/auth/refresh", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "auth/foreign-origin"), origin
            with pytest.raises(InvalidStatus) as refused:
                async with playing(at(server), origin=origin):
                    pass
            assert refused.value.response.status_code == 403, origin
        async with playing(at(server), origin=server.url):
            pass
