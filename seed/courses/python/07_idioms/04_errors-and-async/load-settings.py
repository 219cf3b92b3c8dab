import json
from dataclasses import dataclass
from pathlib import Path


class ConfigError(Exception):
    """The settings cannot be used; the cause says why."""


@dataclass(frozen=True)
class Config:
    host: str
    port: int = 8080


def load_config(path: Path) -> Config:
    try:
        return Config(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ConfigError(f"{path} does not exist") from error
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}: {error.msg}") from error
    except TypeError as error:
        raise ConfigError(f"{path} has unknown keys") from error
