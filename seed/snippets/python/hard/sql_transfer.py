import sqlite3

MOVE = "UPDATE accounts SET cents = cents + ? WHERE id = ?"


def transfer(
    db: sqlite3.Connection, giver: int, taker: int, cents: int
) -> None:
    """Both accounts change, or neither does."""
    with db:
        for account, change in ((giver, -cents), (taker, cents)):
            if db.execute(MOVE, (change, account)).rowcount != 1:
                raise LookupError(f"no account {account}")
