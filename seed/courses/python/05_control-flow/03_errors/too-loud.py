def set_volume(level: int) -> int:
    if not isinstance(level, int):
        raise TypeError("the volume is a whole number")
    if not 0 <= level <= 11:
        raise ValueError(f"{level} is not between 0 and 11")
    return level


print(set_volume(7))
