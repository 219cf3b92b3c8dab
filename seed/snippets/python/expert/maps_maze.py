from collections import deque

MOVES = {"N": (0, -1), "E": (1, 0), "S": (0, 1), "W": (-1, 0)}


def way_out(maze: list[str]) -> str | None:
    """The shortest walk from S to X, such as 'EESSW', if there is one."""
    squares = {
        (x, y): square
        for y, row in enumerate(maze)
        for x, square in enumerate(row)
        if square != "#"
    }
    start = next(at for at, square in squares.items() if square == "S")
    todo, seen = deque([(start, "")]), {start}
    while todo:
        (x, y), way = todo.popleft()
        if squares[x, y] == "X":
            return way
        for letter, (dx, dy) in MOVES.items():
            if (to := (x + dx, y + dy)) in squares and to not in seen:
                seen.add(to)
                todo.append((to, way + letter))
    return None
