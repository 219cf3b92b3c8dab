-- Why a game was flagged, with figures. The default is for a server of the previous release that still runs.
ALTER TABLE "game_results" ADD COLUMN "verdict_reasons" JSONB NOT NULL DEFAULT '[]';
-- A list, and none without a reason among the flagged is written by this release; older ones had no verdicts.
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_verdict_reasons_check"
    CHECK (jsonb_typeof("verdict_reasons") = 'array') NOT VALID;
ALTER TABLE "game_results" VALIDATE CONSTRAINT "game_results_verdict_reasons_check";

CREATE TABLE "rhythms" (
    "id" BIGSERIAL NOT NULL,
    "session_id" UUID NOT NULL,
    "snippet_id" UUID NOT NULL,
    "bits" bit(256) NOT NULL,
    "length" INTEGER NOT NULL,
    CONSTRAINT "rhythms_pkey" PRIMARY KEY ("id"),
    -- A shorter one would be met by chance, and there is no room for a longer one.
    CONSTRAINT "rhythms_length_check" CHECK ("length" BETWEEN 96 AND 256)
);
CREATE INDEX "rhythms_snippet_id_length_id_idx" ON "rhythms"("snippet_id", "length", "id");
CREATE INDEX "rhythms_session_id_idx" ON "rhythms"("session_id");
ALTER TABLE "rhythms" ADD CONSTRAINT "rhythms_session_id_fkey"
    FOREIGN KEY ("session_id") REFERENCES "game_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
