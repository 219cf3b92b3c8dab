def check_order(order: dict) -> None:
    problems: list[Exception] = [
        KeyError(f"{field} is missing")
        for field in ("street", "city")
        if not order.get(field)
    ]
    if not order.get("lines"):
        problems.append(ValueError("nothing ordered"))
    if problems:
        raise ExceptionGroup("order refused", problems)


try:
    check_order({"lines": ["tea"], "city": "Riga"})
except* KeyError as group:
    print(*(error.args[0] for error in group.exceptions))
