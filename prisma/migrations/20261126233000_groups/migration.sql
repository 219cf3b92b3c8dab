-- Classes, companies, friends: who belongs to which group, and what its teachers ask for.
CREATE TYPE "GroupJoin" AS ENUM ('OPEN', 'CODE', 'CLOSED');
CREATE TYPE "GroupRole" AS ENUM ('OWNER', 'TEACHER', 'MEMBER');

-- An account whose password somebody else chose: all that it can do is to choose another.
ALTER TABLE "users" ADD COLUMN "must_change_password" BOOLEAN NOT NULL DEFAULT false;
-- A pupil's account is made by a teacher and has no address. A guest still has neither password nor address.
ALTER TABLE "users" DROP CONSTRAINT "users_guest_check";
ALTER TABLE "users" ADD CONSTRAINT "users_guest_check"
    CHECK ("is_guest" = ("password_hash" IS NULL) AND ("email" IS NULL OR NOT "is_guest")) NOT VALID;
ALTER TABLE "users" VALIDATE CONSTRAINT "users_guest_check";

CREATE TABLE "groups" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" VARCHAR(60) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "invite_code" VARCHAR(12) NOT NULL,
    "join" "GroupJoin" NOT NULL DEFAULT 'CODE',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT "groups_pkey" PRIMARY KEY ("id"),
    -- It stands in addresses.
    CONSTRAINT "groups_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT "groups_name_check" CHECK (btrim("name") <> '' AND "name" !~ '[[:cntrl:]]'),
    -- It is read aloud and copied from a board: no characters that look alike.
    CONSTRAINT "groups_invite_code_check" CHECK ("invite_code" ~ '^[2-9A-HJKMNP-Z]{8}$')
);
CREATE UNIQUE INDEX "groups_slug_key" ON "groups"("slug");
CREATE UNIQUE INDEX "groups_invite_code_key" ON "groups"("invite_code");
CREATE TRIGGER "groups_updated_at" BEFORE UPDATE ON "groups"
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE "group_members" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "GroupRole" NOT NULL DEFAULT 'MEMBER',
    "nickname" VARCHAR(100),
    "is_managed" BOOLEAN NOT NULL DEFAULT false,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT "group_members_pkey" PRIMARY KEY ("group_id", "user_id"),
    CONSTRAINT "group_members_nickname_check" CHECK (btrim("nickname") <> '' AND "nickname" !~ '[[:cntrl:]]'),
    -- Whose password a teacher may set is no teacher.
    CONSTRAINT "group_members_managed_check" CHECK (NOT "is_managed" OR "role" = 'MEMBER')
);
CREATE INDEX "group_members_user_id_idx" ON "group_members"("user_id");
-- One owner at most, and one group at most that looks after an account.
CREATE UNIQUE INDEX "group_members_owner_key" ON "group_members"("group_id") WHERE "role" = 'OWNER';
CREATE UNIQUE INDEX "group_members_managed_key" ON "group_members"("user_id") WHERE "is_managed";
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_id_fkey"
    FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An owner who is gone is followed by the teacher who has been there longest; a group without anybody goes too. A plain
-- member never follows: they would have power over others' accounts.
CREATE FUNCTION groups_after_leaving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.role = 'OWNER' THEN
        UPDATE group_members SET role = 'OWNER' WHERE group_id = OLD.group_id AND user_id = (
            SELECT user_id FROM group_members WHERE group_id = OLD.group_id AND role = 'TEACHER'
            ORDER BY joined_at, user_id LIMIT 1);
    END IF;
    DELETE FROM groups g WHERE id = OLD.group_id
        AND NOT EXISTS (SELECT FROM group_members m WHERE m.group_id = g.id);
    RETURN NULL;
END $$;
CREATE TRIGGER "group_members_after_leaving" AFTER DELETE ON "group_members"
    FOR EACH ROW EXECUTE FUNCTION groups_after_leaving();

CREATE TABLE "group_assignments" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "group_id" UUID NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "note" VARCHAR(2000) NOT NULL DEFAULT '',
    "mode" "Mode" NOT NULL DEFAULT 'SOLO',
    "language" "Language",
    "difficulty" "Difficulty",
    "games" INTEGER NOT NULL DEFAULT 1,
    "min_net_wpm" DOUBLE PRECISION,
    "min_accuracy" DOUBLE PRECISION,
    "due_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT "group_assignments_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "group_assignments_title_check" CHECK (btrim("title") <> ''),
    CONSTRAINT "group_assignments_games_check" CHECK ("games" BETWEEN 1 AND 100),
    CONSTRAINT "group_assignments_wpm_check" CHECK ("min_net_wpm" BETWEEN 1 AND 300),
    CONSTRAINT "group_assignments_accuracy_check" CHECK ("min_accuracy" BETWEEN 1 AND 100)
);
CREATE INDEX "group_assignments_group_id_idx" ON "group_assignments"("group_id");
CREATE INDEX "group_assignments_created_by_idx" ON "group_assignments"("created_by");
ALTER TABLE "group_assignments" ADD CONSTRAINT "group_assignments_group_id_fkey"
    FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "group_assignments" ADD CONSTRAINT "group_assignments_created_by_fkey"
    FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
