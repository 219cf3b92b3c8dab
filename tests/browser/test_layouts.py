"""Every printable character of ASCII, on each layout, by the events that the layout makes.

A layout is what its keys give on three levels, and which of them are dead. A platform is what a browser there says when
they are pressed: how AltGr (Option on a Mac) shows, whether a dead key is a composition, and in which order the events
come. The events are made by hand where Chromium on this machine cannot make them; what it can, it does itself in
`test_chromium_types_every_character_on_every_layout`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import CDPSession, Page

from tests.browser.test_keyboard import LISTEN

ASCII = [chr(code) for code in range(0x20, 0x7F)]
CODES = [
    *("Backquote", *(f"Digit{n}" for n in "1234567890"), "Minus", "Equal"),
    *(*(f"Key{letter}" for letter in "QWERTYUIOP"), "BracketLeft", "BracketRight"),
    *(*(f"Key{letter}" for letter in "ASDFGHJKL"), "Semicolon", "Quote", "Backslash"),
    *("IntlBackslash", *(f"Key{letter}" for letter in "ZXCVBNM"), "Comma", "Period", "Slash"),
]
NONE = "\0"  # a key that gives nothing


@dataclass(frozen=True)
class Stroke:
    """One key with its modifiers."""

    code: str
    gives: str
    shift: bool = False
    altgr: bool = False
    dead: bool = False


@dataclass(frozen=True)
class Layout:
    """`plain` and `shift` follow CODES; `altgr` and `altgr_shift` name their keys; `dead` is what is not there at once:
    a character, or a character and its key where the same one is alive elsewhere."""

    plain: str
    shift: str
    altgr: dict[str, str] = field(default_factory=dict)
    altgr_shift: dict[str, str] = field(default_factory=dict)
    dead: frozenset[str] = frozenset()
    acute_and_space: str = "´"  # what the dead acute comes to with a space

    def strokes(self) -> list[Stroke]:
        levels = [
            *((code, gives, False, False) for code, gives in zip(CODES, self.plain, strict=True)),
            *((code, gives, True, False) for code, gives in zip(CODES, self.shift, strict=True)),
            *((code, gives, False, True) for gives, code in self.altgr.items()),
            *((code, gives, True, True) for gives, code in self.altgr_shift.items()),
        ]
        return [
            Stroke(code, gives, shift, altgr, dead=gives in self.dead or f"{gives} {code}" in self.dead)
            for code, gives, shift, altgr in levels
            if gives != NONE
        ]

    def ways(self, character: str) -> list[Stroke]:
        """One stroke, or a dead key and a space."""
        if character == " ":
            return [Stroke("Space", " ")]
        found = [stroke for stroke in self.strokes() if stroke.gives == character]
        if not found and character == self.acute_and_space:
            found = [stroke for stroke in self.strokes() if stroke.gives == "´"]
        assert found, f"{character} cannot be typed"
        best = min(found, key=lambda stroke: stroke.dead)
        return [best, Stroke("Space", " ")] if best.dead else [best]


US = Layout("`1234567890-=" "qwertyuiop[]" "asdfghjkl;'\\" "\0zxcvbnm,./",
            '~!@#$%^&*()_+' "QWERTYUIOP{}" 'ASDFGHJKL:"|' "\0ZXCVBNM<>?")  # fmt: skip
GERMAN = ("^1234567890ß´" "qwertzuiopü+" "asdfghjklöä#" "<yxcvbnm,.-",
          '°!"§$%&/()=?`' "QWERTZUIOPÜ*" "ASDFGHJKLÖÄ'" ">YXCVBNM;:_")  # fmt: skip
FRENCH = ("²&é\"'(-è_çà)=" "azertyuiop^$" "qsdfghjklmù*" "<wxcvbn,;:!",
          "\x001234567890°+" "AZERTYUIOP¨£" "QSDFGHJKLM%µ" ">WXCVBN?./§")  # fmt: skip
FRENCH_MAC = ("@&é\"'(§è!çà)-" "azertyuiop^$" "qsdfghjklmù`" "<wxcvbn,;:=",
              "#1234567890°_" "AZERTYUIOP¨*" "QSDFGHJKLM%£" ">WXCVBN?./+")  # fmt: skip
SPANISH = ("º1234567890'¡" "qwertyuiop`+" "asdfghjklñ´ç" "<zxcvbnm,.-",
           'ª!"·$%&/()=?¿' "QWERTYUIOP^*" "ASDFGHJKLÑ¨Ç" ">ZXCVBNM;:_")  # fmt: skip
SWEDISH = ("§1234567890+´" "qwertyuiopå¨" "asdfghjklöä'" "<zxcvbnm,.-",
           '½!"#¤%&/()=?`' "QWERTYUIOPÅ^" "ASDFGHJKLÖÄ*" ">ZXCVBNM;:_")  # fmt: skip
DANISH = ("½1234567890+´" "qwertyuiopå¨" "asdfghjklæø'" "<zxcvbnm,.-",
          '§!"#¤%&/()=?`' "QWERTYUIOPÅ^" "ASDFGHJKLÆØ*" ">ZXCVBNM;:_")  # fmt: skip
NORWEGIAN = ("|1234567890+\\" "qwertyuiopå¨" "asdfghjkløæ'" "<zxcvbnm,.-",
             '§!"#¤%&/()=?`' "QWERTYUIOPÅ^" "ASDFGHJKLØÆ*" ">ZXCVBNM;:_")  # fmt: skip

INTERNATIONAL = Layout(US.plain.replace("'", "´"), US.shift, dead=frozenset('`´~^"'), acute_and_space="'")
GERMAN_ALTGR = {"@": "KeyQ", "{": "Digit7", "[": "Digit8", "]": "Digit9", "}": "Digit0", "\\": "Minus",
                "~": "BracketRight", "|": "IntlBackslash"}  # fmt: skip
FRENCH_ALTGR = {"~": "Digit2", "#": "Digit3", "{": "Digit4", "[": "Digit5", "|": "Digit6", "`": "Digit7",
                "\\": "Digit8", "^": "Digit9", "@": "Digit0", "]": "Minus", "}": "Equal"}  # fmt: skip
SPANISH_ALTGR = {"\\": "Backquote", "|": "Digit1", "@": "Digit2", "#": "Digit3", "~": "Digit4", "[": "BracketLeft",
                 "]": "BracketRight", "{": "Quote", "}": "Backslash"}  # fmt: skip
NORDIC_ALTGR = {"@": "Digit2", "$": "Digit4", "{": "Digit7", "[": "Digit8", "]": "Digit9", "}": "Digit0",
                "~": "BracketRight"}  # fmt: skip
SWEDISH_ALTGR = NORDIC_ALTGR | {"\\": "Minus", "|": "IntlBackslash"}
DANISH_ALTGR = NORDIC_ALTGR | {"|": "Equal", "\\": "IntlBackslash"}
NORDIC_DEAD = frozenset("´`¨^~")

WINDOWS = {
    "US": US,
    "US-International": INTERNATIONAL,
    "German": Layout(*GERMAN, GERMAN_ALTGR, dead=frozenset("^´`")),
    "French": Layout(*FRENCH, FRENCH_ALTGR, dead=frozenset({"~", "`", "¨", "^ BracketLeft"})),
    "Spanish": Layout(*SPANISH, SPANISH_ALTGR, dead=frozenset("`´^¨~")),
    "Swedish": Layout(*SWEDISH, SWEDISH_ALTGR, dead=NORDIC_DEAD),
    "Danish": Layout(*DANISH, DANISH_ALTGR, dead=NORDIC_DEAD),
    "Norwegian": Layout(*NORWEGIAN, NORDIC_ALTGR, dead=NORDIC_DEAD),
}
# X11's French and Spanish have their tilde and grave alive where Windows has them dead.
LINUX = WINDOWS | {
    "French": Layout(*FRENCH, FRENCH_ALTGR, dead=frozenset({"¨", "^ BracketLeft"})),
    "Spanish": Layout(*SPANISH, SPANISH_ALTGR, dead=frozenset("`´^¨")),
}
# On a Mac, `altgr` is Option.
MAC = {
    "US": US,
    "US-International": INTERNATIONAL,
    "German": Layout(
        *GERMAN,
        {"@": "KeyL", "|": "Digit7", "[": "Digit5", "]": "Digit6", "{": "Digit8", "}": "Digit9", "~": "KeyN"},
        {"\\": "Digit7"},
        dead=frozenset("^´`~"),
    ),
    "French": Layout(
        *FRENCH_MAC,
        {"{": "Digit5", "}": "Minus", "~": "KeyN"},
        {"[": "Digit5", "]": "Minus", "|": "KeyL", "\\": "Period"},
        dead=frozenset({"~", "¨", "^"}),
    ),
    "Spanish": Layout(*SPANISH, SPANISH_ALTGR | {"~": "Semicolon"}, dead=frozenset("`´^¨~")),
    "Swedish": Layout(
        *SWEDISH,
        {"@": "Digit2", "$": "Digit4", "|": "Digit7", "[": "Digit8", "]": "Digit9", "~": "BracketRight"},
        {"\\": "Digit7", "{": "Digit8", "}": "Digit9"},
        dead=NORDIC_DEAD,
    ),
}

# The browser's side of a keyboard, in the page: events to the field, and what each does if nobody prevents it.
BROWSER = """() => {
  const field = document.querySelector('textarea');
  const send = (event) => field.dispatchEvent(event);
  window.act = ([what, details]) => {
    const { states = [], ...init } = details;
    if (what === 'keydown' || what === 'keyup') {
      const event = new KeyboardEvent(what, { bubbles: true, cancelable: true, ...init });
      event.getModifierState = (name) => states.includes(name);
      if (init.keyCode) Object.defineProperty(event, 'keyCode', { value: init.keyCode });
      send(event);
    } else if (what === 'insert') {
      if (!send(new InputEvent('beforeinput', { bubbles: true, cancelable: true, ...init }))) return;
      field.value += init.data;
      send(new InputEvent('input', { bubbles: true, ...init }));
    } else if (what === 'update') {  // of a composition: cannot be prevented
      send(new InputEvent('beforeinput', { bubbles: true, isComposing: true, ...init }));
      send(new CompositionEvent('compositionupdate', { bubbles: true, data: init.data }));
      field.value = init.data ?? '';
      send(new InputEvent('input', { bubbles: true, isComposing: true, ...init }));
    } else if (what === 'input') {
      field.value = init.data;
      send(new InputEvent('input', { bubbles: true, ...init }));
    } else {
      send(new CompositionEvent(what, { bubbles: true, ...init }));
    }
  };
}"""
Act = tuple[str, dict[str, Any]]
COMPOSING = {"inputType": "insertCompositionText"}


class Windows:
    """AltGr is Ctrl and Alt, and the letter's keydown has both; a dead key is told by its name and does nothing."""

    layouts = WINDOWS

    def held(self, stroke: Stroke) -> list[Act]:
        acts: list[Act] = [("keydown", {"key": "Shift", "code": "ShiftLeft"})] if stroke.shift else []
        if stroke.altgr:
            acts += [
                ("keydown", {"key": "Control", "code": "ControlLeft", "ctrlKey": True}),
                ("keydown", {"key": "AltGraph", "code": "AltRight", "ctrlKey": True, "altKey": True}),
            ]
        return acts

    def modifiers(self, stroke: Stroke) -> dict[str, Any]:
        both = {"ctrlKey": True, "altKey": True, "states": ["AltGraph"]} if stroke.altgr else {}
        return {"code": stroke.code, "shiftKey": stroke.shift, **both}

    def press(self, stroke: Stroke, text: str) -> list[Act]:
        """`text` is what comes of it, a character at a time."""
        return [
            *self.held(stroke),
            ("keydown", {"key": "Dead" if stroke.dead else text[-1:], **self.modifiers(stroke)}),
            *(("insert", {"inputType": "insertText", "data": character}) for character in text),
            ("keyup", {"key": stroke.gives, **self.modifiers(stroke)}),
        ]

    def dead(self, mark: Stroke, then: Stroke, text: str) -> list[Act]:
        return [*self.press(mark, ""), *self.press(then, text)]


