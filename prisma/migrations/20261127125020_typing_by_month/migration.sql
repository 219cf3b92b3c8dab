-- Changes of the catalogue alone: no row is read or written under these locks.
LOCK TABLE "users", "game_sessions" IN SHARE ROW EXCLUSIVE MODE;
LOCK TABLE "typing_sessions", "typing_results" IN ACCESS EXCLUSIVE MODE;

-- Proven by the constraint that was validated.
-- squawk-ignore adding-not-nullable-field
ALTER TABLE "typing_sessions" ALTER COLUMN "game_session_id" SET NOT NULL;
-- A foreign key would need a unique index of the id alone. A trigger below takes the results of what is deleted. They stay
-- when a month is taken out.
ALTER TABLE "typing_results" DROP CONSTRAINT "typing_results_session_id_fkey";

-- The table becomes the first partition of a new one of its name, which has its indexes and foreign keys, whatever they
-- are by now. Unique is the key alone.
DO $$
DECLARE
    again TEXT[];
    one TEXT;
BEGIN
    SELECT array_agg(definition) INTO again FROM (
        SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
        WHERE i.indrelid = 'typing_sessions'::regclass
            AND (NOT i.indisunique OR i.indexrelid = 'typing_sessions_game_session_id_key'::regclass)
        UNION ALL
        SELECT format('ALTER TABLE "typing_sessions" ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE conrelid = 'typing_sessions'::regclass AND contype = 'f'
    ) found (definition);
    FOR one IN SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'typing_sessions'::regclass LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', one, replace(one, 'typing_sessions', 'typing_sessions_earlier'));
    END LOOP;
    ALTER TABLE "typing_sessions" RENAME TO "typing_sessions_earlier";
    CREATE TABLE "typing_sessions" (LIKE "typing_sessions_earlier" INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS)
        PARTITION BY RANGE ("game_session_id");
    ALTER TABLE "typing_sessions" DROP CONSTRAINT "typing_sessions_earlier_check";
    FOREACH one IN ARRAY again LOOP
        EXECUTE one;
    END LOOP;
    ALTER TABLE "typing_sessions" ATTACH PARTITION "typing_sessions_earlier"
        FOR VALUES FROM (MINVALUE) TO ('ffffffff-0000-0000-0000-000000000000');
    ALTER TABLE "typing_sessions_earlier" DROP CONSTRAINT "typing_sessions_earlier_check";
    CREATE TABLE "typing_sessions_default" PARTITION OF "typing_sessions" DEFAULT;
END
$$;

-- A typing session of a month has its game's id, so that its result is found without it.
CREATE FUNCTION "name_typing_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.id := NEW.game_session_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER "typing_sessions_named" BEFORE INSERT ON "typing_sessions" FOR EACH ROW
    WHEN (NEW."id" <> NEW."game_session_id" AND NEW."game_session_id" >= 'ffffffff-0000-0000-0000-000000000000')
    EXECUTE FUNCTION "name_typing_session"();

CREATE FUNCTION "delete_typing_results"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "typing_results" r USING old_sessions o WHERE r.session_id = o.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER "typing_sessions_take_results" AFTER DELETE ON "typing_sessions" REFERENCING OLD TABLE AS old_sessions
    FOR EACH STATEMENT EXECUTE FUNCTION "delete_typing_results"();

-- From now on.
SELECT "make_months"((now() AT TIME ZONE 'UTC')::date, 4);
ALTER TABLE "game_sessions" ALTER COLUMN "id" SET DEFAULT "time_ordered_id"();
