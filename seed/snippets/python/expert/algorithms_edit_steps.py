def edits(old: str, new: str) -> list[str]:
    """The fewest letters to take out (-), put in (+) or swap (>)."""
    cost = [[i + j for j in range(len(new) + 1)] for i in range(len(old) + 1)]
    for i, a in enumerate(old, 1):
        for j, b in enumerate(new, 1):
            swapped = cost[i - 1][j - 1] + (a != b)
            cost[i][j] = min(cost[i - 1][j] + 1, cost[i][j - 1] + 1, swapped)
    i, j, steps = len(old), len(new), []
    while i or j:
        if i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            steps.append(f"-{old[i]}")
        elif j and cost[i][j] == cost[i][j - 1] + 1:
            j -= 1
            steps.append(f"+{new[j]}")
        else:
            i, j = i - 1, j - 1
            if old[i] != new[j]:
                steps.append(f"{old[i]}>{new[j]}")
    return steps[::-1]
