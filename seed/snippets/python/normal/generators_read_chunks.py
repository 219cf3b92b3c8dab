from collections.abc import Iterator
from typing import BinaryIO


def chunks(file: BinaryIO, size: int = 65_536) -> Iterator[bytes]:
    while chunk := file.read(size):
        yield chunk


with open("backup.tar", "rb") as backup:
    print(sum(len(chunk) for chunk in chunks(backup)))
