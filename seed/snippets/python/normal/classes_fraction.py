class Fraction:
    def __init__(self, top: int, bottom: int) -> None:
        self.top, self.bottom = top, bottom

    def __eq__(self, other: "Fraction") -> bool:
        return self.top * other.bottom == other.top * self.bottom

    def __repr__(self) -> str:
        return f"Fraction({self.top}, {self.bottom})"
