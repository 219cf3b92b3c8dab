-- A vote of a guest, or of somebody who is disabled, is kept and not counted: guests cost nothing, so one person could be
-- as many as they like. It is counted from when they register, or are enabled.
ALTER TABLE "snippet_interactions" ADD COLUMN "is_counted" BOOLEAN NOT NULL DEFAULT true;

CREATE OR REPLACE FUNCTION "count_snippet_interactions"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT INTEGER := TG_ARGV[0];
BEGIN
    INSERT INTO "snippet_figures" ("snippet_id")
    SELECT s."id" FROM "code_snippets" s WHERE s."id" IN (SELECT "snippet_id" FROM changed) ORDER BY s."id"
    ON CONFLICT DO NOTHING;
    PERFORM FROM "snippet_figures" WHERE "snippet_id" IN (SELECT "snippet_id" FROM changed)
    ORDER BY "snippet_id" FOR NO KEY UPDATE;
    UPDATE "snippet_figures" f SET "likes" = f."likes" + sign * n."likes", "dislikes" = f."dislikes" + sign * n."dislikes",
        "bookmarks" = f."bookmarks" + sign * n."bookmarks"
    FROM (
        SELECT "snippet_id", count(*) FILTER (WHERE "vote" = 1 AND "is_counted") AS "likes",
            count(*) FILTER (WHERE "vote" = -1 AND "is_counted") AS "dislikes", count("bookmarked_at") AS "bookmarks"
        FROM changed GROUP BY "snippet_id"
    ) n WHERE f."snippet_id" = n."snippet_id";
    RETURN NULL;
END
$$;

-- The player is locked, so that a vote and a registration at once come one after the other.
CREATE FUNCTION "is_vote_counted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT NOT u."is_guest" AND u."is_active" INTO NEW."is_counted" FROM "users" u WHERE u."id" = NEW."user_id" FOR SHARE;
    NEW."is_counted" := coalesce(NEW."is_counted", false);
    RETURN NEW;
END
$$;
CREATE TRIGGER "snippet_interactions_vote_counted" BEFORE INSERT OR UPDATE OF "vote" ON "snippet_interactions"
    FOR EACH ROW WHEN (NEW."vote" <> 0) EXECUTE FUNCTION "is_vote_counted"();

CREATE FUNCTION "count_votes_of_user"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "snippet_interactions" SET "is_counted" = NOT NEW."is_guest" AND NEW."is_active"
    WHERE "user_id" = NEW."id" AND "vote" <> 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER "users_votes_counted" AFTER UPDATE OF "is_guest", "is_active" ON "users" FOR EACH ROW
    WHEN ((NOT OLD."is_guest" AND OLD."is_active") IS DISTINCT FROM (NOT NEW."is_guest" AND NEW."is_active"))
    EXECUTE FUNCTION "count_votes_of_user"();

-- The table is as old as this release, and small.
-- writes-all-rows
UPDATE "snippet_interactions" i SET "is_counted" = false FROM "users" u
WHERE u."id" = i."user_id" AND (u."is_guest" OR NOT u."is_active") AND i."vote" <> 0;
