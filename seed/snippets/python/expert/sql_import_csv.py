import csv
import re
import sqlite3
from contextlib import closing
from pathlib import Path


def slug(text: str) -> str:
    return re.sub(r"\W+", "_", text.strip().lower())


def import_csv(db_path: Path, csv_path: Path) -> int:
    with csv_path.open(newline="") as file:
        head, *rows = csv.reader(file)
    table, names = slug(csv_path.stem), [f'"{slug(name)}"' for name in head]
    with closing(sqlite3.connect(db_path)) as db, db:
        db.execute(f'CREATE TABLE "{table}" ({", ".join(names)})')
        return db.executemany(
            f'INSERT INTO "{table}" VALUES ({"?, " * len(names[1:])}?)',
            (row for row in rows if len(row) == len(names)),
        ).rowcount
