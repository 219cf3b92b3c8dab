"""The picture of a shared replay: 1200 by 630 pixels, as sites show it that link to one. Drawn by Pillow.

Laws:
- It holds what everybody may know of the game, and nothing else.
- Any text can be drawn: a name that the fonts have no letters for gives way to the username, which is ASCII, and of a
  title what they have is shown.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from server.infra.pages import STATIC

SIZE = WIDTH, HEIGHT = 1200, 630
LAYOUT = 1  # counts up with what this module draws, so that no cache keeps the old

GROUND, PANEL, LINE = "#0b0d13", "#12161f", "#232a38"
TEXT, MUTED, ACCENT, GOLD = "#e8ebf1", "#98a2b3", "#ffb454", "#ffd479"
_EDGE = 64
_CURVE_TOP, _CURVE_BOTTOM = 408, HEIGHT - 46
_POINTS = 120
_SCALE = 2  # drawn larger and made smaller: lines have no steps then
_TITLE_LINES = 2
_FONTS = STATIC / "fonts"

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn. `speeds` are the words a minute of each piece of the game's time."""

    title: str
    username: str
    display_name: str
    kind: str
    figures: tuple[tuple[str, str], ...]
    speeds: tuple[float, ...]
    is_official: bool


def picture(scene: Scene) -> bytes:
    """A PNG. It takes about a tenth of a second of a core, and lets other threads work."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), GROUND)
    draw = ImageDraw.Draw(image)
    _curve(draw, scene.speeds)
    image = image.resize(SIZE, Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(image)
    _head(draw, scene)
    _figures(draw, scene.figures)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _head(draw: ImageDraw.ImageDraw, scene: Scene) -> None:
    draw.rectangle((0, 0, WIDTH, 8), fill=ACCENT)
    _brand(draw)
    bold = _font(700, 54)
    y = 96
    for line in _wrapped(_drawable(scene.title, bold), bold, WIDTH - 2 * _EDGE):
        draw.text((_EDGE, y), line, TEXT, bold)
        y += 64
    name, plain = _name(scene), _font(400, 28)
    draw.text((_EDGE, 234), name, ACCENT, _font(700, 28))
    at = _EDGE + _font(700, 28).getlength(name)
    draw.text((at, 234), f"  ·  {scene.kind}", MUTED, plain)
    if scene.is_official:
        _badge(draw, "OFFICIAL")


def _brand(draw: ImageDraw.ImageDraw) -> None:
    font = _font(700, 26)
    draw.text((_EDGE, 40), "Pro", TEXT, font)
    draw.text((_EDGE + font.getlength("Pro "), 40), "Dev", ACCENT, font)
    draw.text((_EDGE + font.getlength("Pro Dev") + 18, 40), "replay", MUTED, _font(400, 26))


def _badge(draw: ImageDraw.ImageDraw, words: str) -> None:
    font = _font(700, 22)
    width = font.getlength(words)
    right = WIDTH - _EDGE
    draw.rounded_rectangle((right - width - 28, 36, right, 76), 10, outline=GOLD, width=2)
    draw.text((right - width - 14, 44), words, GOLD, font)


def _figures(draw: ImageDraw.ImageDraw, figures: Sequence[tuple[str, str]]) -> None:
    """Side by side, the first the largest."""
    x: float = _EDGE
    for place, (value, label) in enumerate(figures):
        font = _font(700, 76 if place == 0 else 48)
        draw.text((x, 370), value, ACCENT if place == 0 else TEXT, font, anchor="ls")
        draw.text((x, 404), label, MUTED, _font(400, 22), anchor="ls")
        x += max(font.getlength(value), _font(400, 22).getlength(label)) + 56


def _curve(draw: ImageDraw.ImageDraw, speeds: Sequence[float]) -> None:
    """The speed over the game, from edge to edge."""
    points = _smooth(speeds)
    most = max(points, default=0.0) or 1.0
    left, right, top, bottom = 0, WIDTH * _SCALE, (_CURVE_TOP + 24) * _SCALE, _CURVE_BOTTOM * _SCALE
    step = (right - left) / max(1, len(points) - 1)
    line = [(left + at * step, bottom - (bottom - top) * speed / most) for at, speed in enumerate(points)]
    if len(line) < 2:
        line = [(left, line[0][1]), (right, line[0][1])] if line else []
    draw.rectangle((left, bottom, right, HEIGHT * _SCALE), fill=PANEL)
    if line:
        draw.polygon([(left, bottom), *line, (right, bottom)], fill="#2a2114")
        draw.line(line, fill=ACCENT, width=4 * _SCALE, joint="curve")
    draw.line((left, bottom, right, bottom), fill=LINE, width=2 * _SCALE)


def _smooth(speeds: Sequence[float]) -> list[float]:
    """At most _POINTS of them, each the mean of its surroundings: a curve that is looked at, not measured."""
    size = max(1, -(-len(speeds) // _POINTS))
    means = [sum(speeds[at : at + size]) / len(speeds[at : at + size]) for at in range(0, len(speeds), size)]
    around = max(1, len(means) // 24)
    spans = [means[max(0, at - around) : at + around + 1] for at in range(len(means))]
    return [sum(span) / len(span) for span in spans]


# ---------------------------------------------------------------- text


@cache
def _font(weight: int, size: int) -> Font:
    """JetBrains Mono, as the pages have it (static/fonts, OFL)."""
    return ImageFont.truetype(_FONTS / f"jetbrains-mono-{weight}.woff2", size)


@cache
def _missing(font: Font) -> bytes:
    """How it draws what it has no letter for; U+FFFF is none of any font."""
    return bytes(font.getmask("\uffff"))


def _has(font: Font, character: str) -> bool:
    return character == " " or (character.isprintable() and bytes(font.getmask(character)) != _missing(font))


def _drawable(text: str, font: Font) -> str:
    return " ".join("".join(one for one in text if _has(font, one)).split())


def _name(scene: Scene) -> str:
    bold = _font(700, 28)
    shown = scene.display_name if all(_has(bold, one) for one in scene.display_name) else f"@{scene.username}"
    return _cut(shown, bold, 520)


def _wrapped(text: str, font: Font, width: float) -> list[str]:
    """Between words, in _TITLE_LINES lines; what goes beyond is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:_TITLE_LINES]
    if len(lines) > _TITLE_LINES:
        kept[-1] = f"{kept[-1]}…"
    return [_cut(line, font, width) for line in kept]


def _cut(text: str, font: Font, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
