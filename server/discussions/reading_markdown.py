"""What players write: tidied, and its Markdown read into blocks.

Laws:
- Nothing of it reaches a page as HTML: pages build their elements from blocks (server/infra/markdown.py).
- Of Markdown there is what a remark needs: paragraphs, lists, quotes, code, emphasis, links. Headings, pictures, tables
  and references are text, and so is an address that is not written as a link.
- A link leads to this site, or by http(s) to a host that it names, without a name and password before it.
- No character turns the direction of others, is invisible, or piles marks over the lines above.

Absent on purpose: bounds. Requests bound the text; it is read in a thread, the most hostile one takes 60 ms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from server.infra.markdown import BlockKind, TextBlock, TextSpan, read_blocks
from server.library import coloured_words

RULES = ("fence", "blockquote", "list", "newline", "escape", "backticks", "emphasis", "link")
MOST_MARKS = 4  # on one letter, as in names
DEEPEST_ITEM = 3  # more indentation leaves no room on a phone

_READER = MarkdownIt("zero", {"html": False}).enable(RULES)
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# Controls, what turns the direction of text, what has no width, and language tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`{}|^]")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|\bwww\.", re.IGNORECASE)
_ENDINGS = "biz|click|cn|com|link|net|online|org|ru|shop|site|store|xyz"
_DOMAIN = re.compile(rf"//[\w-]+\.|[\w-]\s?[.\u3002]\s?(?:{_ENDINGS})\b", re.IGNORECASE)  # not of code: `java.net`


def tidied(text: str) -> str:
    """The form in which a text is kept."""
    seen = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    kept: list[str] = []
    marks = 0
    for c in unicodedata.normalize("NFC", seen):
        marks = marks + 1 if unicodedata.category(c) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(c)
    return "".join(kept).strip()


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


def leads_elsewhere(text: str, blocks: tuple[TextBlock, ...]) -> bool:
    """Whether it has a link to another site, or an address that somebody could copy. In doubt it does: a moderator
    looks."""
    spans = [span for block in blocks for span in block.spans]
    if any(span.href is not None and not span.href.startswith("/") for span in spans):
        return True
    prose = "\n".join(span.text for span in spans if not span.code)
    return bool(_ADDRESS.search(_plain(text)) or _DOMAIN.search(_plain(prose)))


def _plain(text: str) -> str:
    """Letters and dots in full width are those that they look like."""
    return unicodedata.normalize("NFKC", text)
