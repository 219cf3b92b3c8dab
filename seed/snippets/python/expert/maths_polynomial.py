from itertools import zip_longest


class Polynomial:
    def __init__(self, *coefficients: float) -> None:
        self.c = coefficients

    def __call__(self, x: float) -> float:
        return sum(c * x**n for n, c in enumerate(self.c))

    def __add__(self, other: "Polynomial") -> "Polynomial":
        return Polynomial(*map(sum, zip_longest(self.c, other.c, fillvalue=0)))

    def __mul__(self, other: "Polynomial") -> "Polynomial":
        product = [0.0] * (len(self.c) + len(other.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                product[i + j] += a * b
        return Polynomial(*product)

    def __str__(self) -> str:
        terms = [f"{c:+g}x^{n}" for n, c in enumerate(self.c) if c]
        return " ".join(terms[::-1]).replace("x^0", "").lstrip("+") or "0"
