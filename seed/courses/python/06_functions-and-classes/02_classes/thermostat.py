class Heater:
    """Keeps a room near the temperature that was asked for."""

    def __init__(self, target: float, margin: float = 0.5) -> None:
        self.target = target
        self.margin = margin
        self.heating = False

    def measure(self, degrees: float) -> bool:
        if degrees < self.target - self.margin:
            self.heating = True
        elif degrees > self.target + self.margin:
            self.heating = False
        return self.heating
