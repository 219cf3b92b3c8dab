"""The board of ratings, page by page."""

from __future__ import annotations

from typing import Any

import pytest

from server.infra.postgres import Pool
from tests.live import Live

_RATED = """
WITH made AS (
    INSERT INTO users (username, email, password_hash, display_name)
    SELECT 'rated_' || n, 'rated_' || n || '@rated.invalid', '!', 'Rated' FROM generate_series(1, 12) AS n
    RETURNING id, right(username, 1)::int AS n
)
INSERT INTO ratings (user_id, kind, mu, sigma, games, shown, peak, updated_at)
SELECT id, 'RACE', 25 + n % 3, 8, 1, 1500 + 40 * (1 + n % 3), 1700, '2026-11-01'::timestamptz + n / 4 * interval '1 ms'
FROM made
"""


async def board(live: Live, query: str) -> dict[str, Any]:
    answer = await live.http.get(f"/api/ratings?{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


@pytest.mark.parametrize("per_page", [1, 2, 5])
async def test_pages_by_row_are_those_by_number(live: Live, pg: Pool, per_page: int) -> None:
    """With ranks that equal ratings share over the edge of a page."""
    await pg.execute(_RATED)
    whole = (await board(live, "per_page=100"))["items"]
    assert [one["rank"] for one in whole] == [
        1 + sum(other["rating"] > one["rating"] for other in whole) for one in whole
    ]
    found, after, page = list[dict[str, Any]](), "", 0
    while after is not None:
        page += 1
        answer = await board(live, f"per_page={per_page}&page={page}&after={after}")
        assert answer["items"] == (await board(live, f"per_page={per_page}&page={page}"))["items"]
        found, after = found + answer["items"], answer["next"]
    assert found == whole and answer["total"] == len(whole) == 12


async def test_what_is_no_place_is_refused(live: Live) -> None:
    for query in ("page=101", "after=1500", "after=1500.1.nobody.1.1"):
        assert (await live.http.get(f"/api/ratings?{query}")).status_code == 422
