"""The commit that a tree is checked out at, so that a snippet can be traced to the lines it came from.

Git's own files are read, because `git` may be missing, or refuse a folder that belongs to somebody else. `git` is asked
only when the files do not tell (a new format of references).
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
GIT_TIMEOUT_S = 5


def git_root(folder: Path) -> Path | None:
    """The nearest folder, this one or one above it, that is a git repository."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def commit_of(folder: Path) -> str:
    """The full hash of HEAD, or "" when the folder is in no repository or has no commit."""
    root = git_root(folder)
    if root is None:
        return ""
    try:
        found = _from_files(root / ".git")
    except (OSError, ValueError):
        found = ""
    return found or _asked(root)


def _from_files(git: Path) -> str:
    if git.is_file():  # in a worktree or a submodule it is a file that names the folder
        git = (git.parent / git.read_text("utf-8").removeprefix("gitdir:").strip()).resolve()
    head = (git / "HEAD").read_text("utf-8").strip()
    if not head.startswith("ref:"):
        return _checked(head)
    reference = head.removeprefix("ref:").strip()
    common = git / "commondir"
    shared = (git / common.read_text("utf-8").strip()).resolve() if common.is_file() else git
    for folder in (git, shared):
        if (loose := folder / reference).is_file():
            return _checked(loose.read_text("utf-8").strip())
    if (packed := shared / "packed-refs").is_file():
        for line in packed.read_text("utf-8").splitlines():
            if line.endswith(f" {reference}"):
                return _checked(line.partition(" ")[0])
    return ""


def _checked(text: str) -> str:
    return text if _HASH.fullmatch(text) else ""


def _asked(root: Path) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "HEAD"],
            capture_output=True,
            text=True,
            timeout=GIT_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return _checked(done.stdout.strip())
