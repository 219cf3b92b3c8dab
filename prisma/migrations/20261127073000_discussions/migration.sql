-- Discussions: posts about a snippet or a contest, comments on them in threads, and likes of both.

-- Deleted ones are kept as long as somebody has answered them.
CREATE TYPE "PostState" AS ENUM ('VISIBLE', 'WAITING', 'HIDDEN', 'DELETED');

CREATE TABLE "posts" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "snippet_id" UUID,
    "contest_slug" VARCHAR(60),
    "user_id" UUID,
    "text" VARCHAR(2000) NOT NULL,
    "blocks" JSONB NOT NULL,
    "state" "PostState" NOT NULL DEFAULT 'VISIBLE',
    "comment_count" INTEGER NOT NULL DEFAULT 0,
    "like_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "posts_pkey" PRIMARY KEY ("id"),
    -- A post is about one thing. A column for each, so that it goes with what it is about.
    CONSTRAINT "posts_subject_check" CHECK (num_nonnulls("snippet_id", "contest_slug") = 1),
    -- Of a deleted one neither the words nor the author are kept, and only of that.
    CONSTRAINT "posts_deleted_check" CHECK (("state" = 'DELETED') = ("user_id" IS NULL)
        AND ("state" = 'DELETED') = ("text" = '')),
    CONSTRAINT "posts_blocks_check" CHECK (jsonb_typeof("blocks") = 'array'),
    CONSTRAINT "posts_counts_check" CHECK ("comment_count" >= 0 AND "like_count" >= 0)
);
-- The newest about one thing.
CREATE INDEX "posts_snippet_id_created_at_id_idx" ON "posts"("snippet_id", "created_at", "id");
CREATE INDEX "posts_contest_slug_created_at_id_idx" ON "posts"("contest_slug", "created_at", "id");
CREATE INDEX "posts_user_id_idx" ON "posts"("user_id");
-- The newest of all, for staff.
CREATE INDEX "posts_created_at_id_idx" ON "posts"("created_at", "id");
-- The few that wait for a moderator.
CREATE INDEX "posts_waiting_idx" ON "posts"("created_at") WHERE "state" = 'WAITING';

CREATE TABLE "comments" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "post_id" UUID NOT NULL,
    "parent_id" UUID,
    "number" BIGSERIAL NOT NULL,
    "path" BIGINT[] NOT NULL,
    "user_id" UUID,
    "text" VARCHAR(2000) NOT NULL,
    "blocks" JSONB NOT NULL,
    "state" "PostState" NOT NULL DEFAULT 'VISIBLE',
    "like_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id"),
    -- The way down to it. No deeper than a narrow screen can indent: what answers the deepest stands beside it.
    CONSTRAINT "comments_path_check" CHECK (cardinality("path") BETWEEN 1 AND 5 AND "path"[cardinality("path")] = "number"),
    -- As of posts.
    CONSTRAINT "comments_deleted_check" CHECK (("state" = 'DELETED') = ("user_id" IS NULL)
        AND ("state" = 'DELETED') = ("text" = '')),
    CONSTRAINT "comments_blocks_check" CHECK (jsonb_typeof("blocks") = 'array'),
    CONSTRAINT "comments_like_count_check" CHECK ("like_count" >= 0)
);
-- In the order in which they are read.
CREATE UNIQUE INDEX "comments_post_id_path_key" ON "comments"("post_id", "path");
CREATE INDEX "comments_parent_id_idx" ON "comments"("parent_id");
CREATE INDEX "comments_user_id_idx" ON "comments"("user_id");
CREATE INDEX "comments_created_at_id_idx" ON "comments"("created_at", "id");
CREATE INDEX "comments_waiting_idx" ON "comments"("created_at") WHERE "state" = 'WAITING';

CREATE TABLE "likes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "post_id" UUID,
    "comment_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "likes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "likes_subject_check" CHECK (num_nonnulls("post_id", "comment_id") = 1)
);
-- Once for each person.
CREATE UNIQUE INDEX "likes_user_id_post_id_key" ON "likes"("user_id", "post_id");
CREATE UNIQUE INDEX "likes_user_id_comment_id_key" ON "likes"("user_id", "comment_id");
CREATE INDEX "likes_post_id_idx" ON "likes"("post_id");
CREATE INDEX "likes_comment_id_idx" ON "likes"("comment_id");

