def delivery_cost(
    weight: float, *, express: bool = False, insured: bool = False
) -> float:
    cost = 3.9 + 1.2 * max(0, weight - 2)
    if express:
        cost *= 1.5
    return round(cost + 2.5 * insured, 2)


print(delivery_cost(4.5, express=True))
