def bar_chart(sales: dict[str, float], width: int = 40) -> str:
    most = max(sales.values(), default=0) or 1
    label = max(map(len, sales), default=0)
    lines = []
    for name, sold in sorted(sales.items(), key=lambda pair: -pair[1]):
        bar = "#" * round(width * sold / most)
        lines.append(f"{name:>{label}} |{bar:<{width}}| {sold:8,.2f}")
    return "\n".join(lines)


print(bar_chart({"tea": 812.5, "coffee": 1204, "cocoa": 96.25}))
