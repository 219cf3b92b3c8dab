import re
from collections import defaultdict

RESULT = re.compile(r"(?m)^(\D+) (\d+):(\d+) (\D+)$")


def league_table(results: str) -> list[str]:
    teams: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for home, a, b, away in RESULT.findall(results):
        teams[home].append((int(a), int(b)))
        teams[away].append((int(b), int(a)))
    rows = sorted(
        (
            -sum(3 * (a > b) + (a == b) for a, b in games),
            sum(b - a for a, b in games),
            name,
        )
        for name, games in teams.items()
    )
    return [
        f"{place}. {name:<8} {-points:>2} {-lead:+}"
        for place, (points, lead, name) in enumerate(rows, 1)
    ]


print(*league_table("Ajax 2:1 Bari\nBari 0:0 Como\nComo 1:3 Ajax"), sep="\n")
