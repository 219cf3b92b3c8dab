from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vector:
    x: float = 0.0
    y: float = 0.0

    def __add__(self, other: "Vector") -> "Vector":
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor: float) -> "Vector":
        return Vector(self.x * factor, self.y * factor)

    def __abs__(self) -> float:
        return (self.x**2 + self.y**2) ** 0.5
