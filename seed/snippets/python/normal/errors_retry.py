import time
from collections.abc import Callable


def read_sensor(read: Callable[[], float], attempts: int = 3) -> float:
    for attempt in range(attempts):
        try:
            return read()
        except OSError:
            time.sleep(2**attempt)
    raise TimeoutError(f"no answer after {attempts} attempts")
