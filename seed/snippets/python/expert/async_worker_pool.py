import asyncio
from collections.abc import Awaitable, Callable, Iterable


async def process_all(
    urls: Iterable[str],
    fetch: Callable[[str], Awaitable[bytes]],
    workers: int = 8,
) -> dict[str, bytes | Exception]:
    queue: asyncio.Queue[str] = asyncio.Queue()
    results: dict[str, bytes | Exception] = {}
    for url in urls:
        queue.put_nowait(url)

    async def worker() -> None:
        while not queue.empty():
            url = queue.get_nowait()
            try:
                results[url] = await fetch(url)
            except OSError as error:
                results[url] = error

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(worker())
    return results
