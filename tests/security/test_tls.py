"""Behind a proxy that speaks TLS: browsers stay with it, and cookies cannot be planted from outside of it."""

from __future__ import annotations

import pytest

from server.settings import Settings
from tests.live import Live, serving

TLS = {"X-Forwarded-Proto": "https"}
HSTS = "strict-transport-security"


@pytest.mark.parametrize("path", ["/", "/api/players/now", "/static/favicon.svg", "/nothing"])
async def test_browsers_are_told_to_stay_with_tls(live: Live, path: str) -> None:
    assert (await live.http.get(path, headers=TLS)).headers[HSTS] == "max-age=31536000"
    assert HSTS not in (await live.http.get(path)).headers, "a server without TLS must stay reachable"


async def test_cookies_have_names_that_only_tls_can_set(live: Live) -> None:
    for headers, prefix in ({}, ""), (TLS, "__Secure-"):
        live.http.cookies.clear()
        answer = await live.http.post("/api/auth/guest", headers=headers)
        assert answer.headers["set-cookie"].startswith(f"{prefix}prodev_refresh=")
        assert ("Secure" in answer.headers["set-cookie"].split("; ")) is bool(prefix)


async def test_who_is_no_proxy_does_not_say_that_there_is_tls(settings: Settings) -> None:
    async with serving(settings.model_copy(update={"trusted_proxies": ""})) as live:
        answer = await live.http.post("/api/auth/guest", headers=TLS)
        assert HSTS not in answer.headers
        assert answer.headers["set-cookie"].startswith("prodev_refresh=")
