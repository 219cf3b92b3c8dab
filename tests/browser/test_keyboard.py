"""From what the browser says about keys to the keys meant: layouts, dead keys, on-screen keyboards, what is no key."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import CDPSession, Page

LISTEN = """async () => {
  const { listenToKeyboard } = await import('/static/js/typing/keyboard.js');
  document.body.innerHTML = '<textarea></textarea><button>elsewhere</button>';
  window.keys = [];
  window.escapes = 0;
  window.accepting = true;
  window.hindrances = [];
  const field = document.querySelector('textarea');
  window.stop = listenToKeyboard(field, {
    key: (key) => keys.push(key), escape: () => { escapes += 1; }, accepts: () => accepting,
    hindered: (now) => hindrances.push(now),
  });
  field.focus();
}"""


@pytest.fixture
async def field(client_page: Page) -> Page:
    await client_page.evaluate(LISTEN)
    return client_page


async def keys(page: Page) -> Any:
    return await page.evaluate("keys")


async def compose(page: Page, opens_with: str, steps: list[str], result: str) -> None:
    """What an input method does: a key it swallows, texts that replace each other, the text it settles on."""
    cdp: CDPSession = await page.context.new_cdp_session(page)
    code = 229
    await cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": opens_with, "windowsVirtualKeyCode": code})
    for step in steps:
        await cdp.send(
            "Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
        )
    await cdp.send("Input.insertText", {"text": result})
    await cdp.detach()


async def test_every_printable_ascii_character_is_a_key(field: Page) -> None:
    printable = [chr(code) for code in range(0x20, 0x7F)]
    for character in printable:
        await field.keyboard.press(character)
    assert await keys(field) == printable


async def test_enter_is_a_key(field: Page) -> None:
    await field.keyboard.press("a")
    await field.keyboard.press("Enter")
    await field.keyboard.press("b")
    assert await keys(field) == ["a", "\n", "b"]


async def test_keys_without_a_character_are_none(field: Page) -> None:
    for key in (
        "Backspace",
        "Delete",
        "Tab",
        "Shift",
        "Control",
        "Alt",
        "CapsLock",
        "ArrowLeft",
        "Home",
        "F2",
        "Insert",
    ):
        await field.keyboard.press("x")
        await field.keyboard.press(key)
        await field.keyboard.press("y")
        assert await field.evaluate("keys.splice(0)") == ["x", "y"], key


async def test_shortcuts_and_paste_are_none(field: Page) -> None:
    await field.keyboard.press("Control+a")
    await field.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text/plain', 'pasted');
          const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
          window.prevented = !document.querySelector('textarea').dispatchEvent(event); }"""
    )
    assert await field.evaluate("prevented")
    assert await keys(field) == []


async def test_a_key_held_down_is_one_key(field: Page) -> None:
    await field.keyboard.down("j")
    await field.keyboard.down("j")
    await field.keyboard.down("j")
    await field.keyboard.up("j")
    await field.keyboard.press("j")
    assert await keys(field) == ["j", "j"]


async def test_non_ascii_character_goes_through_as_it_is(field: Page) -> None:
    await field.keyboard.insert_text("é")
    assert await keys(field) == ["é"]


async def test_altgr_types_what_the_layout_gives(field: Page) -> None:
    """AltGr+0 on AZERTY: Windows says Ctrl and Alt are down, and the text is what counts."""
    cdp = await field.context.new_cdp_session(field)
    await cdp.send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "key": "@", "code": "Digit0", "text": "@", "unmodifiedText": "@", "modifiers": 0},
    )
    await cdp.detach()
    assert await keys(field) == ["@"]


async def test_dead_keys_count_when_they_are_done(field: Page) -> None:
    """The mark that stands meanwhile is no key yet; what it comes to may be right, wrong, or two characters."""
    for mark, result in (("^", "^"), ("^", "ê"), ("~", "~d")):
        await compose(field, "Dead", [mark], result)
        assert await field.evaluate("keys.splice(0)") == list(result)


async def test_on_screen_keyboard_types_each_character_as_it_comes(field: Page) -> None:
    await compose(field, "Unidentified", ["f", "fo", "foo"], "foo")
    assert await field.evaluate("keys.splice(0)") == ["f", "o", "o"]
    await compose(field, "Unidentified", ["f", "fo", "f", "fi"], "fi")  # its Backspace is no key
    assert await field.evaluate("keys.splice(0)") == ["f", "o", "i"]


async def test_escape_is_told_apart(field: Page) -> None:
    await field.keyboard.press("Escape")
    assert await field.evaluate("escapes") == 1
    assert await keys(field) == []


async def test_tab_stays_while_playing_and_is_free_otherwise(field: Page) -> None:
    focused = "document.activeElement.tagName"
    await field.keyboard.press("Tab")
    assert await field.evaluate(focused) == "TEXTAREA"
    await field.evaluate("accepting = false")
    await field.keyboard.press("Tab")
    assert await field.evaluate(focused) == "BUTTON"


async def test_nothing_is_a_key_while_none_is_accepted(field: Page) -> None:
    await field.evaluate("accepting = false")
    await field.keyboard.press("a")
    await compose(field, "Unidentified", ["b"], "b")
    assert await keys(field) == []
    assert await field.evaluate("document.querySelector('textarea').value") == ""


CAPS = """(on) => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key: 'A', modifierCapsLock: on, bubbles: true }))"""


async def test_what_keeps_keys_from_doing_what_they_should_is_told_and_taken_back(field: Page) -> None:
    await field.evaluate(CAPS, True)
    await field.evaluate(CAPS, False)
    await compose(field, "Process", ["n", "ni"], "你")
    assert await field.evaluate("hindrances") == ["caps", "", "method", ""]
    for letters in "x", "фa", "фы", "日b", "éü":
        await field.keyboard.insert_text(letters)
    assert await field.evaluate("hindrances.slice(4)") == ["layout", ""]


@pytest.mark.parametrize("steps", [["´", "é"], ["h", "he", "hel"]])
async def test_dead_keys_and_phones_are_no_hindrance(field: Page, steps: list[str]) -> None:
    await compose(field, "Dead" if steps[0] == "´" else "Unidentified", steps, steps[-1])
    assert await field.evaluate("hindrances") == []
