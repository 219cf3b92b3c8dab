import re
from datetime import timedelta

UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
PART = re.compile(r"(\d+(?:\.\d+)?)\s*([dhms])")


def parse_duration(text: str) -> timedelta:
    parts = {UNITS[unit]: float(n) for n, unit in PART.findall(text)}
    if not parts or PART.sub("", text).strip():
        raise ValueError(f"cannot read {text!r}, write it like 1h 30m")
    return timedelta(**parts)
