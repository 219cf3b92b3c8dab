"""DATABASE_URL and DATABASE_REPLICA_URL: what of them the driver, PostgreSQL's own programs and this server follow.

Law: each parameter that libpq, Prisma or a company that rents PostgreSQL out puts into an address is followed, or makes
no difference here, or is refused by its name. What makes a connection safer is never dropped in silence.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from server.infra.server_urls import BadUrl, Reader, ServerUrl, shown

CONNECT_TIMEOUT_S = 5.0
MOST_CONNECT_TIMEOUT_S = 60.0  # some databases that are rented sleep, and take their time to wake up
PORT = 5432
TLS_VERSIONS = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")


class BadDatabaseUrl(BadUrl):
    """The database URL cannot be used."""


PRIMARY, REPLICA = "DATABASE_URL", "DATABASE_REPLICA_URL"


def _reader(variable: str) -> Reader:
    return Reader(variable, "a PostgreSQL address", ("postgresql", "postgres"), BadDatabaseUrl)


_PLACES = {"host", "port", "user", "password", "dbname", "database"}
# The driver and libpq read these alike.
_FILES = {"sslcert", "sslkey", "sslrootcert", "sslcrl"}
_BOTH = _FILES | {
    *("sslmode", "sslnegotiation", "sslpassword", "ssl_min_protocol_version", "ssl_max_protocol_version"),
    *("target_session_attrs", "passfile", "krbsrvname", "gsslib", "options"),
}
_OURS = {"connect_timeout", "pgbouncer", "statement_cache_size"}
# All waits are bounded here anyway, and the pool is PRODEV_POOL_SIZE's.
_NO_DIFFERENCE = {
    *("keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"),
    *("application_name", "fallback_application_name", "load_balance_hosts", "sslcompression", "sslsni"),
    # Prisma's
    *("connection_limit", "pool_timeout", "socket_timeout", "single_use_connections"),
    *("max_connection_lifetime", "max_idle_connection_lifetime"),
    *("supa", "workaround", "uselibpqcompat"),  # marks of Supabase and of node-postgres
}
# These values ask for nothing that is not done; the others for what the sentence says how to get.
_ONLY: dict[str, tuple[set[str], str]] = {
    "channel_binding": (
        {"disable", "prefer"},
        "the driver has no channel binding; sslmode=verify-full&sslrootcert=system protects as well",
    ),
    "client_encoding": ({"utf8", "utf-8", "UTF8", "UTF-8", "auto"}, "it is always UTF8"),
    "gssencmode": ({"disable", "prefer"}, "the driver encrypts by TLS alone: use sslmode"),
    "gssdelegation": ({"0"}, "the driver delegates no credentials"),
    "max_protocol_version": ({"3.0", "3.2", "latest"}, "the driver speaks version 3.0"),
    "min_protocol_version": ({"3.0"}, "the driver speaks version 3.0"),
    "schema": ({"public"}, "the tables are in the schema public: use a database of its own"),
    "sslaccept": ({"accept_invalid_certs"}, "use sslmode=verify-full with sslrootcert"),
    "sslcertmode": ({"allow"}, "use sslcert alone"),
}
_INSTEAD = {
    "hostaddr": "use host",
    "oauth_client_id": "use a password",
    "oauth_client_secret": "use a password",
    "oauth_issuer": "use a password",
    "oauth_scope": "use a password",
    "pool": "PRODEV_POOL_SIZE is the number of connections",
    "prepared_statements": "use pgbouncer=true behind a pooler in transaction mode",
    "prepareThreshold": "use pgbouncer=true behind a pooler in transaction mode",
    "replication": "it is for programs that copy a database",
    "require_auth": "use sslmode=verify-full",
    "requirepeer": "keep others out of the socket's folder",
    "scram_client_key": "use a password",
    "scram_server_key": "use a password",
    "service": "write what the service file says into the address",
    "servicefile": "write what the service file says into the address",
    "ssl": "use sslmode",
    "sslcrldir": "use sslcrl",
    "sslidentity": "use sslcert and sslkey",
    "sslkeylogfile": "nobody is to read what is encrypted",
}
_CHOICES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "sslnegotiation": ("postgres", "direct"),
    "target_session_attrs": ("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
    "ssl_min_protocol_version": TLS_VERSIONS,
    "ssl_max_protocol_version": TLS_VERSIONS,
    "gsslib": ("gssapi", "sspi"),
}
_YES, _NO = {"true", "1", "yes", "on"}, {"false", "0", "no", "off", ""}


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """`parameters` are those that the driver and libpq both follow. Behind a pooler in transaction mode (`is_pooled`),
    nothing on a connection outlives a transaction: no prepared statement, no setting, no lock, no LISTEN."""

    hosts: tuple[str, ...]
    ports: tuple[int, ...]
    user: str | None
    password: str | None = field(repr=False)
    database: str | None
    connect_timeout_s: float
    is_pooled: bool
    statement_cache_size: int | None
    parameters: Mapping[str, str] = field(repr=False)
    variable: str = PRIMARY

    @property
    def place(self) -> str:
        """Where it leads, without user and password: `host:port/name`, or a socket's path."""
        if all(host.startswith("/") for host in self.hosts):
            return ",".join(self.hosts)
        return self._authority() + (f"/{self.database}" if self.database else "")

    def _authority(self) -> str:
        return ",".join(shown(host, port) for host, port in zip(self.hosts, self.ports, strict=True))

    def driver_options(self) -> dict[str, Any]:
        """Arguments of `asyncpg.connect` and of a pool. Raises BadDatabaseUrl when a file cannot be read."""
        for name in _FILES & set(self.parameters):
            self._must_be_readable(name)
        others = {name: value for name, value in self.parameters.items() if name != "options"}
        options: dict[str, Any] = {
            "host": list(self.hosts),
            "port": list(self.ports),
            "user": self.user,
            "password": self.password,
            "database": self.database,
            "timeout": self.connect_timeout_s,
            "server_settings": {name: self.parameters[name] for name in ("options",) if name in self.parameters},
        }
        if others.get("sslrootcert") == "system":
            del others["sslrootcert"], others["sslmode"]
            options["ssl"] = ssl.create_default_context()
            options["ssl"].set_alpn_protocols(["postgresql"])
        # The driver takes files of TLS from an address alone.
        options["dsn"] = f"postgresql://?{urlencode(others, quote_via=quote)}" if others else None
        if self.is_pooled or self.statement_cache_size is not None:
            options["statement_cache_size"] = 0 if self.is_pooled else self.statement_cache_size
        return options

    def _must_be_readable(self, name: str) -> None:
        if (name, self.parameters[name]) == ("sslrootcert", "system"):
            return
        try:
            with open(self.parameters[name], "rb"):
                pass
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a file's name"
            raise BadDatabaseUrl(f"the file that {self.variable} names in {name} cannot be read ({reason})") from None

    def for_libpq(self) -> tuple[str, str | None]:
        """An address for PostgreSQL's own programs, without the password; and the password."""
        parameters = {name: value for name, value in self.parameters.items() if name != "sslpassword"}
        login = f"{quote(self.user, safe='')}@" if self.user else ""
        if any(host.startswith("/") for host in self.hosts):
            where, parameters["host"] = "", ",".join(self.hosts)
            if set(self.ports) != {PORT}:
                parameters["port"] = ",".join(map(str, self.ports))
        else:
            where = self._authority()
        query = urlencode(parameters, quote_via=quote, safe="/")
        name = f"/{quote(self.database, safe='')}" if self.database else ""
        return f"postgresql://{login}{where}{name}" + (f"?{query}" if query else ""), self.password


