import json
from pathlib import Path


def load_settings(path: Path) -> dict:
    settings = {"theme": "dark", "font_size": 14}
    if path.exists():
        settings.update(json.loads(path.read_text()))
    return settings


print(load_settings(Path("settings.json"))["theme"])
