"""The judge of a running game, sans I/O: it is told the time, and imports neither asyncio nor the server."""
