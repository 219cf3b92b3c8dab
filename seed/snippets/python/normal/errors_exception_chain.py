class ConfigError(Exception):
    """The configuration cannot be used."""


def read_port(settings: dict[str, str]) -> int:
    try:
        return int(settings["port"])
    except (KeyError, ValueError) as error:
        raise ConfigError("port is not a number") from error
