-- A game that its player had running when an admin disabled the account is not ranked, and says why.
ALTER TABLE "game_results" DROP CONSTRAINT "game_results_unranked_reason_check";
-- The reasons a client can show; an unranked mode's is its own name.
ALTER TABLE "game_results" ADD CONSTRAINT "game_results_unranked_reason_check"
    CHECK ("unranked_reason" = lower("mode"::text) OR "unranked_reason" IN ('abandoned', 'journal_lost', 'verdict', 'ended_early',
        'not_first_try', 'too_short', 'too_few_words', 'too_many_pauses', 'paused_too_long', 'disabled', 'guest')) NOT VALID;
ALTER TABLE "game_results" VALIDATE CONSTRAINT "game_results_unranked_reason_check";
