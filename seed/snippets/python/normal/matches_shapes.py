def area(shape: dict) -> float:
    match shape:
        case {"kind": "circle", "radius": radius}:
            return 3.14159 * radius**2
        case {"kind": "box", "sides": [width, height]}:
            return width * height
        case _:
            raise ValueError(f"unknown shape: {shape}")
