import csv
from pathlib import Path


def export_members(path: Path, members: dict[str, int]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "member since"])
        writer.writerows(sorted(members.items()))
