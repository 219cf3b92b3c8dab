from itertools import product

Grid = list[list[int]]


def options(grid: Grid, row: int, col: int) -> set[int]:
    top, left = row // 3 * 3, col // 3 * 3
    box = {n for line in grid[top : top + 3] for n in line[left : left + 3]}
    return {*range(1, 10)} - {*grid[row]} - {line[col] for line in grid} - box


def solve(grid: Grid) -> bool:
    """Fill in the zeros, the square with the fewest options first."""
    empty = [(r, c) for r, c in product(range(9), repeat=2) if not grid[r][c]]
    if not empty:
        return True
    row, col = min(empty, key=lambda square: len(options(grid, *square)))
    for digit in options(grid, row, col):
        grid[row][col] = digit
        if solve(grid):
            return True
    grid[row][col] = 0
    return False
