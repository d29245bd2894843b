CREATE TABLE audit_change (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    actor varchar(200) NOT NULL DEFAULT coalesce(nullif(current_setting('dealtracker.actor', true), ''), session_user),
    actor_id uuid DEFAULT nullif(current_setting('dealtracker.actor_id', true), '')::uuid,
    reason text NOT NULL DEFAULT coalesce(current_setting('dealtracker.reason', true), ''),
    request_id varchar(64) NOT NULL DEFAULT coalesce(current_setting('dealtracker.request_id', true), ''),
    table_name varchar(63) NOT NULL,
    row_id varchar(64) NOT NULL,
    operation varchar(6) NOT NULL,
    compartment uuid,
    before jsonb,
    after jsonb
);
CREATE INDEX audit_change_of_row ON audit_change (row_id, seq);
CREATE INDEX audit_change_by_xid ON audit_change (xid);
ALTER TABLE audit_change ENABLE ROW LEVEL SECURITY;
-- Rows without a compartment (accounts, memberships) tell who belongs to which team: only the program reads them.
CREATE POLICY wall ON audit_change
    USING (compartment = ANY ((SELECT walls())::uuid[]) OR current_setting('dealtracker.walls', true) = '*');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_change FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Secrets, and the stored text of sources that a takedown must be able to destroy, never enter the log.
CREATE FUNCTION audit_payload(name text, row_data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT row_data - CASE WHEN name = 'evidence_sourcetext' THEN '{text}' ELSE '{password,digest,secret}' END::text[]
$$;

CREATE FUNCTION audit_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO audit_change (table_name, row_id, operation, compartment, after)
        SELECT TG_TABLE_NAME, coalesce(d.data ->> 'id', ''), 'insert', (d.data ->> 'compartment_id')::uuid, audit_payload(TG_TABLE_NAME, d.data)
        FROM (SELECT to_jsonb(n) AS data FROM new_rows n) d;
    RETURN NULL;
END $$;

CREATE FUNCTION audit_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    old_data jsonb := to_jsonb(OLD);
    new_data jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(NEW) END;
BEGIN
    IF old_data IS DISTINCT FROM new_data THEN
        INSERT INTO audit_change (table_name, row_id, operation, compartment, before, after)
            VALUES (TG_TABLE_NAME, coalesce(old_data ->> 'id', ''), lower(TG_OP), (old_data ->> 'compartment_id')::uuid,
                audit_payload(TG_TABLE_NAME, old_data), audit_payload(TG_TABLE_NAME, new_data));
    END IF;
    RETURN NULL;
END $$;
