from collections import Counter

Cell = tuple[int, int]
AROUND = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]


def step(alive: set[Cell]) -> set[Cell]:
    near = Counter((x + dx, y + dy) for x, y in alive for dx, dy in AROUND)
    return {c for c, n in near.items() if n == 3 or (n == 2 and c in alive)}


def draw(alive: set[Cell], size: int = 6) -> str:
    return "\n".join(
        "".join(".#"[(x, y) in alive] for x in range(size)) for y in range(size)
    )


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for generation in range(5):
    print(f"-- {generation} {'-' * len(glider)}", draw(glider), sep="\n")
    glider = step(glider)
