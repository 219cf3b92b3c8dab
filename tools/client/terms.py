"""static/js/terms.js: the terms of the game, and the constants that server and client have to agree on."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import json
import re
from collections.abc import Mapping

from game import rules
from game.scoring import POINTS
from game.terms import SPRINT_SECONDS, Difficulty, Language, Metric, Mode, Period
from server.contests import making, requests, standings
from server.discussions.requests import MOST_TEXT
from server.infra import names
from server.infra.web import BODY_LIMIT_BYTES
from server.library.answers import SnippetBody
from server.library.answers_workshop import ADDED_LIMIT
from server.library.importing.trees import SOURCE_SUFFIXES
from server.library.languages import SYNTAXES
from server.own_code.requests import CHARACTERS_LIMIT, FILES_LIMIT
from server.people.requests import SettingsBody
from server.play import modes
from server.play.core import match, protocol, session
from server.play.modes import daily
from server.play.modes.ghost import without_ghosts
from server.results import ranking
from server.settings import Settings
from server.sign_in import passwords
from tools.client.typescript import LINE_LIMIT, doc
from tools.terms import TERMS

# The client goes through their words. Of the other terms it needs the type alone, which is in types.d.ts.
NOT_OF_THE_PAGE = ("language", "difficulty", "replays_public", "notifications_off")  # settings that it does not obey
LISTED = (Language, Difficulty, Mode, Metric, Period)


def text() -> str:
    """The module, without its head."""
    return "\n".join([*_terms(), *_rules(), *_matches(), *_ranking(), *_accounts(), *_settings(), *_socket()])


def admin_text() -> str:
    """The module of what only the admin's pages need, without its head: it is no part of the first load."""
    return "\n".join(["/** @import { Language } from '../../terms.js' */\n", *_suffixes(), *_snippets()])


def code_text() -> str:
    """The module of what only the pages of own code need, without its head."""
    suffixes = "|".join(re.escape(suffix.removeprefix(".")) for suffix in SOURCE_SUFFIXES)
    return (
        "/** What a source file's name ends in. */\n"
        f"export const SOURCE = /\\.({suffixes})$/i;\n\n"
        "/** Files and characters that are cut at once. */\n"
        f"export const MOST = {{ files: {FILES_LIMIT}, characters: {CHARACTERS_LIMIT} }};\n"
    )


def _terms() -> list[str]:
    return [_listed(name, term) for name, term in TERMS.items() if term in LISTED]


def _listed(name: str, term: type[enum.StrEnum]) -> str:
    """An array of the words, and their type."""
    plural = _constant(_plural(name))
    words = _list([f"'{word.value}'" for word in term], plural)
    return (
        f"/** @typedef {{(typeof {plural})[number]}} {name} */\n\n"
        f"{doc(inspect.getdoc(term) or '')}"
        f"export const {plural} = /** @type {{const}} */ {words};\n"
    )


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


def _snippets() -> list[str]:
    fields = SnippetBody.model_json_schema()["properties"]
    most = ", ".join(f"{name}: {fields[name]['maxLength']}" for name in ("category", "source", "license"))
    wpm = fields["expected_wpm"]["anyOf"][0]
    return [
        f"/** Characters of a snippet's fields. */\nexport const MOST_CHARACTERS = {{ {most} }};\n",
        "/** Standard words a minute. */\n"
        f"export const EXPECTED_WPM = {{ least: {wpm['minimum']}, most: {wpm['maximum']} }};\n",
        f"/** Snippets that can be added at once. */\nexport const MOST_ADDED = {ADDED_LIMIT};\n",
        f"/** A request of one snippet. */\nexport const MOST_KILOBYTES = {BODY_LIMIT_BYTES // 1024};\n",
    ]


def _rules() -> list[str]:
    points = ", ".join(f"{name}: {value}" for name, value in dataclasses.asdict(POINTS).items())
    sprints = ", ".join(map(str, SPRINT_SECONDS))
    unraced = ", ".join(f"'{mode}'" for mode in without_ghosts())
    return [
        f"/** How long a sprint may last. */\nexport const SPRINT_SECONDS = /** @type {{const}} */ ([{sprints}]);\n",
        f"export const FULL_HP = {rules.FULL_HP};\n",
        f"/** Clean words in a row for each step of the combo. */\nexport const COMBO_STREAK = {rules.COMBO_STREAK};\n",
        f"export const COMBO_LIMIT = {rules.COMBO_LIMIT};\n",
        f"/** The standard word of typing speeds. */\nexport const CHARACTERS_A_WORD = {rules.CHARACTERS_A_WORD};\n",
        "/** What one of each is worth: a word, an enemy, a wave, a combo step, a percent, a word a minute. */\n"
        f"export const POINTS = {{ {points} }};\n",
        "/** Modes whose games cannot be raced. @type {readonly string[]} */\n"
        f"export const WITHOUT_GHOSTS = [{unraced}];\n",
        "/** Waves of a contest. */\n"
        f"export const CONTEST_WAVES = {{ usual: {making.WAVES}, most: {requests.MOST_WAVES} }};\n",
        f"/** Characters of a post or a comment. */\nexport const MOST_TEXT = {MOST_TEXT};\n",
        f"/** So many of a contest's standings are followed. */\nexport const STANDINGS_SHOWN = {standings.TOP};\n",
        f"/** Of a daily. */\nexport const DAILY_WAVES = {daily.WAVES};\n",
        "/** So many lines are left of a wave when the text of the next one is shown. */\n"
        f"export const NEXT_SHOWN_LINES = {session.NEXT_SHOWN_LINES};\n",
        "/** How long an unfinished game may be resumed, unless the server says otherwise. */\n"
        f"export const RESUMABLE_MINUTES = {Settings.model_fields['abandon_after_s'].default // 60};\n",
    ]


