from collections.abc import Iterator
from typing import Any


def diff(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """What was added (+), removed (-) or changed (~), with its path."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            if key not in old:
                yield f"+ {path}/{key} = {new[key]!r}"
            elif key not in new:
                yield f"- {path}/{key} = {old[key]!r}"
            else:
                yield from diff(old[key], new[key], f"{path}/{key}")
    elif old != new:
        yield f"~ {path or '/'}: {old!r} -> {new!r}"


before = {"theme": {"font": "mono", "size": 12}, "tabs": [1, 2]}
after = {"theme": {"font": "mono", "size": 14}, "wrap": True}
print(*diff(before, after), sep="\n")
