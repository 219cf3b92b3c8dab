def as_table(rows: list[list[object]]) -> str:
    """Columns as wide as need be, all but the first to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for first, *rest in cells:
        line = first.ljust(widths[0])
        for cell, width in zip(rest, widths[1:], strict=True):
            line += f"  {cell:>{width}}"
        lines.append(line)
    return "\n".join(lines)
