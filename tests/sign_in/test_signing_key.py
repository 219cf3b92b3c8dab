"""The key that signs access tokens."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.settings import Settings
from server.sign_in.signing_key import signing_key


def test_the_environments_key_is_taken_as_it_is(tmp_path: Path) -> None:
    key = "k" * 32
    assert signing_key(Settings(secret_key=key, data=tmp_path)) == key
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("k" * 31)
    with pytest.raises(ValueError, match=r"secret\.key holds fewer than 32 bytes"):
        signing_key(Settings(data=tmp_path))


def test_a_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    key = signing_key(settings)
    assert signing_key(settings) == key and len(key) >= 32
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret.key"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "new" / "secret.key").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: signing_key(settings), range(32)))
    assert len(keys) == 1
