-- Changes of the catalogue alone: no row is read or written under these locks.
LOCK TABLE "users", "game_sessions" IN SHARE ROW EXCLUSIVE MODE;
LOCK TABLE "game_results", "reviews", "appeals", "challenge_attempts", "snippet_runs", "user_achievements", "shared_replays"
    IN ACCESS EXCLUSIVE MODE;

-- The table becomes the first partition of a new one of its name, which has its indexes, foreign keys, triggers and grants
-- as they are by now, but for unique indexes; foreign keys to it refer to the new one, and are validated in the next
-- migration. Functions of a row of it are of a row of the new one.
DO $$
DECLARE
    of_old TEXT[];
    again TEXT[];
    one TEXT;
BEGIN
    SELECT array_agg(undone ORDER BY step), array_agg(done ORDER BY step) INTO of_old, again FROM (
        SELECT 1, format('DROP FUNCTION %s', oid::regprocedure), pg_get_functiondef(oid)
        FROM pg_proc WHERE (SELECT reltype FROM pg_class WHERE oid = 'game_results'::regclass) = ANY (proargtypes)
        UNION ALL
        SELECT 2, format('ALTER INDEX %s RENAME TO %I', indexrelid::regclass, 'game_results_earlier'
            || replace(indexrelid::regclass::text, 'game_results', '')), CASE
                WHEN NOT indisunique THEN pg_get_indexdef(indexrelid)
                WHEN indisprimary THEN 'ALTER TABLE "game_results" ADD CONSTRAINT "game_results_pkey" PRIMARY KEY ("id")'
            END
        FROM pg_index WHERE indrelid = 'game_results'::regclass
        UNION ALL
        -- The ghost of a game that is deleted is forgotten by a trigger below.
        SELECT 3, CASE WHEN confrelid = 'game_results'::regclass THEN
            format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) END,
            CASE WHEN conrelid <> confrelid THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s %s', conrelid::regclass, conname,
                pg_get_constraintdef(oid), CASE WHEN confrelid = 'game_results'::regclass THEN 'NOT VALID' END) END
        FROM pg_constraint WHERE contype = 'f' AND 'game_results'::regclass IN (conrelid, confrelid)
        UNION ALL
        SELECT 4, format('DROP TRIGGER %I ON "game_results"', tgname), pg_get_triggerdef(oid)
        FROM pg_trigger WHERE tgrelid = 'game_results'::regclass AND NOT tgisinternal
        UNION ALL
        SELECT 5, NULL, format('GRANT %s ON "game_results" TO %s %s', a.privilege_type,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
            CASE WHEN a.is_grantable THEN 'WITH GRANT OPTION' END)
        FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = 'game_results'::regclass AND a.grantee <> c.relowner
        UNION ALL
        SELECT 5, NULL, format('GRANT %s (%I) ON "game_results" TO %s %s', a.privilege_type, t.attname,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
            CASE WHEN a.is_grantable THEN 'WITH GRANT OPTION' END)
        FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = 'game_results'::regclass
    ) found (step, undone, done);
    FOREACH one IN ARRAY array_remove(of_old, NULL) LOOP
        EXECUTE one;
    END LOOP;
    ALTER TABLE "game_results" RENAME TO "game_results_earlier";
    CREATE TABLE "game_results" (LIKE "game_results_earlier" INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS)
        PARTITION BY RANGE ("id");
    ALTER TABLE "game_results" DROP CONSTRAINT "game_results_earlier_check";
    FOREACH one IN ARRAY array_remove(again, NULL) LOOP
        EXECUTE one;
    END LOOP;
    ALTER TABLE "game_results" ATTACH PARTITION "game_results_earlier"
        FOR VALUES FROM (MINVALUE) TO ('ffffffff-0000-0000-0000-000000000000');
    ALTER TABLE "game_results_earlier" DROP CONSTRAINT "game_results_earlier_check";
END
$$;

-- Two triggers take the place of the foreign key to the table itself. Most deletions are of guests, whom nobody has raced.
CREATE FUNCTION "forget_ghosts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM old_results o WHERE EXISTS (SELECT FROM "game_results" r WHERE r.ghost_of = o.id)) THEN
        UPDATE "game_results" r SET ghost_of = NULL FROM old_results o WHERE r.ghost_of = o.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "game_results_forget_ghosts" AFTER DELETE ON "game_results" REFERENCING OLD TABLE AS old_results
    FOR EACH STATEMENT EXECUTE FUNCTION "forget_ghosts"();

