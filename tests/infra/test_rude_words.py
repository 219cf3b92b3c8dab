"""Names: what is refused as rude, and what must not be, because somebody bears it."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from server.infra.names import DisplayName, NewUsername, PublicTitle, Username
from server.infra.rude_words import is_rude

BORNE = (
    "Peter Dick John_Hooker Anita Amina Gay_Talese Randy Lolita Adi Bonner Cumming Kösemen Penistone Scunthorpe Essex"
    " Assmann Hitchcock Ignazio Sheila Nigg Salopek Wankel Fuchs Titus Dickens Cocks Violet ada eve_k robot_byte_1"
    " guest_0a1b2c3d class_9b pupil_1 analytics assassin Class9b Ünlü 日本語 Bobby_T. O'Neil Anna-Lena Mike99"
)


@pytest.mark.parametrize("name", [name.replace("_", " ") for name in BORNE.split()] + BORNE.split())
def test_a_name_that_somebody_bears_is_taken(name: str) -> None:
    assert not is_rude(name)


RUDE = (
    "fuck FuckFace99 f_u_c_k fuckyou iLoveFuck sh1thead n1gger B1tch a55hole BigPenis big_tits tits99 69tits SHIT"
    " wanker Arschloch99 hurensohn FickDich wichser putain merde connard puta mierda cazzo kurwa Adolf_Hitler"
    " SiegHeil"
)


@pytest.mark.parametrize("name", RUDE.split())
def test_a_rude_one_is_refused_however_it_is_written(name: str) -> None:
    for kind in NewUsername, DisplayName, PublicTitle:
        with pytest.raises(ValidationError, match="others may find rude"):
            TypeAdapter(kind).validate_python(name)
    assert TypeAdapter(Username).validate_python(name) == name, "who has it already is still found by it"


def test_numbers_are_no_letters_by_themselves() -> None:
    names = [f"pupil{between}{number}" for number in range(1_000) for between in ("_", "")]
    classes = [f"{number}{letter}" for number in range(1, 14) for letter in string.ascii_lowercase]
    names += classes + [f"{letter}{number}" for number in range(1, 50) for letter in "abcdefgh"]
    assert not [name for name in names if is_rude(name)]


@given(st.text(string.ascii_letters + string.digits + "_ -äé", max_size=12), st.sampled_from(["_", " ", "-", "."]))
def test_no_name_hides_a_rude_word_beside_it(name: str, separator: str) -> None:
    assert is_rude(f"{name}{separator}fuck") and is_rude(f"fuck{separator}{name}")


@given(st.text(max_size=100))
def test_any_text_can_be_looked_at(name: str) -> None:
    assert is_rude(name) in (True, False)
