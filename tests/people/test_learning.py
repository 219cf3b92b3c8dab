"""`GET /api/user/progress`."""

from __future__ import annotations

from server import people, practice
from server.infra.postgres import Pool
from server.people.learning import LearningOut
from tests.http import add_someone, app_of, bearer, client_of, fits, problem, token_is_role
from tests.snippets import AddSnippet, code


async def test_the_answer_has_each_topic_and_what_to_play_next(pg: Pool, add_snippet: AddSnippet) -> None:
    await add_someone(pg)
    for number, category in enumerate(("sets", "lists", "lists")):
        await add_snippet(code(number), category=category)
    async with client_of(app_of(people.learning_endpoints(pg, practice.Topics(pg)), token_is_role)) as http:
        told = (await http.get("/api/user/progress", headers=bearer("PLAYER"))).json()
        assert fits(LearningOut, told)
        assert told["tracks"] == []
        topics = [(one["category"], one["state"], one["snippets"]) for one in told["topics"]]
        assert topics == [("lists", "UNMET", {"NORMAL": 2}), ("sets", "UNMET", {"NORMAL": 1})]
        suggestion = {"language": "PYTHON", "difficulty": "NORMAL", "category": "lists", "why": "UNMET"}
        assert told["suggestions"] == [suggestion]
        assert problem(await http.get("/api/user/progress")) == (401, "auth/required")
