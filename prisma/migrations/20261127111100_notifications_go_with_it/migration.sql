-- What people were told of leads nowhere once it is gone, whichever way it goes: by itself, with its group, with what it
-- is about, or with an account.
CREATE FUNCTION "forget_answer"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "notifications" WHERE "kind" = 'ANSWER' AND "subject" = OLD."id"::text;
    RETURN NULL;
END
$$;
CREATE TRIGGER "comments_told" AFTER DELETE ON "comments" FOR EACH ROW EXECUTE FUNCTION "forget_answer"();

-- A contest is told of again when it is moved, so by a subject that is not its slug alone.
CREATE FUNCTION "forget_contest"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "notifications" WHERE "kind" = 'CONTEST_SOON' AND "data" ->> 'slug' = OLD."slug";
    RETURN NULL;
END
$$;
CREATE TRIGGER "contests_told" AFTER DELETE ON "contests" FOR EACH ROW EXECUTE FUNCTION "forget_contest"();

CREATE FUNCTION "forget_assignment"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "notifications" WHERE "kind" = 'ASSIGNMENT_DUE' AND "subject" = OLD."id"::text;
    RETURN NULL;
END
$$;
CREATE TRIGGER "group_assignments_told" AFTER DELETE ON "group_assignments"
    FOR EACH ROW EXECUTE FUNCTION "forget_assignment"();

-- What is a group's is not found by those who have left it.
CREATE FUNCTION "forget_group"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "notifications" n WHERE n."user_id" = OLD."user_id" AND (
        (n."kind" = 'ASSIGNMENT_DUE'
            AND n."subject" IN (SELECT a."id"::text FROM "group_assignments" a WHERE a."group_id" = OLD."group_id"))
        OR (n."kind" = 'CONTEST_SOON'
            AND n."data" ->> 'slug' IN (SELECT c."slug" FROM "contests" c WHERE c."group_id" = OLD."group_id"))
        OR (n."kind" = 'INVITED'
            AND n."subject" IN (SELECT m."code" FROM "matches" m WHERE m."group_id" = OLD."group_id")));
    RETURN NULL;
END
$$;
CREATE TRIGGER "group_members_told" AFTER DELETE ON "group_members" FOR EACH ROW EXECUTE FUNCTION "forget_group"();
