from decimal import ROUND_HALF_UP, Decimal


def euros(amount: Decimal) -> str:
    cents = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents):,} EUR"


print(euros(Decimal("1234.565")))
