COINS = (200, 100, 50, 20, 10, 5, 2, 1)


def change(cents: int) -> list[int]:
    """The fewest coins that make up an amount."""
    handed = []
    for coin in COINS:
        count, cents = divmod(cents, coin)
        handed += [coin] * count
    return handed
