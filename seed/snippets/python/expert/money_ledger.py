from collections import Counter
from decimal import Decimal


class Ledger:
    def __init__(self) -> None:
        self.entries: list[tuple[str, dict[str, Decimal]]] = []

    def post(self, text: str, **amounts: str) -> None:
        entry = {name: Decimal(amount) for name, amount in amounts.items()}
        if off := sum(entry.values()):
            raise ValueError(f"{text!r} is {off:+.2f} off balance")
        self.entries.append((text, entry))

    def __str__(self) -> str:
        totals: Counter[str] = Counter()
        for _, entry in self.entries:
            totals.update(entry)
        return "\n".join(f"{n:<8}{t:9,.2f}" for n, t in totals.items() if t)


book = Ledger()
book.post("October rent", bank="-850", rent="850")
book.post("sold a lamp", bank="45.5", lamps="-40", profit="-5.5")
print(book)