class Linux(Windows):
    """AltGr is a modifier of its own."""

    layouts = LINUX

    def held(self, stroke: Stroke) -> list[Act]:
        acts: list[Act] = [("keydown", {"key": "Shift", "code": "ShiftLeft"})] if stroke.shift else []
        return acts + ([("keydown", {"key": "AltGraph", "code": "AltRight"})] if stroke.altgr else [])

    def modifiers(self, stroke: Stroke) -> dict[str, Any]:
        return {"code": stroke.code, "shiftKey": stroke.shift, **({"states": ["AltGraph"]} if stroke.altgr else {})}


class MacChromium(Windows):
    """AltGr is Option; a dead key is a composition that the next key ends."""

    layouts = MAC

    def held(self, stroke: Stroke) -> list[Act]:
        acts: list[Act] = [("keydown", {"key": "Shift", "code": "ShiftLeft"})] if stroke.shift else []
        return acts + ([("keydown", {"key": "Alt", "code": "AltLeft", "altKey": True})] if stroke.altgr else [])

    def modifiers(self, stroke: Stroke) -> dict[str, Any]:
        return {"code": stroke.code, "shiftKey": stroke.shift, "altKey": stroke.altgr}

    def dead(self, mark: Stroke, then: Stroke, text: str) -> list[Act]:
        return [
            *self.held(mark),
            ("keydown", {"key": "Dead", **self.modifiers(mark), "keyCode": 229}),
            ("compositionstart", {"data": ""}),
            ("update", {**COMPOSING, "data": mark.gives}),
            ("keyup", {"key": "Dead", **self.modifiers(mark), "isComposing": True}),
            ("keydown", {"key": then.gives, **self.modifiers(then), "isComposing": True, "keyCode": 229}),
            ("update", {**COMPOSING, "data": text}),
            ("compositionend", {"data": text}),
            ("keyup", {"key": then.gives, **self.modifiers(then)}),
        ]


