-- One row a sign-in: its newest refresh token and the one before it, instead of a row for each refresh. Purging looked
-- through all rows of a family for each of them. Everybody stays signed in.
--
-- A server of the previous release that still runs admits and signs in as before; a refresh fails there until it is
-- replaced, and is tried again by the client.
ALTER TABLE "refresh_tokens" ADD COLUMN "previous_hash" CHAR(64);
ALTER TABLE "refresh_tokens" ADD COLUMN "sibling_hashes" CHAR(64)[] NOT NULL DEFAULT '{}';
ALTER TABLE "refresh_tokens" ADD COLUMN "used_at" TIMESTAMPTZ(3);

-- What is left of a family are its tokens that were not used yet. The newest one stays the family; another, of a second
-- tab, becomes a sign-in of its own. They exist since the family's first token was made.
WITH families AS (
    SELECT "family_id", min("created_at") AS "began",
        (array_agg("token_hash" ORDER BY "rotated_at" DESC, "created_at" DESC) FILTER (WHERE "rotated_at" IS NOT NULL))[1] AS "previous"
    FROM "refresh_tokens" GROUP BY "family_id"
), unused AS (
    SELECT "id", row_number() OVER (PARTITION BY "family_id" ORDER BY "created_at" DESC, "id") = 1 AS "is_newest"
    FROM "refresh_tokens" WHERE "rotated_at" IS NULL
), used AS (
    DELETE FROM "refresh_tokens" WHERE "rotated_at" IS NOT NULL
)
UPDATE "refresh_tokens" t SET
    "family_id" = CASE WHEN unused."is_newest" THEN t."family_id" ELSE gen_random_uuid() END,
    "previous_hash" = CASE WHEN unused."is_newest" THEN families."previous" END,
    "used_at" = t."created_at",
    "created_at" = families."began"
FROM families, unused
WHERE t."rotated_at" IS NULL AND families."family_id" = t."family_id" AND unused."id" = t."id";

ALTER TABLE "refresh_tokens" ALTER COLUMN "used_at" SET DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "refresh_tokens" ALTER COLUMN "used_at" SET NOT NULL;
DROP INDEX "refresh_tokens_family_id_idx";
ALTER TABLE "refresh_tokens" DROP CONSTRAINT "refresh_tokens_pkey";
ALTER TABLE "refresh_tokens" DROP COLUMN "id";
ALTER TABLE "refresh_tokens" DROP COLUMN "rotated_at";
ALTER TABLE "refresh_tokens" ALTER COLUMN "family_id" SET DEFAULT gen_random_uuid();
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("family_id");
-- For tokens of the previous release, which do not name their family.
CREATE INDEX "refresh_tokens_previous_hash_idx" ON "refresh_tokens"("previous_hash");
-- Lowercase hex, as they are compared as text; tokens themselves would not fit the shape.
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_previous_hash_check"
    CHECK ("previous_hash" ~ '^[0-9a-f]{64}$' AND array_to_string("sibling_hashes", '') ~ '^([0-9a-f]{64})*$');