ALTER TABLE "posts" ADD CONSTRAINT "posts_snippet_id_fkey" FOREIGN KEY ("snippet_id") REFERENCES "code_snippets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "posts" ADD CONSTRAINT "posts_contest_slug_fkey" FOREIGN KEY ("contest_slug") REFERENCES "contests"("slug") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "posts" ADD CONSTRAINT "posts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "comments" ADD CONSTRAINT "comments_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "comments" ADD CONSTRAINT "comments_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "comments" ADD CONSTRAINT "comments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "likes" ADD CONSTRAINT "likes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "likes" ADD CONSTRAINT "likes_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "likes" ADD CONSTRAINT "likes_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The counts, whichever way a like comes or goes: by its person, with an account, with what was liked.
CREATE FUNCTION "count_like"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE "posts" SET "like_count" = "like_count" + 1 WHERE "id" = NEW."post_id";
        UPDATE "comments" SET "like_count" = "like_count" + 1 WHERE "id" = NEW."comment_id";
    ELSE
        UPDATE "posts" SET "like_count" = "like_count" - 1 WHERE "id" = OLD."post_id";
        UPDATE "comments" SET "like_count" = "like_count" - 1 WHERE "id" = OLD."comment_id";
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "likes_counted" AFTER INSERT OR DELETE ON "likes" FOR EACH ROW EXECUTE FUNCTION "count_like"();

-- Of a post those comments are counted that everybody may read.
CREATE FUNCTION "count_comment"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "more" INTEGER := 0;
BEGIN
    IF TG_OP <> 'DELETE' AND NEW."state" = 'VISIBLE' THEN
        "more" := "more" + 1;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD."state" = 'VISIBLE' THEN
        "more" := "more" - 1;
    END IF;
    IF "more" <> 0 THEN
        UPDATE "posts" SET "comment_count" = "comment_count" + "more" WHERE "id" = coalesce(NEW."post_id", OLD."post_id");
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "comments_counted" AFTER INSERT OR DELETE OR UPDATE OF "state" ON "comments"
    FOR EACH ROW EXECUTE FUNCTION "count_comment"();

-- A deleted one stays in its thread while it is answered, and no longer. The lock comes first, so that an answer that is
-- being written is seen.
CREATE FUNCTION "prune_comment"("deleted" UUID) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM "comments" WHERE "id" = "deleted" AND "state" = 'DELETED' FOR UPDATE;
    DELETE FROM "comments" c WHERE c."id" = "deleted" AND c."state" = 'DELETED'
        AND NOT EXISTS (SELECT FROM "comments" a WHERE a."parent_id" = c."id");
END
$$;
CREATE FUNCTION "prune_post"("deleted" UUID) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM "posts" WHERE "id" = "deleted" AND "state" = 'DELETED' FOR UPDATE;
    DELETE FROM "posts" p WHERE p."id" = "deleted" AND p."state" = 'DELETED'
        AND NOT EXISTS (SELECT FROM "comments" a WHERE a."post_id" = p."id");
END
$$;
CREATE FUNCTION "prune_thread"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'posts' THEN
        PERFORM "prune_post"(NEW."id");
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM "prune_comment"(NEW."id");
    ELSE
        PERFORM "prune_comment"(OLD."parent_id");
        PERFORM "prune_post"(OLD."post_id");
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "posts_pruned" AFTER UPDATE OF "state" ON "posts"
    FOR EACH ROW WHEN (NEW."state" = 'DELETED') EXECUTE FUNCTION "prune_thread"();
CREATE TRIGGER "comments_pruned" AFTER UPDATE OF "state" ON "comments"
    FOR EACH ROW WHEN (NEW."state" = 'DELETED') EXECUTE FUNCTION "prune_thread"();
CREATE TRIGGER "comments_gone" AFTER DELETE ON "comments" FOR EACH ROW EXECUTE FUNCTION "prune_thread"();
