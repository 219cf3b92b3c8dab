-- Code that players bring themselves, to practise on. A table of its own, because nothing of it may ever come up in the
-- rotation, in the admin's lists or in a search of the library.
CREATE TABLE "collections" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" VARCHAR(80) NOT NULL,
    "description" VARCHAR(2000) NOT NULL DEFAULT '',
    "language" "Language" NOT NULL,
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "usage_count" INTEGER NOT NULL DEFAULT 0,
    "withdrawn_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "collections_pkey" PRIMARY KEY ("id"),

    -- What is listed needs something to be called by.
    CONSTRAINT "collections_name_check" CHECK (length("name") > 0),
    -- It only ever grows.
    CONSTRAINT "collections_usage_count_check" CHECK ("usage_count" >= 0),
    -- A moderator has taken it out of the public lists, so it stays out.
    CONSTRAINT "collections_withdrawn_check" CHECK (NOT ("is_public" AND "withdrawn_at" IS NOT NULL))
);
CREATE INDEX "collections_created_by_idx" ON "collections"("created_by");
-- The public ones, the most played first.
CREATE INDEX "collections_public_idx" ON "collections"("usage_count" DESC, "id") WHERE "is_public";
ALTER TABLE "collections" ADD CONSTRAINT "collections_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
-- To be played is no change of it.
CREATE TRIGGER "collections_updated_at" BEFORE UPDATE ON "collections"
    FOR EACH ROW WHEN (OLD."usage_count" = NEW."usage_count") EXECUTE FUNCTION "set_updated_at"();

CREATE TABLE "collection_snippets" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "collection_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "snippet_text" TEXT NOT NULL,
    "words" JSONB NOT NULL,
    "token_count" INTEGER NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "expected_wpm" DOUBLE PRECISION NOT NULL,
    "usage_count" INTEGER NOT NULL DEFAULT 0,
    "content_hash" CHAR(64) NOT NULL,
    "source" VARCHAR(500) NOT NULL DEFAULT '',
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "collection_snippets_pkey" PRIMARY KEY ("id"),

    -- As those of the library: each token is one word, and there is something to type.
    CONSTRAINT "collection_snippets_words_check" CHECK (CASE WHEN jsonb_typeof("words") = 'array' THEN jsonb_array_length("words") = "token_count" AND "token_count" >= 1
        ELSE false END),
    -- As those of the library: a speed that people can type at.
    CONSTRAINT "collection_snippets_expected_wpm_check" CHECK ("expected_wpm" > 0 AND "expected_wpm" < 1000),
    -- They only ever grow.
    CONSTRAINT "collection_snippets_usage_count_check" CHECK ("usage_count" >= 0)
);
-- The same text once, and a way to all of a collection.
CREATE UNIQUE INDEX "collection_snippets_collection_id_content_hash_key" ON "collection_snippets"("collection_id", "content_hash");
CREATE INDEX "collection_snippets_created_by_idx" ON "collection_snippets"("created_by");
ALTER TABLE "collection_snippets" ADD CONSTRAINT "collection_snippets_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "collection_snippets" ADD CONSTRAINT "collection_snippets_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Nobody could ever see a private collection whose player is gone.
CREATE FUNCTION "delete_collection_of_nobody"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "collections" WHERE "id" = NEW."id";
    RETURN NULL;
END
$$;
CREATE TRIGGER "collections_of_nobody" AFTER UPDATE OF "created_by" ON "collections"
    FOR EACH ROW WHEN (NEW."created_by" IS NULL AND NOT NEW."is_public") EXECUTE FUNCTION "delete_collection_of_nobody"();

-- The collection whose snippets a practice game is played on. No foreign key: it stays that game when they are deleted.
ALTER TABLE "game_sessions" ADD COLUMN "collection_id" UUID;
ALTER TABLE "game_sessions" ADD CONSTRAINT "game_sessions_collection_check" CHECK ("collection_id" IS NULL OR "mode" = 'PRACTICE') NOT VALID;
