def backwards(word: str) -> str:
    return word[::-1]


def test_backwards() -> None:
    assert backwards("desserts") == "stressed"
