import re
from itertools import groupby


def pack(text: str) -> str:
    """Write each run of a letter as its length and the letter."""
    runs = ((len(list(run)), letter) for letter, run in groupby(text))
    return "".join(f"{length}{letter}" for length, letter in runs)


def unpack(packed: str) -> str:
    runs = re.findall(r"(\d+)(\D)", packed)
    return "".join(letter * int(length) for length, letter in runs)


print(pack("wwwwbbw"), unpack("3a1b2c"))
