Tree = float | str | tuple


def simple(tree: Tree) -> Tree:
    match tree:
        case ("+", 0, a) | ("+", a, 0) | ("*", 1, a) | ("*", a, 1):
            return a
        case ("*", 0, _) | ("*", _, 0):
            return 0
        case ("+", int(a), int(b)):
            return a + b
        case ("^", a, 0 | 1 as n):
            return a if n else 1
    return tree


def derive(tree: Tree, x: str = "x") -> Tree:
    match tree:
        case ("+", a, b):
            return simple(("+", derive(a, x), derive(b, x)))
        case ("*", a, b):
            left = simple(("*", derive(a, x), b))
            return simple(("+", left, simple(("*", a, derive(b, x)))))
        case ("^", a, int(n)):
            outer = simple(("*", n, simple(("^", a, n - 1))))
            return simple(("*", outer, derive(a, x)))
    return int(tree == x)
