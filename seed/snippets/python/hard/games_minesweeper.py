def count_mines(field: list[str]) -> list[str]:
    counted = []
    for y, row in enumerate(field):
        rows, line = field[max(0, y - 1) : y + 2], ""
        for x, square in enumerate(row):
            near = "".join(r[max(0, x - 1) : x + 2] for r in rows)
            line += square if square == "*" else str(near.count("*"))
        counted.append(line)
    return counted
