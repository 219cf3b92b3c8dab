-- Key logs are most of what the database holds, and old ones are hardly read: typing_sessions becomes partitioned by month,
-- so that a month can be put into a file. A unique index of a partitioned table must contain the key, and a typing session
-- is found by its game's id: so that id says the month. It is a UUID of version 8 that begins with 32 bits set, then the
-- day, then the time of the day in steps of 21 s, then chance. Those of version 4 all lie below (but one in four thousand
-- million): the table as it is becomes the first partition, and no row is written.
CREATE FUNCTION "first_id_of"("day" DATE) RETURNS UUID LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ('ffffffff-' || lpad(to_hex(day - DATE '1970-01-01'), 4, '0') || '-0000-0000-000000000000')::uuid
$$;
CREATE FUNCTION "time_ordered_id"("at" TIMESTAMPTZ DEFAULT NULL, "chance" UUID DEFAULT gen_random_uuid())
RETURNS UUID LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT ('ffffffff-' || lpad(to_hex(t::date - DATE '1970-01-01'), 4, '0') || '-8'
        || lpad(to_hex(floor(extract(epoch FROM t::time) * 4096 / 86400)::integer), 3, '0') || substr(chance::text, 19))::uuid
    FROM (SELECT coalesce("at", now()) AT TIME ZONE 'UTC' AS t) utc
$$;

-- Months that were taken out: their table stands alone, or is in a file and no longer in the database.
CREATE TABLE "detached_months" (
    "month" DATE NOT NULL,
    "detached_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "archived_at" TIMESTAMPTZ(3),
    "rows" BIGINT,
    "digest" CHAR(64),

    CONSTRAINT "detached_months_pkey" PRIMARY KEY ("month"),

    -- A month is named by its first day.
    CONSTRAINT "detached_months_month_check" CHECK (extract(day FROM "month") = 1),
    -- What is known of a file is known whole: how many rows are in it, and the SHA-256 of what it holds, in lowercase hex.
    CONSTRAINT "detached_months_file_check" CHECK (("archived_at" IS NULL) = ("rows" IS NULL)
        AND ("archived_at" IS NULL) = ("digest" IS NULL) AND "rows" >= 0 AND "digest" ~ '^[0-9a-f]{64}$')
);

-- What the first partition holds, to be proven before it is one. Every typing session has been a game's since practice is
-- a game, too.
ALTER TABLE "typing_sessions" ADD CONSTRAINT "typing_sessions_earlier_check"
    CHECK ("game_session_id" IS NOT NULL AND "game_session_id" < 'ffffffff-0000-0000-0000-000000000000') NOT VALID;

-- Makes what is missing of the partitions of these months; returns how many it made. Rows that came before their month was
-- there, and are in the default partition, move to it. A month that was taken out stays out. It is done with its owner's
-- rights, because a server may have a role that owns no table.
CREATE FUNCTION "make_months"("first" DATE, "months" INTEGER) RETURNS INTEGER LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    made INTEGER := 0;
    begins DATE;
    part TEXT;
    home REGNAMESPACE := (SELECT relnamespace FROM pg_class WHERE oid = 'typing_sessions'::regclass);
    low UUID;
    high UUID;
BEGIN
    FOR n IN 0 .. months - 1 LOOP
        begins := date_trunc('month', first::timestamp) + n * INTERVAL '1 month';
        part := 'typing_sessions' || to_char(begins, '_YYYY_MM');
        CONTINUE WHEN to_regclass(part) IS NOT NULL OR EXISTS (SELECT FROM "detached_months" WHERE month = begins);
        LOCK TABLE "typing_sessions_default" IN ACCESS EXCLUSIVE MODE;
        CONTINUE WHEN to_regclass(part) IS NOT NULL; -- another server was as quick
        low := first_id_of(begins);
        high := first_id_of((begins + INTERVAL '1 month')::date);
        EXECUTE format('CREATE TABLE %s.%I (LIKE "typing_sessions" INCLUDING ALL EXCLUDING STATISTICS)', home, part);
        EXECUTE format('WITH moved AS (DELETE FROM "typing_sessions_default" WHERE game_session_id >= %L AND
            game_session_id < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', low, high, part);
        EXECUTE format('ALTER TABLE "typing_sessions" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, low, high);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
