def move(x: int, y: int, order: str) -> tuple[int, int]:
    match order.lower().split():
        case ["go", "north"]:
            return x, y + 1
        case ["go", "east"]:
            return x + 1, y
        case ["jump", steps] if steps.isdecimal():
            return x, y + int(steps)
    return x, y
