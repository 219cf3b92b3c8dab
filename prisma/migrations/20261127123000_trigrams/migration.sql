-- The search of admins looks inside names and addresses. The contrib module pg_trgm is not everywhere where this runs, so its
-- one idea is here: whoever contains a text contains each three characters of it.
CREATE FUNCTION "trigrams"("text" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(l, n, 3)), '{}')
    FROM lower("text") AS l, generate_series(1, length(l) - 2) AS n
$$;
