"""Markdown: what it becomes, and that nothing dangerous comes through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.infra.markdown import TextBlock, TextSpan, blocks_of


def told(text: str) -> list[tuple[str, int, int | None, list[str]]]:
    return [(one.kind.value, one.level, one.number, [span.text for span in one.spans]) for one in blocks_of(text)]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("One\nline", [("paragraph", 0, None, ["One line"])]),
        ("One  \nbreak", [("paragraph", 0, None, ["One\nbreak"])]),
        ("###### Deep", [("heading", 3, None, ["Deep"])]),
        ("- a\n- b\n\n  more", [("item", 1, None, ["a"]), ("item", 1, None, ["b"]), ("paragraph", 1, None, ["more"])]),
        ("3. a\n4. b\n   - c", [("item", 1, 3, ["a"]), ("item", 1, 4, ["b"]), ("item", 2, None, ["c"])]),
        ("> said", [("quote", 0, None, ["said"])]),
        ("```py\na = 1\n\nb = 2\n```", [("code", 0, None, ["a = 1\n\nb = 2"])]),
        ("<script>alert(1)</script>", [("paragraph", 0, None, ["<script>alert(1)</script>"])]),
        ("![picture](https://example.org/a.png)", [("paragraph", 0, None, ["picture"])]),
    ],
)
def test_blocks(text: str, blocks: list[tuple[str, int, int | None, list[str]]]) -> None:
    assert told(text) == blocks


def test_styles_of_spans() -> None:
    (block,) = blocks_of("a `b` **c *d*** _e_")
    assert list(block.spans) == [
        TextSpan(text="a "),
        TextSpan(text="b", code=True),
        TextSpan(text=" "),
        TextSpan(text="c ", strong=True),
        TextSpan(text="d", strong=True, emphasis=True),
        TextSpan(text=" "),
        TextSpan(text="e", emphasis=True),
    ]


@pytest.mark.parametrize(
    ("href", "followed"),
    [
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("http://example.org", "http://example.org"),
        ("/learn/python", "/learn/python"),
        ("//example.org", None),
        ("/\\example.org", "/%5Cexample.org"),  # of this site
        ("learn", None),
        ("mailto:a@example.org", None),
        ("data:text/html,x", None),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("&#106;avascript:alert(1)", None),
    ],
)
def test_links_that_are_followed(href: str, followed: str | None) -> None:
    hrefs = {span.href for block in blocks_of(f"[text]({href})") for span in block.spans}
    assert hrefs == {followed}


@given(st.text(st.sampled_from(list("ab \n#*_`[]()<>!:/-1.>&;\\\"'")), max_size=200))
def test_any_text_is_read_and_links_nowhere_else(text: str) -> None:
    blocks = blocks_of(text)
    assert all(isinstance(block, TextBlock) and block.level >= 0 for block in blocks)
    for block in blocks:
        for span in block.spans:
            assert span.text
            assert span.href is None or span.href.startswith(("/", "http://", "https://"))


def test_a_text_is_read_once_and_only_so_many_are_kept() -> None:
    text = "[\n" * 2_500  # what takes longest
    assert blocks_of(text) is blocks_of(text)
    assert blocks_of.cache_info().maxsize is not None
