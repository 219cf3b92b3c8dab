-- The boards of all languages and difficulties, each in one range. In the order of the other index they lie in ranges of one
-- language and difficulty each, among rows that are no player's best of all: at a million players most of them.
CREATE INDEX CONCURRENTLY "leaderboards_best_idx" ON "leaderboards"("mode", "seconds", "type", "period", "starts_on", "score",
    "user_id") INCLUDE ("language", "difficulty") WHERE ("best" & 4) <> 0;
