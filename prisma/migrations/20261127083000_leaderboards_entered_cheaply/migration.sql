-- Most games beat nothing that their player holds: such a game now reads the player's rows once and writes nothing, nor
-- does it wake the triggers that count.
--
-- A player's rows are found by player and mode alone, and updated by where they are; and whether the player may stand on
-- the boards is asked of the row found by its id. While a table is empty, a plan takes the index of the boards' order, or
-- that of the living players' names, as readily as the primary key. Each game then read the whole board and all players,
-- until PostgreSQL had analysed the tables.
CREATE OR REPLACE FUNCTION "enter_leaderboards"() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    own "game_sessions";
    may_stand BOOLEAN;
BEGIN
    SELECT u.is_active AND u.deleted_at IS NULL AND NOT u.is_bot INTO may_stand FROM "users" u WHERE u.id = NEW.user_id;
    IF may_stand IS NOT TRUE THEN RETURN NULL; END IF;
    SELECT * INTO own FROM "game_sessions" WHERE id = NEW.session_id;
    PERFORM FROM "leaderboard_worth"(NEW, own) w LEFT JOIN (
        SELECT l.type, l.period, l.starts_on, l.score, l.result_id FROM "leaderboards" l
        WHERE l.user_id = NEW.user_id AND l.mode = NEW.mode
            AND (l.seconds, l.language, l.difficulty)
                IS NOT DISTINCT FROM (coalesce(own.seconds, 0::smallint), own.language, own.difficulty)
        OFFSET 0
    ) l USING (type, period, starts_on)
    WHERE (l.score, l.result_id) > (w.score, NEW.id) IS NOT TRUE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    WITH worth AS (
        SELECT * FROM "leaderboard_worth"(NEW, own)
    ), mine AS MATERIALIZED (
        SELECT l.*, l.ctid AS at, l.language = own.language AS same_language,
            l.difficulty = own.difficulty AS same_difficulty
        FROM "leaderboards" l WHERE l.user_id = NEW.user_id AND l.mode = NEW.mode
    ), held AS (
        SELECT m.*, (m.score, m.result_id) > (w.score, NEW.id) AS is_ahead
        FROM worth w JOIN mine m USING (type, period, starts_on) WHERE m.seconds = coalesce(own.seconds, 0)
    ), entering AS (
        SELECT w.*, coalesce(bool_or(h.same_language AND h.same_difficulty), false) AS is_held,
            CASE WHEN bool_or(h.is_ahead AND h.same_language) THEN 0 ELSE 1 END
            + CASE WHEN bool_or(h.is_ahead AND h.same_difficulty) THEN 0 ELSE 2 END
            + CASE WHEN bool_or(h.is_ahead) THEN 0 ELSE 4 END AS best
        FROM worth w LEFT JOIN held h USING (type, period, starts_on)
        GROUP BY w.type, w.period, w.starts_on, w.score
        HAVING bool_or(h.is_ahead AND h.same_language AND h.same_difficulty) IS NOT TRUE
    ), kept AS (
        UPDATE "leaderboards" l SET (score, result_id, ranked_at, best) = (
            SELECT CASE WHEN is_own THEN e.score ELSE l.score END, CASE WHEN is_own THEN NEW.id ELSE l.result_id END,
                CASE WHEN is_own THEN now() ELSE l.ranked_at END,
                CASE WHEN is_own THEN e.best ELSE l.best & ~(e.best
                    & (4 + CASE WHEN h.same_language THEN 1 ELSE 0 END + CASE WHEN h.same_difficulty THEN 2 ELSE 0 END)) END
            FROM (SELECT h.same_language AND h.same_difficulty AS is_own) is_own
        )
        FROM entering e JOIN held h USING (type, period, starts_on)
        WHERE l.ctid = h.at AND ((h.same_language AND h.same_difficulty)
            OR h.best & e.best
                & (4 + CASE WHEN h.same_language THEN 1 ELSE 0 END + CASE WHEN h.same_difficulty THEN 2 ELSE 0 END) <> 0)
    )
    INSERT INTO "leaderboards" (user_id, mode, seconds, type, period, starts_on, language, difficulty, score, result_id, best)
    SELECT NEW.user_id, NEW.mode, coalesce(own.seconds, 0), e.type, e.period, e.starts_on, own.language, own.difficulty,
        e.score, NEW.id, e.best
    FROM entering e WHERE NOT e.is_held;
    RETURN NULL;
END
$$;

-- Games of the other modes are on no board.
CREATE OR REPLACE TRIGGER "game_results_enter_leaderboards" AFTER INSERT ON "game_results"
    FOR EACH ROW WHEN (NEW."ranked" AND NEW."mode" IN ('SOLO', 'SPRINT', 'DAILY')) EXECUTE FUNCTION "enter_leaderboards"();
