import sqlite3


def add_note(path: str, title: str) -> int | None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE IF NOT EXISTS notes (title TEXT)")
        added = db.execute("INSERT INTO notes VALUES (?)", (title,))
    return added.lastrowid
