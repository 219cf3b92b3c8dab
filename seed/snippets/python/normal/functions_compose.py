from functools import reduce


def compose(*functions):
    def apply(value, function):
        return function(value)

    return lambda value: reduce(apply, functions, value)


slug = compose(str.strip, str.lower, str.split, "-".join)
