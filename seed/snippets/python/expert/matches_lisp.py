import operator as op
import re

GLOBALS = {"+": op.add, "-": op.sub, "*": op.mul, "<": op.lt, "=": op.eq}


def read(text: str):
    stack: list[list] = [[]]
    for token in re.findall(r"[()]|[^()\s]+", text):
        if token == "(":
            stack.append([])
        elif token == ")":
            stack[-2].append(stack.pop())
        else:
            stack[-1].append(int(token) if token.isdecimal() else token)
    return stack[0][0]


def run(tree, scope=GLOBALS):
    match tree:
        case int() | str():
            return scope.get(tree, tree)
        case ["if", test, yes, no]:
            return run(yes if run(test, scope) else no, scope)
        case ["fn", [*names], body]:
            return lambda *a: run(
                body, scope | dict(zip(names, a, strict=True))
            )
        case [function, *rest]:
            return run(function, scope)(*(run(item, scope) for item in rest))
