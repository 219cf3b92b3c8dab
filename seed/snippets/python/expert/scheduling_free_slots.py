from datetime import datetime, timedelta

Slot = tuple[datetime, datetime]


def merged(slots: list[Slot]) -> list[Slot]:
    joined: list[Slot] = []
    for start, end in sorted(slots):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def free(busy: list[Slot], day: Slot, minutes: int) -> list[Slot]:
    """Gaps between the appointments that last so long at least."""
    opens, closes = day
    taken = merged([(opens, opens), *busy, (closes, closes)])
    return [
        (max(opens, end), min(closes, start))
        for (_, end), (start, _) in zip(taken, taken[1:], strict=False)
        if min(closes, start) - max(opens, end) >= timedelta(minutes=minutes)
    ]
