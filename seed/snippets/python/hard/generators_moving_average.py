from collections import deque
from collections.abc import Generator


def moving_average(size: int) -> Generator[float, float, None]:
    window: deque[float] = deque(maxlen=size)
    average = 0.0
    while True:
        window.append((yield average))
        average = sum(window) / len(window)


meter = moving_average(size=3)
next(meter)
for watts in (90, 120, 60, 210):
    print(f"{watts:4} W now, {meter.send(watts):.1f} W on average")
