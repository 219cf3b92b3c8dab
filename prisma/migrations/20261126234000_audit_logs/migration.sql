-- What staff did, to what, and from where: each entry is written in the transaction of the deed.
CREATE TABLE "audit_logs" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID,
    "entity_type" VARCHAR(50) NOT NULL,
    "entity_id" VARCHAR(100) NOT NULL,
    "action" VARCHAR(50) NOT NULL,
    "old_values" JSONB,
    "new_values" JSONB,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(255) NOT NULL DEFAULT '',
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_logs_pkey" PRIMARY KEY ("id"),

    -- Values have names.
    CONSTRAINT "audit_logs_values_check" CHECK (coalesce(jsonb_typeof("old_values"), 'object') = 'object'
        AND coalesce(jsonb_typeof("new_values"), 'object') = 'object' AND jsonb_typeof("metadata") = 'object')
);

CREATE INDEX "audit_logs_created_at_idx" ON "audit_logs"("created_at" DESC);
CREATE INDEX "audit_logs_entity_type_entity_id_created_at_idx" ON "audit_logs"("entity_type", "entity_id", "created_at" DESC);
CREATE INDEX "audit_logs_user_id_created_at_idx" ON "audit_logs"("user_id", "created_at" DESC);

-- Whoever is named in the log stays: accounts of staff are made anonymous and never removed.
ALTER TABLE "audit_logs" ADD CONSTRAINT "audit_logs_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Nobody changes what is in the log, whatever role the server's connection has. ALWAYS: also for a session that replays
-- changes and runs no ordinary triggers. docs/deployment.md says how a role of its own is kept from removing this.
CREATE FUNCTION "refuse_change_of_audit_logs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_logs is only added to: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "audit_logs_refuse_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_logs"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_audit_logs"();
ALTER TABLE "audit_logs" ENABLE ALWAYS TRIGGER "audit_logs_refuse_change";
