from collections.abc import Iterator
from typing import Any

ORDER = {"name": str, "tags": [str], "size": {"w": int, "h": int}}


def faults(value: Any, schema: Any, path: str = "$") -> Iterator[str]:
    match schema, value:
        case dict(), dict():
            for key, inner in schema.items():
                if key in value:
                    yield from faults(value[key], inner, f"{path}.{key}")
                else:
                    yield f"{path}.{key} is missing"
        case [inner], list():
            for i, item in enumerate(value):
                yield from faults(item, inner, f"{path}[{i}]")
        case type(), _ if isinstance(value, schema):
            return
        case _:
            yield f"{path} is {value!r}"


print(*faults({"name": 7, "tags": ["a", 1], "size": {"w": 3}}, ORDER))
