Sale = tuple[str, str, float]


def pivot(sales: list[Sale]) -> dict[str, list[float]]:
    """Sales of each shop by month; a month without sales counts as 0."""
    months = sorted({month for _, month, _ in sales})
    table = {shop: [0.0] * len(months) for shop, *_ in sales}
    for shop, month, amount in sales:
        table[shop][months.index(month)] += amount
    return table


for row in pivot([("Oslo", "05", 9.5), ("Bern", "07", 4)]).items():
    print(*row, sep=": ")
