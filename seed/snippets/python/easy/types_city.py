from typing import NamedTuple


class City(NamedTuple):
    name: str
    country: str
    people: int
