-- Draft or retired: a snippet that is out of the rotation is told apart by whether this version was ever in it. A time and
-- not a state column, so that is_active alone still says what is drawn, and nothing has to be kept in step with it.
ALTER TABLE "code_snippets" ADD COLUMN "published_at" TIMESTAMPTZ(3);
-- What was here before there were drafts counts as published: most of it was, and of the rest nobody knows.
ALTER TABLE "code_snippets" DISABLE TRIGGER USER;
UPDATE "code_snippets" SET "published_at" = "created_at";
ALTER TABLE "code_snippets" ENABLE TRIGGER USER;
-- Only what was published can be in the rotation.
ALTER TABLE "code_snippets" ADD CONSTRAINT "code_snippets_published_check" CHECK (NOT "is_active" OR "published_at" IS NOT NULL);

-- The first time in the rotation is the database's word, so that no statement can forget it or date it back.
CREATE FUNCTION "set_published_at"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."published_at" := CURRENT_TIMESTAMP;
    RETURN NEW;
END
$$;
CREATE TRIGGER "code_snippets_published_at" BEFORE INSERT OR UPDATE OF "is_active" ON "code_snippets"
    FOR EACH ROW WHEN (NEW."is_active" AND NEW."published_at" IS NULL) EXECUTE FUNCTION "set_published_at"();
