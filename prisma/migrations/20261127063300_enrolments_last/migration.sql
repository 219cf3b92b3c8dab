-- As before, with the enrolment last: whoever passes a challenge locks its track (`count_completed`), and whoever publishes
-- one holds the track when it comes to the enrolments, so an attempt may not come with an enrolment to the track.
CREATE OR REPLACE FUNCTION "count_attempt"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE challenges SET attempts = attempts + 1 WHERE id = NEW.challenge_id;
    UPDATE challenge_versions SET attempts = attempts + 1 WHERE id = NEW.version_id;
    INSERT INTO challenge_progress AS p (user_id, challenge_id, status, attempts, last_attempt_at)
        VALUES (NEW.user_id, NEW.challenge_id, 'IN_PROGRESS', 1, NEW.ended_at)
        ON CONFLICT (user_id, challenge_id) DO UPDATE SET attempts = p.attempts + 1,
            status = CASE p.status WHEN 'NOT_STARTED' THEN 'IN_PROGRESS' ELSE p.status END,
            last_attempt_at = greatest(p.last_attempt_at, EXCLUDED.last_attempt_at);
    UPDATE challenge_progress p SET status = 'COMPLETED', best_score = NEW.score, best_at = NEW.ended_at,
        best_result_id = NEW.result_id, completed_at = least(p.completed_at, NEW.ended_at)
        FROM game_results r
        WHERE p.user_id = NEW.user_id AND p.challenge_id = NEW.challenge_id AND NEW.passed
            AND r.id = NEW.result_id AND r.verdict IN ('clean', 'approved')
            AND (p.best_score IS NULL OR NEW.score > p.best_score
                OR (NEW.score = p.best_score AND NEW.ended_at < p.best_at));
    -- One that is kept late may be the first that passed.
    UPDATE challenge_progress p SET completed_at = NEW.ended_at FROM game_results r
        WHERE p.user_id = NEW.user_id AND p.challenge_id = NEW.challenge_id AND NEW.passed AND NEW.ended_at < p.completed_at
            AND r.id = NEW.result_id AND r.verdict IN ('clean', 'approved');
    UPDATE user_enrollments e SET last_attempt_at = greatest(e.last_attempt_at, NEW.ended_at) FROM challenges c
        WHERE c.id = NEW.challenge_id AND e.track_id = c.track_id AND e.user_id = NEW.user_id;
    RETURN NULL;
END $$;
