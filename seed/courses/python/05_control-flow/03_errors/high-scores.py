from pathlib import Path

try:
    text = Path("scores.txt").read_text(encoding="utf-8")
    scores = [int(line) for line in text.splitlines()]
except FileNotFoundError:
    print("Nobody has played yet")
except ValueError as error:
    print("The file is damaged:", error)
else:
    print("The record is", max(scores, default=0))
