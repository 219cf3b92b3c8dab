"""Which pages are ours, by the one rule for cookies and for the play socket."""

from __future__ import annotations

import pytest

from server.infra.origins import is_ours
from server.play.sockets.handshake import judge

LISTED = "https://other.example, https://Play.example/"
CASES = [
    ("http://prodev.test", "prodev.test", True),
    ("https://PRODEV.test", "prodev.test", True),
    ("https://prodev.test", "prodev.test:443", True),
    ("https://prodev.test:443", "prodev.test", True),
    ("http://prodev.test:8080", "prodev.test:8080", True),
    ("https://play.example", "prodev.test", True),
    ("https://play.example/", "prodev.test", True),
    ("http://[::1]:8000", "[::1]:8000", True),
    ("https://prodev.test:8080", "prodev.test", False),
    ("http://prodev.test", "prodev.test:8080", False),
    ("https://evil.example", "prodev.test", False),
    ("https://prodev.test.evil.example", "prodev.test", False),
    ("http://play.example", "prodev.test", False),
    ("ftp://prodev.test", "prodev.test", False),
    ("https://prodev.test", None, False),
    ("null", "prodev.test", False),
    ("null", "null", False),
    ("", "prodev.test", False),
    ("", "", False),
    ("http://[", "prodev.test", False),
    ("http://prodev.test:x", "prodev.test", False),
]


@pytest.mark.parametrize(("origin", "host", "ours"), CASES)
def test_a_page_is_ours_by_its_host_and_port_or_by_the_list(origin: str, host: str | None, ours: bool) -> None:
    assert is_ours(origin, host, LISTED) is ours


@pytest.mark.parametrize(("origin", "host", "ours"), CASES)
def test_the_socket_has_the_same_rule(origin: str, host: str | None, ours: bool) -> None:
    answer = judge(origin=origin, host=host, offered=["prodev.v1"], allowed_origins=LISTED)
    assert answer.status == (101 if ours else 403)
