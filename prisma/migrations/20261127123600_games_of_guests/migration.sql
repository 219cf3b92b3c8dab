-- Games that lack nothing but a registration: whenever a player's places are settled they are looked for, and of somebody who
-- has long been registered there are none. All games of that player were read for it: 1.7 s for 100,000.
CREATE INDEX CONCURRENTLY "game_results_of_guests_idx" ON "game_results"("user_id") WHERE "unranked_reason" = 'guest';
