"""What people write for others to read: the form in which it is kept, and whether it leads to other sites.

Laws:
- No character turns the direction of others, is invisible, or piles marks over the lines above.
- In doubt a text leads elsewhere: somebody looks at it who knows.

Names and titles follow server/infra/names.py, which refuses what is tidied here.

Absent on purpose: who may write what leads elsewhere, which the features say (`is_new` of server.results).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from server.infra.markdown import TextBlock
from server.infra.names import has_visible, visible

MOST_MARKS = 4  # on one letter, as in names

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# Controls, what turns the direction of text, what has no width, and language tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_COMMON = "biz|click|cn|com|link|net|online|org|ru|shop|site|store|xyz"
_SHORT = "ai|app|cc|club|co|dev|gg|gl|icu|info|io|live|ly|me|sh|tk|top|tv|vip"  # words of prose, too
_FILES = "css|html?|java|js(?:on)?|jsx|txt|tsx?|xml|ya?ml"  # no endings of sites
# What can be followed or pasted, wherever it stands; in code a name with a dot is nothing, without a path behind it.
_ADDRESS = re.compile(
    rf"[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:magnet|mailto):\S|[\w-]\.(?:{_COMMON}|{_SHORT})(?::\d+)?/[\w?#%~]"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}\b|(?::\d{1,5})?/(?!\d{1,2}\b)\w)",  # not a network: 10.0.0.0/8
    re.IGNORECASE,
)
# Not of code: `java.net`, `fs.io`, `a.length/2`.
_IN_PROSE = re.compile(
    rf"//[\w-]+\.|[\w-]\s?[.\u3002]\s?(?:{_COMMON})\b|[\w-]\.(?:{_SHORT})\b(?![.(]\w)"
    rf"|[\w-]\.(?!(?:{_FILES})\b)[a-z]{{2,24}}(?::\d+)?/[\w?#%~]|[\w+-]@[\w-]+(?:\.[\w-]+)*\.[a-z]{{2,}}",
    re.IGNORECASE,
)


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


class _Kept:
    def __init__(self, most: int, *, may_be_empty: bool) -> None:
        self._most, self._may_be_empty = most, may_be_empty

    def __call__(self, text: str) -> str:
        kept = tidied(text)
        if self._may_be_empty and not has_visible(kept):
            return ""
        visible(kept)
        if len(kept) > self._most:  # what is composed may be longer than what was sent
            raise PydanticCustomError("string_too_long", "should have at most {most} characters", {"most": self._most})
        return kept


def written(most: int, *, may_be_empty: bool = False) -> tuple[StringConstraints, AfterValidator]:
    """What makes a text of a body one that is kept tidied: `Annotated[str, *written(500)]`."""
    bounds = StringConstraints(min_length=0 if may_be_empty else 1, max_length=most)
    return bounds, AfterValidator(_Kept(most, may_be_empty=may_be_empty))


def leads_elsewhere(text: str, blocks: Sequence[TextBlock] | None = None) -> bool:
    """Whether it has a link to another site, or an address that somebody could follow or paste. `blocks`: what its
    Markdown says; without them it is prose."""
    spans = [span for block in blocks or () for span in block.spans]
    if any(span.href is not None and not span.href.startswith("/") for span in spans):
        return True
    if blocks is None:
        shown = prose = text
    else:  # without what Markdown takes away: `www\.` is shown as `www.`
        shown = "\n".join("".join(span.text for span in block.spans) for block in blocks)
        prose = "\n".join("".join(" " if span.code else span.text for span in block.spans) for block in blocks)
    return any(map(_ADDRESS.search, (_plain(text), _plain(shown)))) or bool(_IN_PROSE.search(_plain(prose)))


def _plain(text: str) -> str:
    """Letters and dots in full width are those that they look like."""
    return unicodedata.normalize("NFKC", text)
