-- What a player was served last in one language and difficulty, over all their games, so that it does not come again soon.
-- One row and not one a serving: it is read and written by the statement that draws, and never grows. The array is no
-- foreign key on purpose: an id that means nothing any more avoids nothing.
CREATE TABLE "recent_snippets" (
    "user_id" UUID NOT NULL,
    "language" "Language" NOT NULL,
    "difficulty" "Difficulty" NOT NULL,
    "snippet_ids" UUID[] NOT NULL,

    CONSTRAINT "recent_snippets_pkey" PRIMARY KEY ("user_id","language","difficulty"),

    -- The rotation avoids 50 at most (server/snippets/rotation.py), and a row is made with the first one.
    CONSTRAINT "recent_snippets_bound_check" CHECK (cardinality("snippet_ids") BETWEEN 1 AND 50),
    -- A place without an id would make every comparison with the list unknown, and the whole bucket avoided.
    CONSTRAINT "recent_snippets_ids_check" CHECK (array_position("snippet_ids", NULL) IS NULL)
);
ALTER TABLE "recent_snippets" ADD CONSTRAINT "recent_snippets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
