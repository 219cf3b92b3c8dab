import asyncio


async def read_sensor(reader: asyncio.StreamReader) -> float | None:
    try:
        async with asyncio.timeout(2):
            line = await reader.readline()
    except TimeoutError:
        return None
    return float(line)
