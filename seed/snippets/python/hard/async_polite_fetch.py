import asyncio
from collections.abc import Awaitable, Callable

Fetch = Callable[[str], Awaitable[str]]


async def fetch_all(
    urls: list[str], fetch: Fetch, at_once: int = 5
) -> dict[str, str]:
    limit = asyncio.Semaphore(at_once)

    async def polite(url: str) -> tuple[str, str]:
        async with limit, asyncio.timeout(10):
            return url, await fetch(url)

    return dict(await asyncio.gather(*(polite(url) for url in urls)))
