from enum import Enum


class Coffee(Enum):
    SMALL = 2
    LARGE = 3
    DOUBLE = 4
