import asyncio


async def slow_down(seconds: float, answer: str) -> str:
    await asyncio.sleep(seconds)
    return answer


async def main() -> None:
    print(await asyncio.gather(slow_down(2, "b"), slow_down(1, "a")))
