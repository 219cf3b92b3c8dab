import sqlite3

QUERY = """
    SELECT customer, SUM(amount) AS spent
    FROM orders
    WHERE ordered_at >= ?
    GROUP BY customer
    HAVING spent > ?
    ORDER BY spent DESC
"""


def top_customers(path: str, since: str, minimum: float) -> list[tuple]:
    with sqlite3.connect(path) as connection:
        return connection.execute(QUERY, (since, minimum)).fetchall()
