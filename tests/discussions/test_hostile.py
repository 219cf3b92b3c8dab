"""What hostile texts become: blocks of text alone, and links that lead where they say, in bounded time."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.discussions.reading_markdown import DEEPEST_ITEM, blocks_of_post
from server.discussions.requests import MOST_TEXT, NewPost
from server.infra.markdown import BlockKind, TextBlock
from server.infra.written import tidied
from tests.discussions import hostile

LONGEST_CPU_S = 0.25  # of the thread's own time; five times what the slowest takes on a quiet machine
KINDS = set(BlockKind) - {BlockKind.HEADING}


def hold(blocks: tuple[TextBlock, ...]) -> None:
    for block in blocks:
        assert block.kind in KINDS and block.level >= 0
        assert block.level <= DEEPEST_ITEM or block.kind is BlockKind.CODE
        for span in block.spans:
            if span.href is not None:
                parts = urlsplit(span.href)
                is_here = span.href.startswith("/") and not span.href.startswith(("//", "/\\"))
                assert is_here or (parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc)
                assert not set(span.href) & set('"<>\\` \n\t')
        units = len("".join(span.text for span in block.spans).encode("utf-16-le")) // 2
        assert all(0 <= start < end <= units for start, end, _ in block.words)


def test_there_are_enough_of_them_and_each_is_another() -> None:
    assert len(hostile.ALL) == len(set(hostile.ALL)) >= 100


@pytest.mark.parametrize("text", hostile.ALL, ids=lambda text: ascii(text)[:40])
def test_a_hostile_text_is_read_in_bounded_time_and_becomes_plain_blocks(text: str) -> None:
    assert len(text) <= MOST_TEXT
    kept = tidied(text)
    began = time.thread_time()
    blocks = blocks_of_post(kept)
    assert time.thread_time() - began < LONGEST_CPU_S
    hold(blocks)


@pytest.mark.parametrize("text", hostile.REFUSED)
def test_what_cannot_be_kept_or_seen_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="text"):
        NewPost(text=text)


PIECES = [*"ab \n*_`[]()<>!:/-1.>&;\\\"'@\u202e\u0301\U0001f600", "http://", "```py\n", "](/"]


@given(st.lists(st.sampled_from(PIECES), max_size=150).map("".join))
def test_any_text_becomes_plain_blocks(text: str) -> None:
    kept = tidied(text)
    assert tidied(kept) == kept
    hold(blocks_of_post(kept))


def test_of_markdown_there_is_what_a_remark_needs() -> None:
    text = (
        "# No heading\n\n![no picture](/a.png)\n\n| no | table |\n\n1. one\n   - two\n\n> said\n\n    no code\n\n"
        "```go\nx := 1\n```"
    )
    blocks = blocks_of_post(text)
    assert [(block.kind.value, block.level, "".join(span.text for span in block.spans)) for block in blocks] == [
        ("paragraph", 0, "# No heading"),
        ("paragraph", 0, "!no picture"),
        ("paragraph", 0, "| no | table |"),
        ("item", 1, "one"),
        ("item", 2, "two"),
        ("quote", 0, "said"),
        ("paragraph", 0, "no code"),
        ("code", 0, "x := 1"),
    ]


def test_code_is_coloured_by_what_browsers_count() -> None:
    (block,) = blocks_of_post("```py\nif é == '😀': x = 1\n```")
    text = block.spans[0].text.encode("utf-16-le")
    coloured = {text[2 * start : 2 * end].decode("utf-16-le"): kind for start, end, kind in block.words}
    assert (coloured["if"], coloured["'😀'"], coloured["1"]) == ("keyword", "string", "number")
    assert blocks_of_post("```cobol\nMOVE A TO B.\n```")[0].words == ()
