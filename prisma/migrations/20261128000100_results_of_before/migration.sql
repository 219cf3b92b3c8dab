-- game_results becomes partitioned by month, as typing_sessions is: what every game writes into, indexes among it, is then
-- as large as a month, whatever was played before. The key is the result's id, because others refer to it, and from now on
-- that is the game's, which says its day. Results of before, and of servers of the release before, have random ids, which
-- lie below all others: the table as it is becomes the first partition.
ALTER TABLE "game_results"
    -- A result of a month has its game's id: so its month is known. That a game has none of before besides is up to the lock
    -- under which its session ends.
    ADD CONSTRAINT "game_results_id_check" CHECK ("id" < 'ffffffff-0000-0000-0000-000000000000' OR "id" = "session_id") NOT VALID,
    -- What the first partition holds, to be proven before it is one.
    ADD CONSTRAINT "game_results_earlier_check" CHECK ("id" < 'ffffffff-0000-0000-0000-000000000000') NOT VALID;
