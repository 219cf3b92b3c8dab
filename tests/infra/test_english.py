"""What players, admins and hosts read is native English: phrases that readers stumbled over stay out, and what replaced
them stays in.

Read here: the client's text files and its page, every string of the server and the help of its commands, the README,
and the pages of docs that are not for developers alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = "configuration deployment fair-play game groups importing library"

# What was read somewhere → what is read there now.
REPLACED = {
    "login and this password do not belong together": "Wrong username or password.",
    "This is not the account's password": "Wrong password.",
    "an enemy on its way to your wall": "Every line is an enemy marching on your wall. Type it to kill it.",
    "dies by being typed": "",
    "Short lines, much time": "Short lines, plenty of time.",
    "typist holds for": "",
    "wave asks for": "This wave needs",
    "Whole leaderboard": "Full leaderboard",
    "The clock stands": "The clock is stopped.",
    "Any other key goes on": "Any other key continues.",
    "to go on typing": "to keep typing",
    "Ended by choice": "You quit",
    "the game’s own count": "Game stats",
    "As typists count": "Typing stats",
    "are told of": "only keys typed at least five times are listed",
    "the code you met": "Your mistakes in the code",
    "what the keys add up to": "Totals",
    "Judged again from its keys": "Verified: replaying the keys gives the stored result.",
    "fast copy": "Live rankings are temporarily unavailable.",
    "plays here since": "",
    "Playing since": "Joined",
    "as others see it": "View public profile",
    "keys hit right": "",
    "longest run": "longest streak",
    "in force at once": "",
    "takes effect at once": "Changes apply immediately.",
    "same as the system": "",
    "own wish": "Your system setting is always respected.",
    "my account to be gone": "",
    "my account will be gone": "I understand this cannot be undone",
    "not shown to others": "Not found, or private.",
    "taken out": "Retired",
    "For files that do not say": "",
    "mend it": "Fix in the editor",
    "Mend tabs": "Fix tabs",
    "this server has it": "Ask whoever runs this server",
    "people who run this server": "Ask whoever runs this server",
    "invitation code": "Invite code",
    "whoever has": "Anyone with the code",
    "whoever knows": "Anyone who knows the address",
    "hand the group on": "Transfer ownership",
    "take out of the group": "Remove from the group",
    "make the accounts": "Create accounts",
    "is asked of": "No assignments right now.",
    "counts wherever it may": "It counts like any other game.",
    "held against": "Why it was flagged",
    "this is how people type": "it looks typed by hand",
    "nothing waits": "Nothing to review.",
    "things wait": "",
    "bring back version": "Restore version",
    "stand on no": "Robots do not appear on leaderboards.",
    "one a line": "Usernames, one per line",
    "look after the library": "Manage the library",
    "look after the leaderboards": "Manage the leaderboards.",
    "dead letter is like": "No dead letters match.",
    "out of wheels": "",
    "alive from the start": "",
}

# Whole labels of the client, too short to be looked for inside sentences.
LABELS = {
    "Look": "Appearance",
    "As the system": "System",
    "Others": "Privacy",
    "Measure": "Rank by",
    "Go on": "Resume",
    "End it": "End game",
    "Counts": "Ranked",
    "Take out": "Retire",
    "Drawn": "Served",
    "Deed": "Action",
    "Join it": "Join",
    "Make another": "Generate another",
    "Until": "Due",
}


def _client_texts() -> Iterator[str]:
    """Text files without comments, with strings joined that are written on several lines."""
    for path in sorted((ROOT / "static/js").rglob("*.js")):
        if path.name.endswith("text.js") or path.parent.name == "text":
            code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
            yield re.sub(r"['`]\s*\+\s*['`]", "", code)
    yield (ROOT / "static/index.html").read_text()


def _server_texts() -> Iterator[str]:
    """Every string; of docstrings only those of commands, which are their help."""
    for path in sorted((ROOT / "server").rglob("*.py")):
        tree = ast.parse(path.read_text())
        unread = {id(_docstring(node)) for node in ast.walk(tree) if not _is_command(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unread:
                yield node.value


def _docstring(node: ast.AST) -> ast.Constant | None:
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
        first = node.body[0]
        assert isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        return first.value
    return None


def _is_command(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any("command" in ast.unparse(one) for one in node.decorator_list)


@cache
def client() -> str:
    return "\n".join(_client_texts())


@cache
def product() -> str:
    pages = [ROOT / "README.md", *(ROOT / f"docs/{name}.md" for name in PAGES.split())]
    words = "\n".join([client(), *_server_texts(), *(page.read_text() for page in pages)])
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize(("old", "new"), REPLACED.items())
def test_stumbling_phrases_are_replaced(old: str, new: str) -> None:
    found = re.search(rf".{{40}}\b{re.escape(old)}\b.{{40}}", product(), re.IGNORECASE)
    assert found is None, found[0]
    assert new in product()


@pytest.mark.parametrize(("old", "new"), LABELS.items())
def test_stumbling_labels_are_replaced(old: str, new: str) -> None:
    assert f"'{old}'" not in client()
    assert f"'{new}'" in client()


def test_what_is_read_here_is_what_is_shown() -> None:
    for words in (
        "Hold the wall.",
        "Wrong username or password.",
        "Manage the library",
        "real-time **code-typing game**",
    ):
        assert words in product()


@pytest.mark.parametrize(
    "words",
    [
        'make run ARGS="--port 8080',
        "Python 3.11 to 3.14",
        "Linux or macOS with an x86-64 or arm64 processor (on Windows in WSL)",
        "MB of disk",
        "Never shown, and nothing is sent to it",
    ],
)
def test_what_newcomers_ask_for_is_said(words: str) -> None:
    assert words in product()