class MacFirefox(MacChromium):
    """As Chromium, but the last `input` comes when the composition is over."""

    def dead(self, mark: Stroke, then: Stroke, text: str) -> list[Act]:
        acts = super().dead(mark, then, text)
        last = next(i for i, (what, _) in enumerate(acts) if what == "compositionend")
        return [*acts[: last - 1], acts[last], ("input", {**COMPOSING, "data": text}), *acts[last + 1 :]]


class MacSafari(MacChromium):
    """The composition comes before its keydown, and its text is taken away and put in again as it ends."""

    def dead(self, mark: Stroke, then: Stroke, text: str) -> list[Act]:
        return [
            *self.held(mark),
            ("compositionstart", {"data": ""}),
            ("update", {**COMPOSING, "data": mark.gives}),
            ("keydown", {"key": "Dead", **self.modifiers(mark), "isComposing": True, "keyCode": 229}),
            ("keyup", {"key": "Dead", **self.modifiers(mark), "isComposing": True}),
            ("update", {"inputType": "deleteCompositionText", "data": None}),
            ("update", {"inputType": "insertFromComposition", "data": text}),
            ("compositionend", {"data": text}),
            ("keydown", {"key": then.gives, **self.modifiers(then), "keyCode": 229}),
            ("keyup", {"key": then.gives, **self.modifiers(then)}),
        ]


