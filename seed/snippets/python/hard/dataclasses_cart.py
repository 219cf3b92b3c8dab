from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Cart:
    prices: dict[str, Decimal]
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, count: int = 1) -> None:
        if name not in self.prices:
            raise LookupError(name)
        self.counts[name] += count

    def total(self) -> Decimal:
        lines = (self.prices[n] * c for n, c in self.counts.items())
        return sum(lines, Decimal("0.00"))
