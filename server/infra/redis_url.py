"""REDIS_URL: what of it the client follows.

Law: each parameter is followed, makes no difference here, or is refused by its name: what redis-py would take for an
argument of its own, and fail with at the first command, is refused when the program starts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio.connection import (
    URL_QUERY_ARGUMENT_PARSERS,
    Connection,
    SSLConnection,
    UnixDomainSocketConnection,
)

from server.infra.server_urls import BadUrl, Reader, ServerUrl, shown

PORT = 6379


class BadRedisUrl(BadUrl):
    """The Redis URL cannot be used."""


_PLAIN, _TLS, _SOCKET = {"redis", "valkey"}, {"rediss", "valkeys"}, {"unix", "redis+unix"}
_READER = Reader("REDIS_URL", "a Redis address", ("redis", *sorted(_PLAIN | _TLS | _SOCKET)), BadRedisUrl)

_FOLLOWED = {"db", "username", "password", "client_name", "socket_timeout", "socket_connect_timeout", "max_connections"}
_CLUSTER = "cluster"
_FILES = {"ssl_ca_certs", "ssl_certfile", "ssl_keyfile"}
_FOLLOWED_BY_TLS = _FILES | {"ssl_cert_reqs", "ssl_password", "ssl_check_hostname"}
_NO_DIFFERENCE = {"family", "protocol", "health_check_interval", "socket_keepalive"}  # all waits are bounded anyway
_INSTEAD = {
    "decode_responses": "what is stored is bytes",
    "encoding": "what is stored is bytes",
    "retry_on_timeout": "a command whose answer did not come may have been carried out, and is not repeated",
    "timeout": "use socket_timeout",
    "ssl": "use rediss:// for TLS",
    "tls": "use rediss:// for TLS",
    "ssl_ca_path": "use ssl_ca_certs",
}
_CERTIFICATES = {"none": "none", "optional": "optional", "required": "required"}
_CERTIFICATES |= {f"CERT_{name.upper()}": name for name in _CERTIFICATES.values()}


@dataclass(frozen=True, slots=True)
class RedisAddress:
    """`options` are arguments of a connection of redis-py, of the class `kind`. Of a cluster, `seeds` are the servers
    that are asked first who has what; others have none."""

    kind: type[Connection] | type[UnixDomainSocketConnection]
    options: dict[str, Any] = field(repr=False)
    seeds: tuple[tuple[str, int], ...] = ()

    @property
    def place(self) -> str:
        """Where it leads, without user and password: `host:port/db`, or a socket's path."""
        if "path" in self.options:
            return str(self.options["path"])
        if self.seeds:
            return ",".join(shown(host, port) for host, port in self.seeds)
        database = f"/{self.options['db']}" if self.options["db"] else ""
        return shown(self.options["host"], self.options["port"]) + database


def redis_address(url: str) -> RedisAddress:
    """Raises BadRedisUrl."""
    read = _READER.read(url)
    is_tls = read.scheme in _TLS
    is_cluster = _is_cluster(read)
    options = {name: _value(name, value, read, is_tls) for name, value in read.parameters.items()}
    options = {name: value for name, value in options.items() if name not in _NO_DIFFERENCE | {_CLUSTER}}
    for name, value in (("username", read.user), ("password", read.password)):
        if value:
            options[name] = value
    if read.scheme in _SOCKET:
        if read.hosts:
            raise _READER.bad("a socket's path begins with a slash: unix:///run/valkey.sock")
        if is_cluster:
            raise _READER.refused(_CLUSTER, "the servers of a cluster are told apart by host and port")
        return RedisAddress(UnixDomainSocketConnection, {"path": f"/{read.path}", "db": 0} | options)
    if len(read.hosts) > 1 and not is_cluster:
        raise _READER.bad("it names several hosts: those of a cluster need cluster=true")
    host, port = read.hosts[0] if read.hosts else ("localhost", PORT)
    options |= {"host": host or "localhost", "port": port or PORT}
    options.setdefault("db", _database(read.path.rstrip("/")))
    if is_cluster and options["db"]:
        raise _READER.refused(_CLUSTER, "a cluster has no other database than 0")
    seeds = tuple((host or "localhost", port or PORT) for host, port in read.hosts or ((None, None),))
    return RedisAddress(SSLConnection if is_tls else Connection, options, seeds if is_cluster else ())


def _is_cluster(url: ServerUrl) -> bool:
    said = url.parameters.get(_CLUSTER, "false").lower()
    if said not in ("true", "false"):
        raise _READER.refused(_CLUSTER, "it is neither true nor false")
    return said == "true"


def _value(name: str, value: str, url: ServerUrl, is_tls: bool) -> Any:
    if name in _INSTEAD:
        raise _READER.refused(name, _INSTEAD[name])
    if name in _FOLLOWED_BY_TLS and not is_tls:
        raise _READER.refused(name, "it is for rediss:// alone")
    if name not in _FOLLOWED | _FOLLOWED_BY_TLS | _NO_DIFFERENCE | {_CLUSTER}:
        raise _READER.unknown(name, url)
    if name == "ssl_cert_reqs" and value not in _CERTIFICATES:
        raise _READER.refused(name, f"it must be one of {', '.join(_CERTIFICATES)}")
    if name in _FILES and not os.access(value, os.R_OK):
        raise BadRedisUrl(f"the file that REDIS_URL names in {name} cannot be read")
    try:
        return _CERTIFICATES[value] if name == "ssl_cert_reqs" else _parsed(name, value)
    except (TypeError, ValueError):
        raise _READER.refused(name, "its value does not fit") from None


def _parsed(name: str, value: str) -> Any:
    parse = URL_QUERY_ARGUMENT_PARSERS.get(name)
    return value if parse is None else parse(value)


def _database(path: str) -> int:
    if path and not (path.isascii() and path.isdecimal()):
        raise _READER.bad("after the host there is no number of a database")
    return int(path or 0)
