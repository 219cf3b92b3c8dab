import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Circle:
    radius: float


@dataclass(frozen=True)
class Polygon:
    corners: tuple[tuple[float, float], ...]


def area(shape: Circle | Polygon) -> float:
    match shape:
        case Circle(radius=r) if r >= 0:
            return math.pi * r**2
        case Polygon(corners=[_, _, _, *_] as points):
            pairs = zip(points, [*points[1:], points[0]], strict=True)
            doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
            return abs(doubled) / 2
        case _:
            raise ValueError(f"{shape!r} has no area")
