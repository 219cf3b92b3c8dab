import asyncio
from time import monotonic


class TokenBucket:
    """Lets `burst` calls through at once, and `rate` a second after that."""

    def __init__(self, rate: float, burst: int) -> None:
        self.rate, self.burst = rate, burst
        self._tokens, self._filled_at = float(burst), monotonic()
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> float:
        async with self._lock:
            now = monotonic()
            gained = (now - self._filled_at) * self.rate
            self._tokens = min(self.burst, self._tokens + gained) - 1
            self._filled_at = now
            wait = max(0.0, -self._tokens / self.rate)
            await asyncio.sleep(wait)
            return wait

    async def __aexit__(self, *error: object) -> None:
        return None