def database_address(url: str, variable: str = PRIMARY) -> DatabaseAddress:
    """The address that `variable` holds. Raises BadDatabaseUrl."""
    reader = _reader(variable)
    read = reader.read(url)
    given = dict(read.parameters)
    for name, value in given.items():
        _refuse_what_cannot_be_followed(name, value, read, reader)
    hosts, ports = _places(read, reader)
    if variable == REPLICA and len(hosts) > 1:
        raise reader.bad("it names several hosts, and only one of them would be asked how far it is behind")
    _refuse_half_a_check(given, reader)
    statements = _number("statement_cache_size", given, reader)
    return DatabaseAddress(
        hosts=hosts,
        ports=ports,
        user=read.user or given.get("user"),
        password=read.password or given.get("password"),
        database=read.path or given.get("dbname") or given.get("database"),
        connect_timeout_s=_connect_timeout_s(_number("connect_timeout", given, reader)),
        is_pooled=_flag("pgbouncer", given, reader) or statements == 0,
        statement_cache_size=statements,
        parameters={name: value for name, value in given.items() if name in _BOTH and value},
        variable=variable,
    )


def _refuse_what_cannot_be_followed(name: str, value: str, url: ServerUrl, reader: Reader) -> None:
    if name in _ONLY:
        harmless, instead = _ONLY[name]
        if value and value not in harmless:
            raise reader.refused(name, instead)
    elif name in _INSTEAD:
        raise reader.refused(name, _INSTEAD[name])
    elif name in _CHOICES and value and value not in _CHOICES[name]:
        raise reader.refused(name, f"it must be one of {', '.join(_CHOICES[name])}")
    elif name not in _PLACES | _BOTH | _OURS | _NO_DIFFERENCE:
        raise reader.unknown(name, url)


def _places(url: ServerUrl, reader: Reader) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Hosts, and as many ports."""
    named: tuple[tuple[str, int | None], ...]
    named = tuple((host, None) for host in url.parameters.get("host", "").split(",") if host)
    has_own = any(host for host, _ in url.hosts)
    places = named if named and not has_own else url.hosts or (("localhost", None),)
    hosts = tuple(host or "localhost" for host, _ in places)
    extra = [reader.port(port) for port in url.parameters.get("port", "").split(",") if port]
    if len(extra) > 1 and len(extra) != len(hosts):
        raise reader.bad("it has another number of ports than of hosts")
    each = extra if len(extra) == len(hosts) else (extra or [PORT]) * len(hosts)
    return hosts, tuple(port or other for (_, port), other in zip(places, each, strict=True))


def _refuse_half_a_check(given: dict[str, str], reader: Reader) -> None:
    """As libpq has it: the system's certificates are trusted for the host that was asked for, and no other."""
    if given.get("sslrootcert") == "system" and given.setdefault("sslmode", "verify-full") != "verify-full":
        raise reader.refused("sslrootcert", "sslrootcert=system needs sslmode=verify-full")


def _connect_timeout_s(said: int | None) -> float:
    """0 is libpq's for ever, which nothing here may wait."""
    return min(float(said), MOST_CONNECT_TIMEOUT_S) if said else CONNECT_TIMEOUT_S


def _number(name: str, given: Mapping[str, str], reader: Reader) -> int | None:
    said = given.get(name)
    if said and not (said.isascii() and said.isdecimal()):
        raise reader.refused(name, "it is no whole number")
    return int(said) if said else None


def _flag(name: str, given: Mapping[str, str], reader: Reader) -> bool:
    said = given.get(name, "").lower()
    if said not in _YES | _NO:
        raise reader.refused(name, "it is neither true nor false")
    return said in _YES
