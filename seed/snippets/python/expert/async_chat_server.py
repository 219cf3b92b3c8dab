import asyncio
from asyncio import StreamReader, StreamWriter

people: dict[str, StreamWriter] = {}


def tell(text: str, besides: str = "") -> None:
    for name, writer in people.items():
        if name != besides and not writer.is_closing():
            writer.write(f"{text}\r\n".encode())


async def chat(reader: StreamReader, writer: StreamWriter) -> None:
    writer.write(b"Your name? ")
    name = (await reader.readline()).decode(errors="replace").strip()
    while not name or name in people:
        name = f"{name or 'guest'}{len(people) + 1}"
    people[name] = writer
    tell(f"* {name} is here ({len(people)})")
    try:
        async for line in reader:
            tell(f"<{name}> {line.decode(errors='replace').strip()}", name)
    finally:
        people.pop(name).close()
        tell(f"* {name} has gone")


async def main() -> None:
    async with await asyncio.start_server(chat, port=7070) as server:
        await server.serve_forever()
