"""Matches: who sits where, when everybody's clock starts, how far everybody has got, and who won.

Laws:
- PostgreSQL has what must not be lost: the matches, their seats, when they start and end. A seat and its game are one
  transaction, so neither is ever without the other, and a match goes on whatever process or Redis dies.
- Redis has what comes and goes: who is connected where, how far everybody has got, and a count of changes. A change is
  told on the match's channel with the new count; whoever missed one sees within a second that the count is another,
  and reads the match whole. While Redis is away, each process reads its matches every second.
- What is due in a match is done by whichever process finds that it is, as often as it likes (core/match.py).

In Redis, per match: a hash `{prefix}match:{code}` with `offset`, `seat:{n}` (the process on which that seat has its
player) and `row:{n}` (how far it has got), and a channel of the same name.

`records` and `moves` are the SQL, `presence` is what Redis has, `hall` joins both for the matches of this process
(`held`), `steps` does what is due in them, `telling` and `progress` show how far everybody has got, `house` plays for
robots, `deciding` finds who won, `opening` makes matches, `sweep` looks after those that no process has, `viewers` and
`http` serve them.
"""
