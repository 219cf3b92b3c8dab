from typing import Protocol


class Shape(Protocol):
    def area(self) -> float: ...


def paint_needed(shapes: list[Shape], litres_each: float) -> float:
    total = sum(shape.area() for shape in shapes)
    return round(total * litres_each, 1)
