import asyncio


async def download(name: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return f"{name} took {seconds} s"


async def main() -> None:
    jobs = [download("logo", 0.2), download("fonts", 0.1)]
    for result in await asyncio.gather(*jobs):
        print(result)
