"""The journal: what of a running game survives the death of its process.

Laws:
- What is known to be held of a game stands in the game's own `Written`, never under its id.
- A session belongs to the epoch that took it last. A write of an older epoch changes nothing and says so: the process
  that made it has lost the game to another.
- Within an epoch each write has a number, and an earlier write never replaces a later one.
- A write that is repeated because its answer was lost adds nothing twice: keys are written at their place.
- Keys that the standing counts are there before it is. A journal that lost a part is written anew.
- Nothing is kept for Redis while it is away: what is missing there is cut from the game when it is sent.

In Redis, per session (in a cluster the prefix ends in the shard's tag: `server/infra/redis_keys.py`):
- a hash `{prefix}journal:{id}` with `epoch`, `owner` (the process, while it has the game), `number` of the last write,
  `standing` (JSON), `at_ms` when it was written (by Redis's clock, which all processes share), and the waves, in fields
  `w0`, `w3`… named by the place of the first wave that they hold (a JSON list);
- a string `{prefix}journal:{id}:keys`, the tape's records.
The set `{prefix}journal:ended` names the games that are over and whose result is not saved yet.

`writer` writes (`writers`: one for each shard of a cluster), `books` takes and forgets, `scripts` is what both do
within Redis, `contents` reads it back, `written` is what this process knows of it.
Absent on purpose: PostgreSQL, and any judgement about games.
"""
