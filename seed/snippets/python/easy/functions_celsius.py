def to_celsius(fahrenheit: float) -> float:
    """Convert a temperature from Fahrenheit."""
    return (fahrenheit - 32) * 5 / 9
