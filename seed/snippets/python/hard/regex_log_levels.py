import re
from collections import Counter

LINE = re.compile(r"^\[(?P<level>[A-Z]+)\] (?P<at>\S+) (?P<text>.*)$")


def count_levels(log: str) -> Counter[str]:
    levels: Counter[str] = Counter()
    for line in log.splitlines():
        if match := LINE.match(line):
            levels[match["level"]] += 1
        else:
            levels["UNKNOWN"] += 1
    return levels
