def clamp(value: float, low: float, high: float) -> float:
    """Keep a value between two bounds, both included."""
    if low > high:
        raise ValueError("low must not be above high")
    return max(low, min(value, high))
