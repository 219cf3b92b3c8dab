from datetime import datetime, timedelta
from itertools import product

BOUNDS = [(0, 59), (0, 23), (1, 7)]


def values(spec: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in spec.replace("*", f"{low}-{high}").split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        found |= {*range(int(first), int(last or first) + 1, int(step or 1))}
    return found


def next_run(cron: str, at: datetime) -> datetime:
    """When 'minute hour weekday' comes round, as in '*/15 8-17 1-5'."""
    specs = enumerate(cron.split())
    due = {*product(*(values(spec, *BOUNDS[i]) for i, spec in specs))}
    at = at.replace(second=0, microsecond=0)
    while (at.minute, at.hour, at.isoweekday()) not in due:
        at += timedelta(minutes=1)
    return at
