-- A claim or reply stands behind the wall of what it speaks of. Its subject is no foreign key (deal, party or site),
-- so check_walls() does not see it; derived rows are rebuilt by the program, which sees every wall, and would weigh it.
CREATE FUNCTION check_reply_walls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM new_rows n JOIN deals_deal s ON s.id = n.deal WHERE s.compartment_id <> n.compartment_id)
    THEN
        RAISE EXCEPTION 'evidence_reply speaks of a row behind another wall'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refers_within_walls';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION check_claim_walls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM new_rows n JOIN deals_deal s ON s.id = n.subject AND n.subject_kind = 'deal'
                WHERE s.compartment_id <> n.compartment_id)
        OR EXISTS (SELECT 1 FROM new_rows n JOIN parties_party s ON s.id = n.subject AND n.subject_kind = 'party'
                WHERE s.compartment_id <> n.compartment_id)
        OR EXISTS (SELECT 1 FROM new_rows n JOIN deals_site s ON s.id = n.subject AND n.subject_kind = 'site'
                WHERE s.compartment_id <> n.compartment_id)
    THEN
        RAISE EXCEPTION 'evidence_claim speaks of a row behind another wall'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refers_within_walls';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER subject_walls_insert AFTER INSERT ON evidence_claim REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION check_claim_walls();
CREATE TRIGGER subject_walls_update AFTER UPDATE ON evidence_claim REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION check_claim_walls();
CREATE TRIGGER subject_walls_insert AFTER INSERT ON evidence_reply REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION check_reply_walls();
CREATE TRIGGER subject_walls_update AFTER UPDATE ON evidence_reply REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION check_reply_walls();
