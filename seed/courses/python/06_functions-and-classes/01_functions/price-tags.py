def format_price(
    cents: int, *, currency: str = "EUR", show_zero: bool = False
) -> str:
    if cents == 0 and not show_zero:
        return "free"
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d} {currency}"


print(format_price(-1250), format_price(0))
