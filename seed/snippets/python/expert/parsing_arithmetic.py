import operator
import re

OPERATORS = {
    "+": (1, operator.add),
    "-": (1, operator.sub),
    "*": (2, operator.mul),
    "/": (2, operator.truediv),
}


def evaluate(formula: str) -> float:
    tokens = re.findall(r"\d+(?:\.\d+)?|[-+*/()]", formula)[::-1]

    def operand() -> float:
        token = tokens.pop()
        if token == "(":
            value = expression(1)
            tokens.pop()
            return value
        return -operand() if token == "-" else float(token)

    def expression(least: int) -> float:
        left = operand()
        while tokens and OPERATORS.get(tokens[-1], (0,))[0] >= least:
            rank, apply = OPERATORS[tokens.pop()]
            left = apply(left, expression(rank + 1))
        return left

    return expression(1)
