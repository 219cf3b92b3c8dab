"""static/js/terms.js: the terms of the game, and the constants that server and client have to agree on."""

from __future__ import annotations

import dataclasses
import inspect
import re

from game import rules
from game.scoring import POINTS
from game.terms import SPRINT_SECONDS
from server.library.languages import SYNTAXES
from server.play.core import protocol
from server.results import ranking
from tools.client.typescript import LINE_LIMIT, doc
from tools.terms import TERMS


def text() -> str:
    """The module, without its head."""
    return "\n".join([*_terms(), *_suffixes(), *_rules(), *_socket()])


def _terms() -> list[str]:
    parts = []
    for name, term in TERMS.items():
        plural = _constant(_plural(name))
        words = _list([f"'{word.value}'" for word in term], plural)
        parts.append(
            f"/** @typedef {{(typeof {plural})[number]}} {name} */\n\n"
            f"{doc(inspect.getdoc(term) or '')}"
            f"export const {plural} = /** @type {{const}} */ {words};\n"
        )
    return parts


def _list(words: list[str], name: str) -> str:
    line = f"([{', '.join(words)}])"
    if len(f"export const {name} = /** @type {{const}} */ {line};") <= LINE_LIMIT:
        return line
    return "([\n" + "".join(f"  {word},\n" for word in words) + "])"


def _suffixes() -> list[str]:
    lines = [
        f"  {suffix.removeprefix('.')}: '{language}',\n"
        for language, syntax in SYNTAXES.items()
        for suffix in syntax.suffixes
    ]
    return [
        "/** The language of a source file, by its suffix. @type {Record<string, Language>} */\n"
        f"export const LANGUAGE_OF_SUFFIX = {{\n{''.join(lines)}}};\n"
    ]


def _rules() -> list[str]:
    points = ", ".join(f"{name}: {value}" for name, value in dataclasses.asdict(POINTS).items())
    sprints = ", ".join(map(str, SPRINT_SECONDS))
    return [
        f"/** How long a sprint may last. */\nexport const SPRINT_SECONDS = /** @type {{const}} */ ([{sprints}]);\n",
        f"export const FULL_HP = {rules.FULL_HP};\n",
        f"/** Clean words in a row for each step of the combo. */\nexport const COMBO_STREAK = {rules.COMBO_STREAK};\n",
        f"export const COMBO_LIMIT = {rules.COMBO_LIMIT};\n",
        f"/** The standard word of typing speeds. */\nexport const CHARACTERS_A_WORD = {rules.CHARACTERS_A_WORD};\n",
        "/** What one of each is worth: a word, an enemy, a wave, a combo step, a percent, a word a minute. */\n"
        f"export const POINTS = {{ {points} }};\n",
        f"/** More of them leave a game unranked. */\nexport const MOST_PAUSES = {ranking.MOST_PAUSES};\n",
    ]


def _socket() -> list[str]:
    codes = [(name, code) for name, code in vars(protocol.Close).items() if re.fullmatch(r"[A-Z_]+", name)]
    closes = "\n".join(f"  {name}: {int(code)}, // {protocol.REASONS[code]}" for name, code in codes)
    return [
        f"export const SUBPROTOCOL = '{protocol.SUBPROTOCOL}';\n",
        f"{doc(inspect.getdoc(protocol.Close) or '')}export const CLOSE = {{\n{closes}\n}};\n",
    ]


def _constant(name: str) -> str:
    """`EndReasons` as END_REASONS."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _plural(name: str) -> str:
    if name.endswith("y"):
        return name[:-1] + "ies"
    return name + ("es" if name.endswith("s") else "s")
