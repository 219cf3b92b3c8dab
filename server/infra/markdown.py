"""Markdown, read into blocks of text from which a page builds its elements.

Law: nothing of what was written reaches a page as HTML. A link leads to this site or by http(s) to another; tags that
somebody writes are text. So whatever a text says, it is safe to show.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": False})
_LOWEST_HEADING = 3


class BlockKind(enum.StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CODE = "code"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpan:
    """Some text in one style. A newline in it is a line break."""

    text: str
    code: bool = False
    strong: bool = False
    emphasis: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """`level` is a heading's, 1 to 3, or how deep an item lies, from 1; 0 for anything else outside of lists. `number`
    is that of an item of an ordered list. Items that follow one another are one list. Code has the `language` that its
    author named; `words` are its coloured ones, each `[start, end, class]`, in UTF-16 as browsers count."""

    kind: BlockKind
    level: int
    number: int | None
    spans: tuple[TextSpan, ...]
    words: tuple[tuple[int, int, str], ...] = ()
    language: str = ""


@lru_cache(maxsize=256)
def blocks_of(text: str) -> tuple[TextBlock, ...]:
    """Of a lesson. Kept for those who read it next: the most hostile one takes a sixth of a second."""
    return read_blocks(_READER, text)


def read_blocks(reader: MarkdownIt, text: str) -> tuple[TextBlock, ...]:
    """What the reader knows becomes blocks, whatever else was written is text."""
    return tuple(_Walk().blocks(reader.parse(text)))


class _Walk:
    """One way through a text's tokens."""

    def __init__(self) -> None:
        self._lists: list[bool] = []  # around the token, the outermost first: whether each is ordered
        self._quotes = 0
        self._number: int | None = None
        self._begins_item = False
        self._heading = 0

    def blocks(self, tokens: Sequence[Token]) -> Iterator[TextBlock]:
        for token in tokens:
            if token.type == "inline":
                yield self._block(tuple(_spans(token.children or ())))
            elif token.type in ("fence", "code_block"):
                span = TextSpan(text=token.content.removesuffix("\n"), code=True)
                level, language = len(self._lists), token.info.split(maxsplit=1)[0] if token.info.strip() else ""
                yield TextBlock(kind=BlockKind.CODE, level=level, number=None, spans=(span,), language=language)
            else:
                self._pass(token)

    def _pass(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._lists.append(token.type == "ordered_list_open")
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._begins_item = True
                self._number = int(token.info) if self._lists[-1] and token.info else None
            case "list_item_close":
                self._begins_item = False
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "heading_open":
                self._heading = min(_LOWEST_HEADING, int(token.tag[1:]))
            case "heading_close":
                self._heading = 0

    def _block(self, spans: tuple[TextSpan, ...]) -> TextBlock:
        if self._heading:
            return TextBlock(kind=BlockKind.HEADING, level=self._heading, number=None, spans=spans)
        if self._begins_item:
            self._begins_item = False  # its further paragraphs are paragraphs
            return TextBlock(kind=BlockKind.ITEM, level=len(self._lists), number=self._number, spans=spans)
        kind = BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH
        return TextBlock(kind=kind, level=len(self._lists), number=None, spans=spans)


def _spans(tokens: Sequence[Token]) -> Iterator[TextSpan]:
    """Neighbours of one style as one span."""
    last: TextSpan | None = None
    for span in _pieces(tokens):
        if last is not None and replace(last, text="") == replace(span, text=""):
            last = replace(last, text=last.text + span.text)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _pieces(tokens: Sequence[Token]) -> Iterator[TextSpan]:
    strong = emphasis = 0
    href: str | None = None
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                href = _followed(str(token.attrs.get("href", "")))
            case "link_close":
                href = None
            case _:
                text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
                if text:
                    yield TextSpan(
                        text=text,
                        code=token.type == "code_inline",
                        strong=strong > 0,
                        emphasis=emphasis > 0,
                        href=href,
                    )


def _followed(href: str) -> str | None:
    is_here = href.startswith("/") and not href.startswith(("//", "/\\"))
    return href if is_here or href.startswith(("https://", "http://")) else None
