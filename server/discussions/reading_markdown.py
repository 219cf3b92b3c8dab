"""What players write, once it is tidied (server/infra/written.py): its Markdown read into blocks.

Laws:
- Nothing of it reaches a page as HTML: pages build their elements from blocks (server/infra/markdown.py).
- Of Markdown there is what a remark needs: paragraphs, lists, quotes, code, emphasis, links. Headings, pictures, tables
  and references are text, and so is an address that is not written as a link.
- A link leads to this site, or by http(s) to a host that it names, without a name and password before it.

Absent on purpose: bounds. Requests bound the text; it is read in a thread, the most hostile one takes 60 ms.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from server.infra.markdown import BlockKind, TextBlock, TextSpan, read_blocks
from server.library import coloured_words

RULES = ("fence", "blockquote", "list", "newline", "escape", "backticks", "emphasis", "link")
DEEPEST_ITEM = 3  # more indentation leaves no room on a phone

_READER = MarkdownIt("zero", {"html": False}).enable(RULES)
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`{}|^]")


def blocks_of_post(text: str) -> tuple[TextBlock, ...]:
    """Of a tidied text."""
    return tuple(_block(one) for one in read_blocks(_READER, text))


def _block(block: TextBlock) -> TextBlock:
    if block.kind is BlockKind.CODE:
        words = coloured_words(block.language, block.spans[0].text)
        return replace(block, words=tuple((word.start, word.end, str(word.kind)) for word in words))
    return replace(block, level=min(block.level, DEEPEST_ITEM), spans=tuple(map(_span, block.spans)))


def _span(span: TextSpan) -> TextSpan:
    return span if span.href is None or _is_followed(span.href) else replace(span, href=None)


def _is_followed(href: str) -> bool:
    if _UNSAFE_IN_ADDRESS.search(href):
        return False
    if href.startswith("/"):
        return True  # of this site: the reader has seen to that
    try:
        parts = urlsplit(href)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:  # a port or a host that is none
        return False
