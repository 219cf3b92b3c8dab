"""CHALLENGE: an attempt at one challenge of a course, on the one wave of its published version.

Laws:
- The wave is the snippet of the version that was published when the game began. What is published later changes
  nothing about it.
- Enemies do no harm: nobody is defeated, and the game is cleared when the code is typed to its end.
- Whoever begins one is enrolled in its track from then on, guests too.
- It is ranked on no board. Each challenge has its own, of attempts that reached its goals.

Absent on purpose: the goals, and what becomes of an attempt (server.courses).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from game.terms import Difficulty, Language, Mode
from game.wave import Wave
from server.infra.inputs import Body, Id
from server.infra.postgres import Connection
from server.infra.web import Problem
from server.library import snippet
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow
from server.play.waves import GivenWaves, RemainingWaves, Tools, WaveSource, harmless, serve

NO_CHALLENGE = 404, "course/no-such-challenge"

# That players see, c, with its version, v, and its track, t.
PUBLISHED = """
challenges c JOIN challenge_versions v ON v.id = c.published_id JOIN tracks t ON t.id = c.track_id AND t.is_published
"""
_FOUND = f"""
SELECT c.track_id, v.version, v.snippet_id, s.language, s.difficulty
FROM {PUBLISHED} JOIN code_snippets s ON s.id = v.snippet_id WHERE c.id = $1
"""
_SNIPPET = "SELECT snippet_id FROM challenge_versions WHERE challenge_id = $1 AND version = $2"
_IS_LIVING = "SELECT true FROM users WHERE id = $1 AND deleted_at IS NULL FOR SHARE"
_IS_IN = "SELECT EXISTS (SELECT FROM user_enrollments WHERE user_id = $1 AND track_id = $2)"
# Against everybody who changes what is counted in the track (see the triggers).
_LOCK_TRACK = "SELECT FROM tracks WHERE id = $1 FOR NO KEY UPDATE"
_ENROLL = "INSERT INTO user_enrollments (user_id, track_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_LEAVE = "DELETE FROM user_enrollments WHERE user_id = $1 AND track_id = $2"


def no_challenge() -> Problem:
    return Problem(*NO_CHALLENGE, "There is no such challenge, or it is not published.")


async def enroll(connection: Connection, user_id: str, track_id: str) -> None:
    """In a transaction. Again changes nothing, nor does an account that is deleted meanwhile."""
    if await connection.fetchval(_IS_IN, user_id, track_id) or not await connection.fetchval(_IS_LIVING, user_id):
        return
    await connection.execute(_LOCK_TRACK, track_id)
    await connection.execute(_ENROLL, user_id, track_id)


async def leave(connection: Connection, user_id: str, track_id: str) -> None:
    """In a transaction. Somebody who is not enrolled changes nothing."""
    await connection.execute(_LOCK_TRACK, track_id)
    await connection.execute(_LEAVE, user_id, track_id)


class StartChallenge(Body):
    """Try the challenge with this id, as `POST /api/challenges/{id}/start` does."""

    mode: Literal["CHALLENGE"] = "CHALLENGE"
    challenge: Id


class ChallengeGame(GameMode[StartChallenge]):
    name = Mode.CHALLENGE
    start = StartChallenge
    implied_by = "challenge"
    problems = (NO_CHALLENGE,)
    columns = ("challenge_id", "challenge_version")
    one_for_each = "challenge_id"
    enemies_hit = False

    async def prepare(self, user_id: str, start: StartChallenge) -> Prepared:
        found = await self._tools.pg.fetchrow(_FOUND, start.challenge)
        if found is None:
            raise no_challenge()
        language, difficulty = Language(found["language"]), Difficulty(found["difficulty"])
        wave = await _wave(self._tools, found["snippet_id"], language, difficulty)
        track_id: str = found["track_id"]

        async def begun(connection: Connection, _: GameRow) -> None:
            await enroll(connection, user_id, track_id)

        own = {"challenge_id": start.challenge, "challenge_version": found["version"]}
        return Prepared(language, difficulty, own, (wave,), begun=begun)

    async def waves_of(self, row: GameRow) -> WaveSource:
        own = row.own
        snippet_id = await self._tools.pg.fetchval(_SNIPPET, own["challenge_id"], own["challenge_version"])
        if snippet_id is None:  # its course was deleted
            return RemainingWaves(self._tools, row, self.as_served)
        return GivenWaves((await _wave(self._tools, snippet_id, row.language, row.difficulty),))

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        return {"challenge": row.own["challenge_id"], "challenge_version": row.own["challenge_version"]}


async def _wave(tools: Tools, snippet_id: str, language: Language, difficulty: Difficulty) -> Wave:
    found = await snippet(tools.pg, snippet_id)
    assert found is not None, "a version's snippet is never deleted"
    return harmless(serve(found, language, difficulty, 1))
