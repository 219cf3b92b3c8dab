import asyncio
from collections.abc import Awaitable, Callable
from graphlib import TopologicalSorter


async def run_graph(
    needs: dict[str, set[str]], work: Callable[[str], Awaitable[None]]
) -> None:
    tasks: dict[str, asyncio.Task[None]] = {}

    async def run(name: str) -> None:
        await asyncio.gather(*(tasks[n] for n in needs.get(name, ())))
        await work(name)

    async with asyncio.TaskGroup() as group:
        for name in TopologicalSorter(needs).static_order():
            tasks[name] = group.create_task(run(name), name=name)


async def show(name: str) -> None:
    print(f"{name:.<12}", end=" ")


build = {"deploy": {"test", "pack"}, "test": {"lint"}, "pack": {"lint"}}
asyncio.run(run_graph(build, show))