def _matches() -> list[str]:
    pace = match.Pace()
    words = {
        "code_length": match.CODE_LENGTH,
        "least_seats": match.LEAST_SEATS,
        "most_seats": match.MOST_SEATS,
        "most_waves": match.MOST_WAVES,
        "countdown_s": pace.countdown // 1_000,
        "second_waits_s": pace.second_waits // 1_000,
        "robots_after_s": pace.robots_after // 1_000,
        "overtime_s": pace.overtime // 1_000,
    }
    lines = "".join(f"  {name}: {value},\n" for name, value in words.items())
    return [
        f"/** Of races between players; the times are what a match waits for. */\nexport const MATCH = {{\n{lines}}};\n"
    ]


def _ranking() -> list[str]:
    least = "".join(
        f"  {name}: {{ seconds: {mode.rank_rule.least_playtime_s}, words: {mode.rank_rule.least_words} }},\n"
        for name, mode in modes.ALL.items()
        if mode.ranked_on
    )
    return [
        "/** How long a ranked game lasts at least, and how many words it has, by its mode. */\n"
        f"export const RANKED_LEAST = {{\n{least}}};\n",
        f"/** More of them leave a game unranked. */\nexport const MOST_PAUSES = {ranking.MOST_PAUSES};\n",
        "/** All pauses of a ranked game together. */\n"
        f"export const MOST_PAUSED_MINUTES = {ranking.MOST_PAUSED_MS // 60_000};\n",
    ]


def _accounts() -> list[str]:
    return [
        "/** Characters of a username. */\n"
        f"export const USERNAME_LENGTH = {{ least: {names.SHORTEST}, most: {names.LONGEST} }};\n",
        "/** Characters of a password at least, and its bytes in UTF-8 at most. */\n"
        f"export const PASSWORD_LENGTH = {{ least: {passwords.MINIMUM_LENGTH}, most: {passwords.LIMIT_BYTES} }};\n",
    ]


def _settings() -> list[str]:
    fields = {
        name: field
        for name, field in SettingsBody.model_json_schema()["properties"].items()
        if name not in NOT_OF_THE_PAGE
    }
    usual = {name: field["default"] for name, field in fields.items()}
    choices = {name: field["enum"] for name, field in fields.items() if "enum" in field}
    ranges = {name: [field["minimum"], field["maximum"]] for name, field in fields.items() if "minimum" in field}
    return [
        f"/** The settings that the page obeys, until a player chooses. */\n{_record('SETTINGS', usual)}",
        f"/** What they may be. */\n{_record('SETTING_CHOICES', choices)}",
        f"/** The whole numbers that they may be, from the least to the most. */\n{_record('SETTING_RANGES', ranges)}",
    ]


def _record(name: str, values: Mapping[str, object]) -> str:
    lines = "".join(f"  {key}: {_literal(value)},\n" for key, value in values.items())
    return f"export const {name} = /** @type {{const}} */ ({{\n{lines}}});\n"


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return f"'{value}'" if isinstance(value, str) else json.dumps(value)


def _socket() -> list[str]:
    codes = [(name, code) for name, code in vars(protocol.Close).items() if re.fullmatch(r"[A-Z_]+", name)]
    closes = "\n".join(f"  {name}: {int(code)}," for name, code in codes)
    return [
        f"export const SUBPROTOCOL = '{protocol.SUBPROTOCOL}';\n",
        f"{doc(inspect.getdoc(protocol.Close) or '')}export const CLOSE = {{\n{closes}\n}};\n",
        "/** After this close code and all above it there is no coming back. */\n"
        f"export const FINAL_CLOSE = {protocol.FINAL};\n",
    ]


def _constant(name: str) -> str:
    """`EndReasons` as END_REASONS."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _plural(name: str) -> str:
    if name.endswith("y"):
        return name[:-1] + "ies"
    return name + ("es" if name.endswith("s") else "s")
