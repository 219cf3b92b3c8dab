"""The judge of a running game, sans-IO: told the time, no asyncio, no server behind it."""
