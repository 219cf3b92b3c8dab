from pathlib import Path

backups = Path.home() / "backups"
if not backups.exists():
    backups.mkdir()
    print("Made a folder for backups")
