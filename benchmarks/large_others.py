"""What else a million players leave behind, for benchmarks/large.py: follows, ratings, notifications, groups, contests,
matches, discussions, own code, courses. The numbers are guesses of what goes with them; the first player has very many
of each, as they have of games.
"""

from __future__ import annotations

DAYS = 730


def player(number: str) -> str:
    """The id of a player of benchmarks/large.py, from 1 on."""
    return f"md5('large player ' || {number})::uuid"


def _some(seed: int, of: str = "n") -> str:
    """A number that looks drawn, from 0 on, below 2^31."""
    return f"(hashint8({of}::bigint * 1000 + {seed}) & 2147483647)::bigint"


def _anybody(seed: int) -> str:
    """The id of a player who looks drawn."""
    return player(f"(1 + {_some(seed)} % {{users}})")


_AT = f"(now() - ({_some(9)} % {DAYS * 86_400}) * interval '1 second')"
_LATELY = f"(now() - ({_some(8)} % {80 * 86_400}) * interval '1 second')"
_WAVES = "(SELECT waves FROM large_waves)"
_CODE = "translate(lpad(to_hex(n), 6, '0'), '0123456789abcdef', '23456789ACDEFGHJ')"

# In order: what refers to another comes after it. {users} and {rows} (a tenth of the players) are numbers.
OTHERS = {
    "follows": f"""
        INSERT INTO followers (follower_id, followed_id, created_at)
        SELECT a, b, at FROM (
            SELECT {_anybody(1)} AS a, {_anybody(2)} AS b, {_AT} AS at FROM generate_series(1, 3 * {{users}}) AS n
            UNION ALL
            SELECT {player("(n + 1)")}, {player("1")}, {_AT} FROM generate_series(1, {{rows}}) AS n
        ) drawn WHERE a <> b ON CONFLICT DO NOTHING
    """,
    "friends": f"""
        INSERT INTO friend_relationships (user_id, other_id, status, created_at, changed_at)
        SELECT a, b, (CASE n % 20 WHEN 0 THEN 'BLOCKED' WHEN 1 THEN 'REQUESTED' ELSE 'ACCEPTED' END)::"FriendStatus",
            at, at
        FROM (
            SELECT n, {_anybody(3)} AS a, {_anybody(4)} AS b, {_AT} AS at FROM generate_series(1, {{users}} / 2) AS n
        ) drawn WHERE a <> b ON CONFLICT DO NOTHING
    """,
    "ratings": f"""
        INSERT INTO ratings (user_id, kind, mu, sigma, games, shown, peak, updated_at)
        SELECT {player("n")}, kind, mu, 2, 10, round(1500 + 40 * (mu - 6)), round(1500 + 40 * (mu - 6)) + 40, {_AT}
        FROM (SELECT n, 15 + {_some(5)} % 20000 / 1000.0::float8 AS mu FROM generate_series(1,
            3 * {{rows}}) AS n) drawn,
            (VALUES ('RACE'::"RatingKind"), ('CONTEST')) AS kinds (kind)
        ON CONFLICT DO NOTHING
    """,
    "moves of ratings": f"""
        INSERT INTO rating_changes (user_id, kind, subject, place, mu, sigma, before, after, created_at)
        SELECT {player(f"(1 + {_some(6)} % (3 * {{rows}}))")}, 'RACE'::"RatingKind", 'R' || n, 1 + n % 4, 25, 2, 1500,
            1510, {_AT}
        FROM generate_series(1, {{users}} * 2) AS n
        UNION ALL
        SELECT {player("1")}, 'RACE', 'S' || n, 1 + n % 4, 25, 2, 1500, 1510, {_AT} FROM generate_series(1,
            {{rows}} / 5) AS n
    """,
    "notifications": f"""
        INSERT INTO notifications (user_id, kind, subject, by_id, read_at, created_at)
        SELECT a, 'FOLLOWED', b::text, b, CASE WHEN n % 5 > 0 THEN at END, at FROM (
            SELECT n, {_anybody(10)} AS a, {_anybody(11)} AS b, {_LATELY} AS at FROM generate_series(1,
                4 * {{users}}) AS n
            UNION ALL
            SELECT n, {player("1")}, {player("(n + 1)")}, {_LATELY} FROM generate_series(1, {{rows}} / 5) AS n
        ) drawn WHERE a <> b ON CONFLICT DO NOTHING
    """,
    "groups": """
        INSERT INTO groups (id, slug, name, invite_code)
        SELECT md5('large group ' || n)::uuid, 'large-' || n, 'Class ' || n,
            translate(lpad(to_hex(n), 8, '0'), '0123456789abcdef', '23456789ABCDEFGH')
        FROM generate_series(1, {rows} / 10) AS n
    """,
    "members of groups": f"""
        INSERT INTO group_members (group_id, user_id, role, nickname, joined_at)
        SELECT md5('large group ' || g)::uuid, CASE m WHEN 1 THEN {player("(g % 1000 + 1)")} ELSE {_anybody(12)} END,
            (CASE m WHEN 1 THEN 'OWNER' ELSE 'MEMBER' END)::"GroupRole", 'Pupil ' || m, {_AT}
        FROM (
            SELECT g, m, g * 100 + m AS n FROM generate_series(1, {{rows}} / 10) AS g, generate_series(1, 30) AS m
        ) drawn ON CONFLICT DO NOTHING
    """,
    "assignments": f"""
        INSERT INTO group_assignments (group_id, title, games, due_at, created_by, created_at)
        SELECT md5('large group ' || n)::uuid, 'Homework ' || m, 2, now() + (m - 8) * interval '7 days',
            {player("(n % 1000 + 1)")}, now() - interval '60 days'
        FROM generate_series(1, {{rows}} / 10) AS n, generate_series(1, 10) AS m
    """,
    "contests": f"""
        INSERT INTO contests (slug, title, language, difficulty, waves, keys, group_id, starts_at, duration_s,
            created_by,
            created_at, fixed_at)
        SELECT 'large-' || n, 'Contest ' || n, 'PYTHON', 'NORMAL', {_WAVES}, ARRAY[200],
            CASE WHEN n % 10 = 0 THEN md5('large group ' || n)::uuid END, starts_at, 86400, {player("1")},
            starts_at - interval '14 days',
            CASE WHEN starts_at < now() - interval '1 day' THEN starts_at + interval '25 hours' END
        FROM (
            SELECT n, now() - (n - 5) * interval '12 hours' AS starts_at FROM generate_series(1, {{rows}} / 100) AS n
        ) drawn
    """,
    "participations": """
        INSERT INTO contest_participations (contest_slug, user_id, session_id, joined_at, rank)
        SELECT 'large-' || (1 + n % ({rows} / 100)), s.user_id, s.id, s.started_at,
            CASE WHEN c.fixed_at IS NOT NULL THEN n / ({rows} / 100) + 1 END
        FROM (
            SELECT id, user_id, started_at, row_number() OVER () - 1 AS n FROM (
                SELECT DISTINCT ON (user_id) id, user_id, started_at FROM game_sessions WHERE ended_at IS NOT NULL
                    AND started_at > now() - interval '60 days' LIMIT {rows} * 2
            ) latest
        ) s JOIN contests c ON c.slug = 'large-' || (1 + n % ({rows} / 100)) ON CONFLICT DO NOTHING
    """,
    "matches": f"""
        INSERT INTO matches (code, language, difficulty, waves, keys, capacity, visibility, is_quick, host_id,
            created_at,
            starts_at, ended_at)
        SELECT {_CODE}, 'PYTHON', 'NORMAL', {_WAVES}, ARRAY[200], 4, 'PUBLIC', n % 2 = 0, {_anybody(13)}, at, at, at
        FROM (SELECT n, {_AT} AS at FROM generate_series(1, 2 * {{rows}}) AS n) drawn
    """,
    "seats": f"""
        INSERT INTO match_seats (match_code, seat, user_id, joined_at, place)
        SELECT {_CODE}, seat, {player(f"(1 + {_some(14, '(n * 8 + seat)')} % {{users}})")}, now() - interval '1 day',
            seat
        FROM generate_series(1, 2 * {{rows}}) AS n, generate_series(1, 4) AS seat ON CONFLICT DO NOTHING
    """,
    "shared replays": """
        INSERT INTO shared_replays (id, result_id, user_id, title, created_at)
        SELECT md5('large replay ' || n)::uuid, id, user_id, 'Look at this ' || n, ended_at FROM (
            SELECT id, user_id, ended_at, row_number() OVER () AS n FROM game_results WHERE ranked LIMIT {rows}
        ) drawn
    """,
    "posts": f"""
        INSERT INTO posts (id, snippet_id, replay_id, user_id, text, blocks, created_at)
        SELECT md5('large post ' || n)::uuid, CASE WHEN n % 2 = 0 THEN s.id END,
            CASE WHEN n % 2 = 1 THEN md5('large replay ' || (1 + n % {{rows}}))::uuid END, {_anybody(15)}, 'Nice',
                '[]', {_AT}
        FROM generate_series(1, 3 * {{rows}}) AS n JOIN (
            SELECT id, row_number() OVER (ORDER BY id) AS number FROM code_snippets
        ) s ON s.number = 1 + n % (SELECT count(*) FROM code_snippets)
    """,
    "comments": f"""
        INSERT INTO comments (id, post_id, number, path, user_id, text, blocks, created_at)
        SELECT md5('large comment ' || n)::uuid, md5('large post ' || (1 + {_some(16)} % (3 * {{rows}})))::uuid,
            1000000 + n,
            ARRAY[1000000 + n], {_anybody(17)}, 'I think so too', '[]', {_AT}
        FROM generate_series(1, {{users}}) AS n
    """,
    "likes": f"""
        INSERT INTO likes (user_id, post_id)
        SELECT {_anybody(18)}, md5('large post ' || (1 + {_some(19)} % (3 * {{rows}})))::uuid
        FROM generate_series(1, {{users}}) AS n ON CONFLICT DO NOTHING
    """,
    "counts of posts": """
        UPDATE posts p SET comment_count = (SELECT count(*) FROM comments c WHERE c.post_id = p.id),
            like_count = (SELECT count(*) FROM likes l WHERE l.post_id = p.id)
    """,
    "votes and bookmarks": f"""
        INSERT INTO snippet_interactions (user_id, snippet_id, vote, bookmarked_at)
        SELECT CASE WHEN n % 1000 = 0 THEN {player("1")} ELSE {_anybody(20)} END, s.id, 1,
            CASE WHEN n % 3 = 0 THEN {_AT} END
        FROM generate_series(1, 2 * {{users}}) AS n JOIN (
            SELECT id, row_number() OVER (ORDER BY id) AS number FROM code_snippets
        ) s ON s.number = 1 + n % (SELECT count(*) FROM code_snippets)
        ON CONFLICT DO NOTHING
    """,
    "runs of snippets": """
        INSERT INTO snippet_runs (result_id, snippet_id, net_wpm, key_accuracy_percentage, typed_at)
        SELECT r.id, s.id, r.words_per_minute, r.accuracy_percentage, r.ended_at
        FROM (SELECT *, row_number() OVER () AS n FROM game_results ORDER BY ended_at DESC LIMIT {users}) r JOIN (
            SELECT id, row_number() OVER (ORDER BY id) AS number FROM code_snippets
        ) s ON s.number = 1 + n % (SELECT count(*) FROM code_snippets)
        ON CONFLICT DO NOTHING
    """,
    "figures of snippets": """
        INSERT INTO snippet_figures AS f (snippet_id, likes, bookmarks, times_typed)
        SELECT snippet_id, count(*) FILTER (WHERE vote = 1), count(bookmarked_at), 1000 FROM snippet_interactions
        GROUP BY snippet_id ON CONFLICT (snippet_id) DO UPDATE SET likes = EXCLUDED.likes,
            bookmarks = EXCLUDED.bookmarks
    """,
    "collections": f"""
        INSERT INTO collections (id, name, language, is_public, usage_count, created_by, created_at)
        SELECT md5('large collection ' || n)::uuid, 'My code ' || n, 'PYTHON', n % 4 = 0, {_some(21)} % 100,
            {_anybody(22)},
            {_AT}
        FROM generate_series(1, {{rows}} / 2) AS n
    """,
    "snippets of collections": """
        INSERT INTO collection_snippets (collection_id, place, snippet_text, words, token_count, difficulty,
            expected_wpm,
            content_hash)
        SELECT md5('large collection ' || n)::uuid, m, s.snippet_text, s.words, s.token_count, s.difficulty,
            s.expected_wpm,
            encode(sha256(('large ' || n || ' ' || m)::bytea), 'hex')
        FROM generate_series(1, {rows} / 2) AS n, generate_series(1, 3) AS m, (SELECT * FROM code_snippets LIMIT 1) s
    """,
    "achievements": f"""
        INSERT INTO user_achievements (user_id, achievement, unlocked_at)
        SELECT {_anybody(23)}, a.slug, {_AT} FROM generate_series(1, 3 * {{users}}) AS n JOIN (
            SELECT slug, row_number() OVER (ORDER BY slug) AS number FROM achievements
        ) a ON a.number = 1 + n % (SELECT count(*) FROM achievements) ON CONFLICT DO NOTHING
    """,
    "topics": f"""
        INSERT INTO user_topic_progress (user_id, language, category, waves_played, waves_cleared, correct_keys,
            incorrect_keys, timed_keys, timed_ms, highest_difficulty, days, first_played_at, last_played_at)
        SELECT {_anybody(24)}, s.language, s.category, 10, 9, 1000, 50, 900, 90000, 'EASY', ARRAY[current_date],
            {_AT}, now()
        FROM generate_series(1, 2 * {{users}}) AS n JOIN (
            SELECT language, category, row_number() OVER () AS number
            FROM (SELECT DISTINCT language, category FROM code_snippets) one
        ) s ON s.number = 1 + n % (SELECT count(DISTINCT (language, category)) FROM code_snippets)
            ON CONFLICT DO NOTHING
    """,
    "enrollments": f"""
        INSERT INTO user_enrollments (user_id, track_id, enrolled_at)
        SELECT {_anybody(25)}, t.id, {_AT} FROM generate_series(1, {{users}} / 2) AS n JOIN (
            SELECT id, row_number() OVER (ORDER BY id) AS number FROM tracks
        ) t ON t.number = 1 + n % (SELECT count(*) FROM tracks) ON CONFLICT DO NOTHING
    """,
    "counts of tracks": """
        UPDATE tracks t SET enrolled = (SELECT count(*) FROM user_enrollments e WHERE e.track_id = t.id)
    """,
    "attempts": """
        INSERT INTO challenge_attempts (result_id, user_id, challenge_id, version_id, passed, score, ended_at)
        SELECT r.id, r.user_id, c.id, c.published_id, true, r.final_score, r.ended_at
        FROM (SELECT *, row_number() OVER () AS n FROM game_results LIMIT {users}) r JOIN (
            SELECT id, published_id, row_number() OVER (ORDER BY id) AS number
            FROM challenges WHERE published_id IS NOT NULL
        ) c ON c.number = 1 + n % (SELECT count(published_id) FROM challenges)
    """,
    "progress in challenges": """
        INSERT INTO challenge_progress (user_id, challenge_id, status, attempts, best_score, best_at, best_result_id,
            completed_at, last_attempt_at)
        SELECT DISTINCT ON (user_id, challenge_id) user_id, challenge_id, 'COMPLETED', 1, score, ended_at, result_id,
            ended_at,
            ended_at
        FROM challenge_attempts ORDER BY user_id, challenge_id, score DESC ON CONFLICT DO NOTHING
    """,
    "reports": f"""
        INSERT INTO reports (user_id, kind, subject_id, reason, outcome, closed_at, created_at)
        SELECT {_anybody(26)}, 'USER', {_anybody(27)}::text, 'A rude name.', CASE WHEN n % 50 > 0 THEN 'DISMISSED' END,
            CASE WHEN n % 50 > 0 THEN now() END, {_AT}
        FROM generate_series(1, {{rows}} / 5) AS n ON CONFLICT DO NOTHING
    """,
    "audit log": f"""
        INSERT INTO audit_logs (user_id, entity_type, entity_id, action, created_at)
        SELECT {player("1")}, 'user', {_anybody(28)}::text, 'update', {_AT} FROM generate_series(1, {{users}}) AS n
    """,
    "sign-ins": f"""
        INSERT INTO refresh_tokens (user_id, family_id, token_hash, expires_at)
        SELECT {_anybody(29)}, md5('large family ' || n)::uuid, encode(sha256(('large ' || n)::bytea), 'hex'),
            now() + interval '20 days'
        FROM generate_series(1, {{users}}) AS n
    """,
    "VACUUM ANALYZE": "VACUUM ANALYZE",
}
