-- It works with its owner's rights, so only those who write key logs may have it work: a role that merely reads could make
-- partitions without end. Whoever may insert them today goes on.
REVOKE ALL ON FUNCTION "make_months"(DATE, INTEGER) FROM PUBLIC;
DO $$
DECLARE
    grantee TEXT;
BEGIN
    FOR grantee IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
        FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
        WHERE c.oid = 'typing_sessions'::regclass AND a.privilege_type = 'INSERT'
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION "make_months"(DATE, INTEGER) TO %s', grantee);
    END LOOP;
END
$$;
