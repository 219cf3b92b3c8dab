from dataclasses import dataclass


@dataclass
class Song:
    title: str
    minutes: float = 3.5
