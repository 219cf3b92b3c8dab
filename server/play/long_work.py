"""Work on whole games, which takes the longer the more keys they have: done beside the event loop when it is long.

Laws:
- One such work at a time: a thread does not add a core, it only lets the others' keys in between.
- What the work touches belongs to it until it returns. Nobody else holds a session that is being restored, and
  nothing changes one that is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SHORT_KEYS: Final = 1_000  # about 3 ms of replay, and three minutes of play
_BESIDE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long-work")


async def worked_through(keys: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of `work`, which goes through `keys` keys. Raises what it raises."""
    if keys <= SHORT_KEYS:
        return work(*args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_BESIDE, lambda: work(*args, **kwargs))
