"""The addresses of the servers behind this one, taken apart so that no part of a secret is ever shown.

Laws:
- A complaint consists of our own words and of names of parameters; no other piece of the address is in it. Unknown
  names are left out when the address has a secret parameter: they may be the rest of it, behind a bare `&`.
- An address that could be read in two ways is refused: usually a character of its password is not encoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

SECRETS = {"password", "sslpassword", "ssl_password"}  # parameters
MOST_PORT = 65535
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_PIECES = re.compile(r"([^/?#]*)([^?#]*)\??([^#]*)")  # authority, path, query
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,40}")
_ENCODE = (
    "a character of its user, password or a value is not encoded "
    "(write # as %23, / as %2F, ? as %3F, @ as %40, & as %26, % as %25 and a space as %20)"
)


class BadUrl(Exception):
    """An address cannot be used; the message is one line without any part of a secret."""


@dataclass(frozen=True, slots=True)
class ServerUrl:
    """An address in pieces, all decoded. `path` has no first slash; a port that is not given is None."""

    scheme: str
    user: str | None
    password: str | None = field(repr=False)
    hosts: tuple[tuple[str, int | None], ...]
    path: str
    parameters: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the addresses in one variable. `what` completes "is not ..."; `error` is what all methods raise."""

    variable: str
    what: str
    schemes: tuple[str, ...]
    error: type[BadUrl]

    def read(self, url: str) -> ServerUrl:
        url = url.strip()
        found = _SCHEME.match(url)
        if found is None or found[1].lower() not in self.schemes:
            raise self.bad(f"it must start with {self.schemes[0]}://")
        rest = url[found.end() :]
        pieces = _PIECES.fullmatch(rest)
        if pieces is None or "@" in pieces[2] + pieces[3] or not rest.isprintable() or " " in rest:
            raise self.bad(_ENCODE)
        authority, path, query = pieces.groups()
        login, at, places = authority.rpartition("@")
        user, colon, password = login.partition(":")
        if "%00" in rest:
            raise self.bad("it holds a zero byte (%00)")
        return ServerUrl(
            found[1].lower(),
            unquote(user) if at and user else None,
            unquote(password) if colon and password else None,
            tuple(self._host(place) for place in places.split(",")) if places else (),
            unquote(path.removeprefix("/")),
            dict(self._parameters(query)),
        )

    def _host(self, place: str) -> tuple[str, int | None]:
        if place.startswith("["):
            host, bracket, port = place[1:].partition("]")
            if not bracket or (port and not port.startswith(":")):
                raise self.bad("an address in brackets is not [IPv6] or [IPv6]:port")
            port = port.removeprefix(":")
        else:
            host, _, port = place.partition(":")
        return unquote(host), self.port(port) if port else None

    def port(self, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 0 < int(text) <= MOST_PORT):
            raise self.bad(f"its port is not a number from 1 to {MOST_PORT}, or {_ENCODE}")
        return int(text)

    def _parameters(self, query: str) -> Iterable[tuple[str, str]]:
        for part in filter(None, query.split("&")):
            name, equals, value = part.partition("=")
            if not equals or not _NAME.fullmatch(name):
                raise self.bad(f"what follows its ? is not name=value&name=value, or {_ENCODE}")
            yield name, unquote(value)

    def bad(self, why: str) -> BadUrl:
        return self.error(f"{self.variable} is not {self.what}: {why}")

    def unknown(self, name: str, url: ServerUrl) -> BadUrl:
        """A parameter that nobody knows."""
        said = "a parameter" if SECRETS & set(url.parameters) else f"the parameter {name}"
        return self.error(f"{self.variable} has {said} that Pro Dev does not know: see docs/deployment.md")

    def refused(self, name: str, instead: str) -> BadUrl:
        """A parameter that is known, and cannot be followed."""
        return self.error(f"{self.variable} has the parameter {name}, which cannot be followed: {instead}")


def shown(host: str, port: int | None) -> str:
    """A host as an address has it."""
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}" if port else name
