from pathlib import Path

log = Path("visits.log")
with log.open("a") as file:
    file.write("somebody came by\n")
