"""What a name may be: each that is let in has a refused twin."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from server.groups.requests import GroupEdit, MemberEdit, NewAssignment, NewGroup
from server.infra.names import DisplayName, GroupName, PublicTitle, presentable
from server.people.requests import AdminUserBody, ProfileBody, RegisterBody

# Hangul fillers, a Braille pattern without dots, a note without a head, a soft hyphen, joiners, Khmer and Egyptian
INVISIBLE = "\u3164\uffa0\u115f\u1160\u2800\U0001d159\u00ad\u034f\u200b\u200d\u2060\ufeff\u180e\u17b4\U00013441\ufffc"


def refusal(name: str) -> str:
    with pytest.raises(PydanticCustomError) as refused:
        presentable(name)
    return refused.value.type


@pytest.mark.parametrize("blank", INVISIBLE, ids=lambda c: f"U+{ord(c):04X}")
def test_what_cannot_be_seen_is_no_name_and_hides_in_none(blank: str) -> None:
    assert refusal(blank) in ("not_visible", "not_printable")
    assert refusal(blank * 3) in ("not_visible", "not_printable")
    assert refusal(f"Ada{blank}") == "not_printable"
    assert refusal(f"A{blank}da") == "not_printable"


def test_no_character_of_a_kind_that_is_not_drawn_is_a_name() -> None:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Mn", "Me"}
    undrawn = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in kinds]
    for character in undrawn:
        refusal(character)
    assert len(undrawn) > 4_000


@pytest.mark.parametrize("name", ["José", "Nguyễn", "שָׁלוֹם", "टेस्ट", "ไทย", "Z" + "\u0301\u0302\u0303\u0304"])
def test_letters_have_their_marks(name: str) -> None:
    assert presentable(name)


@pytest.mark.parametrize("name", ["Z" + "\u0301" * 90, "A" + "\u0301\u0302\u0303\u0304\u0305", "é" + "\u0302" * 4])
def test_marks_do_not_pile_up(name: str) -> None:
    assert refusal(name) == "too_many_marks"


@pytest.mark.parametrize("name", ["аdmin", "Αlaska", "pаypal", "Ada-Lоvelace", "sсhool_7b"])
def test_a_word_does_not_mix_letters_that_look_alike(name: str) -> None:
    assert refusal(name) == "mixed_letters"


@pytest.mark.parametrize(
    "name",
    [
        "Ада Lovelace",
        "Иван-Ivan",
        "пётр",
        "ローマ字",
        "山田ノ介",
        "名前Ada",
        "김철수",
        "Łukasz Øyvind",
        "ıstanbul",
        "Ω1",
    ],
)
def test_words_of_other_alphabets_are_names(name: str) -> None:
    assert presentable(name) == name


@pytest.mark.parametrize(
    "name", ["😀", "👩\u200d💻 Ada", "❤\ufe0f\u200d🔥", "🇩🇪 Max", "می\u200cخواهم", "7b – Informatik & Co."]
)
def test_emoji_persian_and_punctuation_stay_as_they_are(name: str) -> None:
    assert presentable(name) == name


@pytest.mark.parametrize("name", ["line\nbreak", "tab\tstop", "two\u2028lines"])
def test_a_name_is_one_line(name: str) -> None:
    assert refusal(name) == "not_printable"


@pytest.mark.parametrize("name", ["A\u200dda", "Ada-\u200d", "1\ufe0f"])
def test_joiners_are_only_for_emoji(name: str) -> None:
    assert refusal(name) == "not_printable"


def test_a_name_is_kept_in_one_form() -> None:
    assert presentable(" Ada \u3000 Love\u1680lace ") == "Ada Love lace"
    assert presentable("ﬁne Ａｄａ") == "fine Ada"
    assert presentable("Jose\u0301") == "José"


@given(st.text(max_size=30))
def test_what_is_let_in_is_let_in_as_it_is_kept(text: str) -> None:
    try:
        name = presentable(text)
    except PydanticCustomError:
        return
    assert presentable(name) == name


@pytest.mark.parametrize(("kind", "most"), [(DisplayName, 100), (GroupName, 80), (PublicTitle, 120)])
def test_the_length_of_what_is_kept_counts(kind: type, most: int) -> None:
    names: TypeAdapter[str] = TypeAdapter(kind)
    assert len(names.validate_python("n" * most)) == most
    assert len(names.validate_python("ﬁ" * (most // 2))) == most
    for longer in ("n" * (most + 1), "ﬁ" * (most // 2 + 1), "ﷺ" * 20):
        with pytest.raises(ValidationError, match=f"at most {most} characters"):
            names.validate_python(longer)


NAMED: list[tuple[type[BaseModel], str, dict[str, str]]] = [
    (RegisterBody, "display_name", {"username": "ada", "email": "ada@example.com", "password": "correct horse"}),
    (ProfileBody, "display_name", {}),
    (AdminUserBody, "display_name", {}),
    (NewGroup, "name", {}),
    (GroupEdit, "name", {}),
    (MemberEdit, "nickname", {}),
    (MemberEdit, "display_name", {}),
    (NewAssignment, "title", {}),
]


@pytest.mark.parametrize(("body", "field", "others"), NAMED, ids=lambda value: getattr(value, "__name__", None))
def test_every_door_has_these_rules(body: type[BaseModel], field: str, others: dict[str, str]) -> None:
    assert getattr(body.model_validate({**others, field: " Ｎine  B "}), field) == "Nine B"
    for name in ("\u3164", "аdmin", "Z" + "\u0301" * 90):
        with pytest.raises(ValidationError) as refused:
            body.model_validate({**others, field: name})
        assert [error["loc"] for error in refused.value.errors()] == [(field,)]
