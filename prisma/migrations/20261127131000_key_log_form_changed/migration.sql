-- When servers were last told to save key logs otherwise: they hear of it a minute later, and a command that was stopped
-- while it waited for that has to wait again.
ALTER TABLE "key_log_form" ADD COLUMN "changed_at" TIMESTAMPTZ(3);