PLATFORMS = [Windows(), Linux(), MacChromium(), MacFirefox(), MacSafari()]


@pytest.fixture
async def typed(client_page: Page) -> Page:
    await client_page.evaluate(LISTEN)
    await client_page.evaluate(BROWSER)
    return client_page


async def acted_each(page: Page, sequences: list[list[Act]]) -> list[list[str]]:
    """The keys that each sequence of events comes to."""
    keys: list[list[str]] = await page.evaluate(
        "(all) => all.map((acts) => { acts.forEach(act); return keys.splice(0); })", sequences
    )
    return keys


async def acted(page: Page, acts: list[Act]) -> list[str]:
    return (await acted_each(page, [acts]))[0]


async def test_every_character_arrives_once_on_every_layout(typed: Page) -> None:
    wrong: list[tuple[str, str, str, list[str]]] = []
    for platform in PLATFORMS:
        for name, layout in platform.layouts.items():
            sequences = []
            for character in ASCII:
                first, *rest = layout.ways(character)
                sequences.append(platform.dead(first, rest[0], character) if rest else platform.press(first, character))
            arrived = await acted_each(typed, sequences)
            wrong += [
                (type(platform).__name__, name, character, keys)
                for character, keys in zip(ASCII, arrived, strict=True)
                if keys != [character]
            ]
    assert wrong == []


async def test_dead_key_gives_one_character_or_both(typed: Page) -> None:
    """With a letter that it can mark, one wrong key; with another, or twice, two characters."""
    e, d = Stroke("KeyE", "e"), Stroke("KeyD", "d")
    for platform in PLATFORMS:
        for mark in INTERNATIONAL.dead:
            gives = "'" if mark == "´" else mark
            dead = Stroke("Quote", mark, dead=True)
            assert await acted(typed, platform.dead(dead, d, f"{gives}d")) == [gives, "d"], (platform, mark)
            assert await acted(typed, platform.dead(dead, dead, gives * 2)) == [gives, gives], (platform, mark)
            assert await acted(typed, platform.dead(dead, e, "ê")) == ["ê"], (platform, mark)
            assert await acted(typed, platform.press(d, "d")) == ["d"], (platform, mark)


