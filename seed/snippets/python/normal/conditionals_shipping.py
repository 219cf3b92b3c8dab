def shipping(weight_kg: float, express: bool = False) -> float:
    if weight_kg <= 0:
        raise ValueError("a parcel weighs something")
    price = 4.9
    if weight_kg > 2:
        price += 1.5 * (weight_kg - 2)
    return price * 2 if express else price
