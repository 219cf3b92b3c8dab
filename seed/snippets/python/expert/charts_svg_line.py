def line_chart(values: list[float], width: int = 320, height: int = 80) -> str:
    """An SVG picture of the values, with a dot on the highest."""
    low, high = min(values), max(values)
    step = width / max(1, len(values) - 1)
    points = [
        (round(i * step, 1), round(height * (high - v) / (high - low or 1), 1))
        for i, v in enumerate(values)
    ]
    path = " ".join(f"{'ML'[i > 0]}{x} {y}" for i, (x, y) in enumerate(points))
    x, y = points[values.index(high)]
    return "\n".join(
        [
            f'<svg viewBox="-4 -4 {width + 8} {height + 8}">',
            f'  <path d="{path}" fill="none" stroke="teal"/>',
            f'  <circle cx="{x}" cy="{y}" r="3"/>',
            f'  <text x="{x + 5}" y="{y + 5}">{high:,.1f}</text>',
            "</svg>",
        ]
    )
