import asyncio
from random import random


async def ask(name: str, answers: asyncio.Queue[str]) -> None:
    await asyncio.sleep(random())
    await answers.put(f"{name} has answered")


async def main() -> None:
    answers: asyncio.Queue[str] = asyncio.Queue()
    try:
        async with asyncio.timeout(2), asyncio.TaskGroup() as group:
            for name in ("north", "south", "east", "west"):
                group.create_task(ask(name, answers))
    except TimeoutError:
        print("Somebody did not answer in time")
    while not answers.empty():
        print(answers.get_nowait())


asyncio.run(main())
