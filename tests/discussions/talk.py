"""People who talk about a snippet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.discussions.rows import CommentOut, PostOut, Stretch
from server.infra.postgres import Pool
from tests.http import fits
from tests.leaderboards.boards import play
from tests.live import Account, Live

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Talk:
    """`on`: the snippet's place."""

    live: Live
    pg: Pool
    on: str

    async def player(self, username: str, days: int = 7, games: int = 3) -> Account:
        """Registered so many days ago, with so many ranked games: as it is, long enough to be trusted with links."""
        account = await self.live.register(username)
        registered = "UPDATE users SET created_at = now() - make_interval(days => $2) WHERE id = $1"
        await self.pg.execute(registered, account.id, days)
        for _ in range(games):
            await play(self.pg, account.id)
        return account

    async def post(self, by: Account, text: str = "What is this for?", on: str | None = None) -> Json:
        answer = await by.request("POST", f"/api/posts?on={on or self.on}", text=text)
        assert answer.status_code == 201, answer.text
        assert fits(PostOut, answer.json())
        post: Json = answer.json()
        return post

    async def comment(self, by: Account, post: Json, text: str, parent: Json | None = None) -> Json:
        body: Json = {"text": text, "parent_id": parent and parent["id"]}
        answer = await by.request("POST", f"/api/posts/{post['id']}/comments", **body)
        assert answer.status_code == 201, answer.text
        assert fits(CommentOut, answer.json())
        comment: Json = answer.json()
        return comment

    async def ask(self, by: Account | None, path: str, **query: str | int) -> Any:
        """A GET's answer, which must be one."""
        headers = by.headers if by else {}
        answer = await self.live.http.get(path, params={name: str(one) for name, one in query.items()}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def posts(self, by: Account | None = None, **query: str | int) -> Json:
        page: Json = await self.ask(by, "/api/posts", on=self.on, **query)
        assert fits(Stretch[PostOut], page)
        return page

    async def comments(self, post: Json, by: Account | None = None, **query: str | int) -> Json:
        page: Json = await self.ask(by, f"/api/posts/{post['id']}/comments", **query)
        assert fits(Stretch[CommentOut], page)
        return page

    async def thread(self, post: Json, by: Account | None = None) -> list[tuple[int, str | None]]:
        """The depth and the words of each comment, None for one whose place alone is shown."""
        items = (await self.comments(post, by, per_page=50))["items"]
        return [(item["depth"], words(item)) for item in items]


def words(written: Json) -> str | None:
    if written["author"] is None:
        assert written["blocks"] == [] and written["text"] is None and written["state"] == "DELETED"
        return None
    return "\n".join("".join(span["text"] for span in block["spans"]) for block in written["blocks"])
