"""Cards: what a text links to, said below it. There are cards of shared replays.

Law: a card says what its reader may know. What is not for them has none, and the link stays a link.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from server.discussions.rows import ReplayCard, WrittenOut
from server.infra.inputs import UUID_PATTERN
from server.infra.markdown import TextBlock
from server.infra.postgres import Connection, Pool
from server.infra.web import Principal

MOST_CARDS = 3  # below one text

# By whichever name the site was reached: the id is one of this site, and so is where the card leads.
_REPLAY = re.compile(rf"(?:https?://[^/?#]+)?/replays/({UUID_PATTERN})/?(?:[?#].*)?", re.ASCII | re.IGNORECASE)


FindCards = Callable[[Pool | Connection, Principal | None, Sequence[str]], Awaitable[Mapping[str, ReplayCard]]]
Written = TypeVar("Written", bound=WrittenOut)


async def with_cards(
    find: FindCards, connection: Pool | Connection, caller: Principal | None, texts: Sequence[Written]
) -> list[Written]:
    """One statement for all of them, and none if nothing is linked to."""
    linked = [_linked(text.blocks) for text in texts]
    ids = sorted({one for some in linked for one in some})
    cards = await find(connection, caller, ids) if ids else {}
    return [
        replace(text, cards=tuple(cards[one] for one in some if one in cards)) if some else text
        for text, some in zip(texts, linked, strict=True)
    ]


def _linked(blocks: Sequence[TextBlock]) -> list[str]:
    """The first of them, each once."""
    return list(dict.fromkeys(_ids(blocks)))[:MOST_CARDS]


def _ids(blocks: Sequence[TextBlock]) -> Iterator[str]:
    for block in blocks:
        for span in block.spans:
            found = _REPLAY.fullmatch(span.href or "")
            if found:
                yield found[1].lower()
