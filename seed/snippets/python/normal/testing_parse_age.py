import pytest


def parse_age(text: str) -> int:
    age = int(text)
    if not 0 <= age <= 130:
        raise ValueError(f"{age} is no age")
    return age


def test_parse_age_refuses_a_negative_number() -> None:
    with pytest.raises(ValueError, match="no age"):
        parse_age("-1")