-- A result that a new one names stays until that is committed. One that is gone is not named.
CREATE FUNCTION "hold_ghost"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.ghost_of := (SELECT id FROM "game_results" WHERE id = NEW.ghost_of FOR KEY SHARE);
    RETURN NEW;
END
$$;
CREATE TRIGGER "game_results_hold_ghost" BEFORE INSERT ON "game_results" FOR EACH ROW WHEN (NEW."ghost_of" IS NOT NULL)
    EXECUTE FUNCTION "hold_ghost"();

-- What the result of a game is called. There is no default partition, for a row that left it for its month would take along
-- all that refers to it: so a result whose month is not there is called at random, and lies with those of before.
CREATE FUNCTION "result_id_of"("session" UUID) RETURNS UUID LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT CASE WHEN session < 'ffffffff-0000-0000-0000-000000000000' OR EXISTS (
            SELECT FROM pg_class WHERE relispartition AND oid = to_regclass('game_results'
                || to_char(DATE '1970-01-01' + ('x' || substr(session::text, 10, 4))::bit(16)::integer, '_YYYY_MM'))
        ) THEN session ELSE gen_random_uuid() END
$$;

-- Makes what is missing of the partitions of these months; returns how many it made. Typing sessions that came before their
-- month was there, and are in the default partition, move to it. A month of them that was taken out stays out. All that may be
-- waited for is locked before a partition is attached: its foreign keys lock users and games, for whom all wait. It is done
-- with its owner's rights, because a server may have a role that owns no table.
CREATE OR REPLACE FUNCTION "make_months"("first" DATE, "months" INTEGER) RETURNS INTEGER LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    made INTEGER := 0;
    locked BOOLEAN;
    whole TEXT;
    begins DATE;
    part TEXT;
    home REGNAMESPACE := (SELECT relnamespace FROM pg_class WHERE oid = 'typing_sessions'::regclass);
    low UUID;
    high UUID;
BEGIN
    FOREACH locked IN ARRAY ARRAY[false, true] LOOP
        FOREACH whole IN ARRAY ARRAY['game_results', 'typing_sessions'] LOOP
            FOR n IN 0 .. months - 1 LOOP
                begins := date_trunc('month', first::timestamp) + n * INTERVAL '1 month';
                part := whole || to_char(begins, '_YYYY_MM');
                CONTINUE WHEN to_regclass(part) IS NOT NULL -- also when another server was as quick
                    OR whole = 'typing_sessions' AND EXISTS (SELECT FROM "detached_months" WHERE month = begins);
                IF NOT locked AND whole = 'typing_sessions' THEN
                    LOCK TABLE "typing_sessions_default" IN ACCESS EXCLUSIVE MODE;
                ELSIF NOT locked THEN
                    LOCK TABLE "game_results" IN SHARE UPDATE EXCLUSIVE MODE;
                ELSE
                    low := first_id_of(begins);
                    high := first_id_of((begins + INTERVAL '1 month')::date);
                    EXECUTE format('CREATE TABLE %s.%I (LIKE %I INCLUDING ALL EXCLUDING STATISTICS)', home, part, whole);
                    IF whole = 'typing_sessions' THEN
                        EXECUTE format('WITH moved AS (DELETE FROM "typing_sessions_default" WHERE game_session_id >= %L AND
                            game_session_id < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', low, high, part);
                    END IF;
                    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', whole, part, low, high);
                    made := made + 1;
                END IF;
            END LOOP;
        END LOOP;
    END LOOP;
    RETURN made;
END
$$;

-- PostgreSQL gathers by itself what it knows of each partition, never of the whole, by which joins are planned. Only the
-- owner may have it done: so this is called as make_months is, by whoever may call that.
CREATE FUNCTION "analyze_months"() RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    ANALYZE "typing_sessions", "game_results";
END
$$;
REVOKE ALL ON FUNCTION "analyze_months"() FROM PUBLIC;
DO $$
DECLARE
    grantee TEXT;
BEGIN
    FOR grantee IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
        FROM pg_proc p, aclexplode(p.proacl) a WHERE p.oid = 'make_months(date, integer)'::regprocedure
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION "analyze_months"() TO %s', grantee);
    END LOOP;
END
$$;

-- From now on.
SELECT "make_months"((now() AT TIME ZONE 'UTC')::date, 4);
