"""The picture takes any name, title and game."""

from __future__ import annotations

import io
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from server.shared_replays.drawing import Scene, picture

FIGURES = (("62.4", "net WPM"), ("97.1%", "accuracy"), ("12", "waves cleared"), ("4,210", "points"))
SPEEDS = tuple(40 + 20 * (at % 7) for at in range(90))


def drawn(**change: object) -> Image.Image:
    scene: dict[str, object] = {
        "title": "No mistakes for a minute",
        "username": "ada",
        "display_name": "Ada Lovelace",
        "kind": "Python · Normal",
        "figures": FIGURES,
        "speeds": SPEEDS,
        "is_official": False,
    }
    image = Image.open(io.BytesIO(picture(Scene(**{**scene, **change}))))  # type: ignore[arg-type] # its fields by name
    image.load()
    assert (image.size, image.mode) == ((1200, 630), "RGB")
    return image


@settings(max_examples=12)
@given(
    title=st.text(min_size=1, max_size=100),
    name=st.text(min_size=1, max_size=50),
    speeds=st.lists(st.floats(0, 400), max_size=300),
    is_official=st.booleans(),
)
def test_whatever_is_said_it_is_a_picture(title: str, name: str, speeds: list[float], is_official: bool) -> None:
    drawn(title=title, display_name=name, speeds=tuple(speeds), is_official=is_official)


@pytest.mark.parametrize("name", ["Αθηνά", "エイダ", "آدا", "👩‍🚀", "Лавлейс"])
def test_a_name_without_letters_in_the_font_is_the_username(name: str) -> None:
    assert drawn(display_name=name).tobytes() == drawn(display_name="@ada").tobytes()


def test_a_name_with_letters_in_the_font_is_shown() -> None:
    assert drawn(display_name="Zoë").tobytes() != drawn(display_name="@ada").tobytes()


def test_of_a_title_what_can_be_drawn_is_shown() -> None:
    assert drawn(title="Fast エイダ Ada").tobytes() == drawn(title="Fast Ada").tobytes()
    assert drawn(title="エイダ").tobytes() == drawn(title=" ").tobytes()


@pytest.mark.parametrize("text", ["W" * 100, " ".join(["word"] * 20), string.ascii_letters])
def test_long_texts_stay_on_the_picture(text: str) -> None:
    """Nothing is drawn in the margin to the right of the title, the name and the figures."""
    image = drawn(title=text, display_name=text[:50], kind="JavaScript · Normal")
    margin = image.crop((1200 - 60, 20, 1200, 400))
    assert margin.getextrema() == drawn(title="x").crop((1140, 20, 1200, 400)).getextrema()
