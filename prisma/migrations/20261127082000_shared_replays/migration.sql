-- A game that its player shows with a title and a note. What of it is shown to whom follows from the game, whose player
-- may hide all replays, be disabled or lose the game's rank: nothing of that is kept here.
CREATE TABLE "shared_replays" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "result_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "title" VARCHAR(100) NOT NULL,
    "note" VARCHAR(2000) NOT NULL DEFAULT '',
    "is_official" BOOLEAN NOT NULL DEFAULT false,
    "hidden_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shared_replays_pkey" PRIMARY KEY ("id"),

    -- What is listed needs something to be called by, on one line.
    CONSTRAINT "shared_replays_title_check" CHECK (length(btrim("title")) > 0 AND "title" !~ '[\n\r]'),
    -- What moderators have hidden is nobody's model.
    CONSTRAINT "shared_replays_hidden_check" CHECK (NOT ("is_official" AND "hidden_at" IS NOT NULL))
);
CREATE UNIQUE INDEX "shared_replays_result_id_key" ON "shared_replays"("result_id");
CREATE INDEX "shared_replays_user_id_idx" ON "shared_replays"("user_id");
CREATE INDEX "shared_replays_listed_idx" ON "shared_replays"("is_official" DESC, "created_at" DESC, "id");
ALTER TABLE "shared_replays" ADD CONSTRAINT "shared_replays_result_id_fkey" FOREIGN KEY ("result_id") REFERENCES "game_results"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shared_replays" ADD CONSTRAINT "shared_replays_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER "shared_replays_updated_at" BEFORE UPDATE ON "shared_replays"
    FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
