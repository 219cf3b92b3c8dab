-- What everybody was told of one thing: it is taken back when the thing is gone.
CREATE INDEX CONCURRENTLY "notifications_kind_subject_idx" ON "notifications"("kind", "subject");
