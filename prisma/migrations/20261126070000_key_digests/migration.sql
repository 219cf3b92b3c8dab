-- What `prodev verify` compares a key log with, byte by byte: not every change of a log changes a score. Older logs have no
-- digest; writing one now would only prove what is there now.
ALTER TABLE "typing_sessions" ADD COLUMN "key_digest" BYTEA;
-- It is a SHA-256.
ALTER TABLE "typing_sessions" ADD CONSTRAINT "typing_sessions_key_digest_check"
    CHECK (octet_length("key_digest") = 32) NOT VALID;
ALTER TABLE "typing_sessions" VALIDATE CONSTRAINT "typing_sessions_key_digest_check";
