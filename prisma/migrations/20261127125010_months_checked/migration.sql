-- Apart from the migration that adds it: this reads the whole table, and others write meanwhile.
ALTER TABLE "typing_sessions" VALIDATE CONSTRAINT "typing_sessions_earlier_check";