async def test_chromium_types_every_character_on_every_layout(typed: Page) -> None:
    """By real key events; a dead key as the composition it is on a Mac."""
    cdp: CDPSession = await typed.context.new_cdp_session(typed)
    for name, layout in MAC.items():
        sent: list[tuple[str, dict[str, Any]]] = []
        for character in ASCII:
            first, *rest = layout.ways(character)
            event: dict[str, Any] = {"key": character, "code": first.code, "modifiers": 8 if first.shift else 0}
            if not rest:
                key = {**event, "text": character, "unmodifiedText": character}
                sent += [("Input.dispatchKeyEvent", {**key, "type": "keyDown"})]
            else:
                dead = {**event, "type": "rawKeyDown", "key": "Dead", "windowsVirtualKeyCode": 229}
                mark = {"text": first.gives, "selectionStart": 1, "selectionEnd": 1}
                sent += [
                    ("Input.dispatchKeyEvent", dead),
                    ("Input.imeSetComposition", mark),
                    ("Input.insertText", {"text": character}),
                ]
            sent += [("Input.dispatchKeyEvent", {**event, "type": "keyUp"})]
        await asyncio.gather(*(cdp.send(method, details) for method, details in sent))
        assert await typed.evaluate("keys.splice(0)") == ASCII, name
    await cdp.detach()


# What a phone says: no useful keydown, words that are composed, suggestions that come whole.
PHONE_KEY: Act = ("keydown", {"key": "Unidentified", "keyCode": 229})


def composed(*steps: str) -> list[Act]:
    acts: list[Act] = [("compositionstart", {"data": ""})]
    for step in steps:
        acts += [PHONE_KEY, ("update", {**COMPOSING, "data": step})]
    return [*acts, ("compositionend", {"data": steps[-1]})]


async def test_phone_types_each_character_once(typed: Page) -> None:
    assert await acted(typed, composed("d", "de", "def")) == list("def")
    assert await acted(typed, [PHONE_KEY, ("insert", {"inputType": "insertText", "data": " "})]) == [" "]
    assert await typed.evaluate("document.querySelector('textarea').value") == ""
    # Without any keydown:
    assert await acted(typed, [("insert", {"inputType": "insertText", "data": c}) for c in "x={}"]) == list("x={}")


async def test_suggestion_and_swipe_are_all_their_characters(typed: Page) -> None:
    assert await acted(typed, composed("return")) == list("return")
    assert await acted(typed, composed("r", "re", "return")) == list("return")
    assert await acted(typed, [("insert", {"inputType": "insertText", "data": "value "})]) == list("value ")


async def test_phones_enter_is_a_key_even_within_a_composition(typed: Page) -> None:
    for kind in ("insertLineBreak", "insertParagraph"):
        enter: Act = ("insert", {"inputType": kind, "data": None})
        within: Act = ("insert", {"inputType": kind, "data": None, "isComposing": True})
        assert await acted(typed, [PHONE_KEY, enter]) == ["\n"]
        start, *rest = composed("ok")
        assert await acted(typed, [start, *rest[:-1], PHONE_KEY, within, rest[-1]]) == ["o", "k", "\n"]


async def test_pretty_quotes_and_spaces_are_what_was_meant(typed: Page) -> None:
    """iOS makes quotes round, and AltGr held a little long makes a space that does not break."""
    acts: list[Act] = [("insert", {"inputType": "insertText", "data": c}) for c in "“”‘’\u00a0"]
    assert await acted(typed, acts) == ['"', '"', "'", "'", " "]


async def test_phones_backspace_and_correction_are_none(typed: Page) -> None:
    kinds = ("deleteContentBackward", "insertReplacementText", "historyUndo", "insertFromPaste")
    assert await acted(typed, [("insert", {"inputType": kind, "data": "x"}) for kind in kinds]) == []


async def test_key_held_down_blocks_no_key_without_a_keydown(typed: Page) -> None:
    acts: list[Act] = [
        ("keydown", {"key": "a", "repeat": True}),
        ("insert", {"inputType": "insertText", "data": "a"}),
        ("keyup", {"key": "a"}),
        ("insert", {"inputType": "insertText", "data": "b"}),
    ]
    assert await acted(typed, acts) == ["b"]
