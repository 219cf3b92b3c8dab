class Temperature:
    def __init__(self, celsius: float) -> None:
        self.celsius = celsius

    @property
    def fahrenheit(self) -> float:
        return self.celsius * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, degrees: float) -> None:
        self.celsius = (degrees - 32) * 5 / 9

    def __repr__(self) -> str:
        return f"Temperature({self.celsius:.1f})"
