def flood_fill(image: list[list[int]], x: int, y: int, colour: int) -> int:
    """Paint the area around a point, and count its pixels."""
    old, painted, todo = image[y][x], 0, [(x, y)]
    if old == colour:
        return 0
    while todo:
        x, y = todo.pop()
        if 0 <= y < len(image) and 0 <= x < len(image[y]):
            if image[y][x] != old:
                continue
            image[y][x] = colour
            painted += 1
            todo += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
    return painted
