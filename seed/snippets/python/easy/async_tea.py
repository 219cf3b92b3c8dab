import asyncio


async def brew(minutes: int) -> str:
    await asyncio.sleep(minutes * 60)
    return "your tea is ready"
