"""All settings, read from the environment here and nowhere else. docs/configuration.md lists them."""

from __future__ import annotations

import enum
import hashlib
import ipaddress
import os
import tempfile
from pathlib import Path

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
_IN_WHEEL = ROOT / "server" / "shipped"
IS_CHECKOUT = not _IN_WHEEL.is_dir()
SHIPPED = ROOT if IS_CHECKOUT else _IN_WHEEL  # has what hatch_build.py ships: static, seed/snippets, …


def by_option(option: str, value: str) -> str:
    """How an option of `prodev serve` is given, also for those who have only met `make run`."""
    return f"{option} {value}" + (f' (make run ARGS="{option} {value}")' if IS_CHECKOUT else "")


def proxy_networks(trusted: str) -> tuple[bool, list[ipaddress.IPv4Network | ipaddress.IPv6Network]]:
    """Whether `*` is among the entries, and the others as networks. Raises ValueError when one is neither."""
    entries = [entry.strip() for entry in trusted.split(",") if entry.strip()]
    return "*" in entries, [ipaddress.ip_network(entry) for entry in entries if entry != "*"]


class Registration(enum.StrEnum):
    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


class Settings(BaseSettings):
    """The addresses of servers, and `PRODEV_*`. An invalid value is refused when the program starts.

    Secrets, and URLs that contain passwords, are left out of the repr, which a traceback may print.
    """

    model_config = SettingsConfigDict(
        env_prefix="PRODEV_", extra="ignore", env_ignore_empty=True, validate_by_name=True, validate_by_alias=True
    )

    database_url: str | None = Field(default=None, repr=False, validation_alias="DATABASE_URL")
    database_replica_url: str | None = Field(default=None, repr=False, validation_alias="DATABASE_REPLICA_URL")
    redis_url: str | None = Field(default=None, repr=False, validation_alias="REDIS_URL")
    data: Path | None = None

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    production: bool = False
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    log_json: bool = False
    tracing: bool = False  # where traces go is said by the variables OTEL_*, which OpenTelemetry reads itself
    trusted_proxies: str = "127.0.0.1"  # proxies whose X-Forwarded-* headers are trusted
    connections: int = Field(default=10_000, ge=10)  # at once in each process
    connections_per_address: int = Field(default=1_000, ge=1)
    # Further origins that may open the play socket, separated by commas.
    origins: str = Field(default="", pattern=r"^(\s*https?://[^/,\s]+/?\s*(,|$))*$")

    # Signs access tokens (HS256 needs 256 bits); generated and kept in the data folder if unset.
    secret_key: str | None = Field(default=None, repr=False, min_length=32)
    access_token_s: int = Field(default=900, ge=10)
    refresh_token_days: int = Field(default=30, ge=1)
    sign_in_days: int = Field(default=180, ge=1)
    bcrypt_cost: int = Field(default=12, ge=4, le=16)
    registration: Registration = Registration.OPEN
    invite_code: str | None = Field(default=None, repr=False)
    rate_limits: bool = True
    plausibility: bool = True

    # Where the servers put their backups; unset with an embedded PostgreSQL: `backups/` in the data folder.
    backup_dir: Path | None = None
    backup_every_h: int = Field(default=6, ge=1, le=24)
    backup_days: int = Field(default=30, ge=0)  # that each is kept; 0: none is made

    # For how many days what grows is kept; 0: for ever.
    notification_days: int = Field(default=90, ge=0)
    draft_days: int = Field(default=365, ge=0)
    guest_days: int = Field(default=30, ge=0)

    pool_size: int = Field(default=10, ge=2, le=200)
    redis_prefix: str = "prodev:"
    socket: str = Field(default="picows", pattern="^(picows|starlette)$")
    hello_timeout_ms: int = Field(default=5_000, ge=50)
    silent_timeout_ms: int = Field(default=25_000, ge=50)
    keys_per_second: int = Field(default=200, ge=1)
    keys_burst: int = Field(default=1_000, ge=1)
    hellos_per_token: int = Field(default=30, ge=3)  # a minute, and as many at once; 3 are one take-over
    hellos_per_address: int = Field(default=600, ge=1)
    abandon_after_s: int = Field(default=1_800, ge=1)
    metrics_token: str | None = Field(default=None, repr=False, min_length=16)
    # Where several workers share their metrics. `prodev serve` creates it; prometheus-client reads the same variable.
    metrics_dir: Path | None = Field(default=None, validation_alias="PROMETHEUS_MULTIPROC_DIR")

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_networks(cls, value: str) -> str:
        proxy_networks(value)
        return value

    @model_validator(mode="after")
    def _invitation_has_a_code(self) -> Settings:
        if self.registration is Registration.INVITE and not self.invite_code:
            raise ValueError("PRODEV_REGISTRATION=invite needs PRODEV_INVITE_CODE")
        return self

    def data_dir(self) -> Path:
        """Where embedded servers keep their data, and the server the key that it generated for itself.

        For an ordinary user it is `.prodev/` beside the code, or in `~/.local/share/prodev` if the code's folder is not
        writable. For root it is in /var/lib, where every parent folder is open: the servers then run as a system user
        that cannot enter a private home folder. The hash of the checkout's path keeps two clones apart. What was
        installed from a wheel keeps its data elsewhere than its code, which an update puts into a new folder.
        """
        if self.data is not None:
            return self.data.expanduser().absolute()
        clone = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12] if IS_CHECKOUT else "data"
        if os.geteuid() == 0:
            var_lib = Path("/var/lib")
            return (var_lib if os.access(var_lib, os.W_OK) else Path(tempfile.gettempdir())) / "prodev" / clone
        if IS_CHECKOUT and os.access(ROOT, os.W_OK):
            return ROOT / ".prodev"
        home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        return Path(home) / "prodev" / clone

    def as_environment(self) -> dict[str, str]:
        """The variables from which another process reads these same settings; those that are None are left out."""
        variables = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if value is not None:
                variables[self.variable(name)] = str(value.value if isinstance(value, enum.Enum) else value)
        return variables

    @classmethod
    def variable(cls, name: str) -> str:
        """The environment variable for the field `name`."""
        return str(cls.model_fields[name].validation_alias or f"PRODEV_{name}".upper())
