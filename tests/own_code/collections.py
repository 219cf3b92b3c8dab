"""Collections of own code for tests, made over HTTP."""

from __future__ import annotations

from typing import Any

from tests.live import Account

SECRET = "vault_combination = opening_move + 4711"


async def made(account: Account, *texts: str, **more: Any) -> str:
    """The id of a collection with these texts."""
    answer = await account.request("POST", "/api/collections", **{"name": "Katas", "language": "PYTHON", **more})
    assert answer.status_code == 201, answer.text
    collection: str = answer.json()["collection"]["id"]
    assert answer.headers["location"] == f"/api/collections/{collection}"
    if texts:
        added = await add(account, collection, *texts)
        assert added.status_code == 201, added.text
    return collection


async def add(account: Account, collection: str, *texts: str) -> Any:
    snippets = [{"snippet_text": text, "source": f"a.py:{number}"} for number, text in enumerate(texts, 1)]
    return await account.request("POST", f"/api/collections/{collection}/snippets", snippets=snippets)
