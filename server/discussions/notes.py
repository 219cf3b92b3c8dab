"""Notes that players write on things of their own: read as posts are, and shown at once, before a moderator has looked.

So while their author is new, a link to another site is text; it becomes one once the account is old enough.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from server.discussions.discussions import Discussions
from server.discussions.reading_markdown import blocks_of_post
from server.infra.markdown import TextBlock, TextSpan
from server.infra.written import tidied
from server.results import is_new

Blocks = tuple[TextBlock, ...]


async def note_blocks(discussions: Discussions, author_id: str, note: str) -> Blocks:
    """What a note says, in whatever form it is kept."""
    blocks = await discussions.blocks(note, _read)
    plain = tuple(replace(block, spans=tuple(map(_without_link, block.spans))) for block in blocks)
    if plain != blocks and await is_new(discussions.pg, author_id):
        return plain
    return blocks


@lru_cache(maxsize=256)
def _read(note: str) -> Blocks:
    return blocks_of_post(tidied(note))


def _without_link(span: TextSpan) -> TextSpan:
    return span if span.href is None or span.href.startswith("/") else replace(span, href=None)
