LINES = [
    *[(i, i + 1, i + 2) for i in (0, 3, 6)],
    *[(i, i + 3, i + 6) for i in range(3)],
    *[(0, 4, 8), (2, 4, 6)],
]


def winner(board: str) -> str | None:
    """Who has three in a row on nine squares, such as 'xxxo.o...'."""
    for a, b, c in LINES:
        if board[a] != "." and board[a] == board[b] == board[c]:
            return board[a]
    return None if "." in board else "nobody"
