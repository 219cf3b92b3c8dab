from dataclasses import dataclass, field, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints


def build(kind: Any, value: Any) -> Any:
    """Turn parsed JSON into the type that is wanted, all the way down."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{k: build(hints[k], v) for k, v in value.items()})
    if get_origin(kind) is list:
        return [build(*get_args(kind), item) for item in value]
    if get_origin(kind) is dict:
        return {k: build(get_args(kind)[1], v) for k, v in value.items()}
    return kind(value)


@dataclass
class Stop:
    name: str
    minutes: int = 0


@dataclass
class Line:
    number: str
    stops: list[Stop] = field(default_factory=list)


print(build(Line, {"number": 7, "stops": [{"name": "Pier", "minutes": "4"}]}))
