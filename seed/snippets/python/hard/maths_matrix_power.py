Matrix = list[list[int]]


def multiply(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    return [
        [sum(x * y for x, y in zip(row, col, strict=True)) for col in columns]
        for row in a
    ]


def power(matrix: Matrix, n: int) -> Matrix:
    if n == 1:
        return matrix
    half = power(multiply(matrix, matrix), n // 2)
    return multiply(half, matrix) if n % 2 else half
