-- Sheets are read whole and often: kept as they are, neither compressed on the way in nor opened on the way out.
ALTER TABLE deals_sheet ALTER COLUMN body SET STORAGE EXTERNAL, ALTER COLUMN brief SET STORAGE EXTERNAL;

-- What relay, beat and /readyz look at: deals whose derived rows are behind. Ids and ages only, no wall is crossed.
CREATE FUNCTION refresh_behind() RETURNS TABLE (deal uuid, wanted_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT deal, wanted_at FROM deals_refreshstate
    WHERE (wanted > done OR valid_until <= (now() AT TIME ZONE 'UTC')::date) AND (retry_at IS NULL OR retry_at <= now())
$$;

-- Search behind its own function: the trigram index would not serve through the policy, so the wall is tested here.
CREATE FUNCTION search_entries(kinds text[], patterns text[]) RETURNS TABLE (kind text, target uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT e.kind::text, e.target FROM deals_searchentry e
    WHERE e.text LIKE ALL (patterns) AND e.kind = ANY (kinds) AND e.compartment = ANY ((SELECT walls())::uuid[])
$$;

-- Reclassify one deal, party, site or source with all below it.
CREATE FUNCTION move_compartment(root_table text, root uuid, wall uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    child record;
BEGIN
    PERFORM set_config('dealtracker.moving', 'on', true);
    EXECUTE format('UPDATE %I SET compartment_id = $1 WHERE id = $2', root_table) USING wall, root;
    FOR child IN
        SELECT c.conrelid::regclass::text AS name, a.attname AS col
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        JOIN pg_attribute w ON w.attrelid = c.conrelid AND w.attname = 'compartment_id'
        WHERE c.contype = 'f' AND c.confrelid = root_table::regclass
            AND a.attname IN ('deal_id', 'party_id', 'site_id', 'source_id')
            AND a.attname = replace(root_table, split_part(root_table, '_', 1) || '_', '') || '_id'
            AND (root_table = 'deals_deal' OR c.conrelid::regclass::text NOT LIKE 'deals\_%' OR c.conrelid = 'deals_sitecapacity'::regclass)
    LOOP
        EXECUTE format('UPDATE %I SET compartment_id = $1 WHERE %I = $2', child.name, child.col) USING wall, root;
    END LOOP;
    IF root_table = 'deals_deal' THEN
        UPDATE evidence_claim SET compartment_id = wall WHERE subject = root;
        UPDATE evidence_anchor SET compartment_id = wall WHERE claim_id IN (SELECT id FROM evidence_claim WHERE subject = root);
        UPDATE evidence_reply SET compartment_id = wall WHERE deal = root;
        DELETE FROM deals_sheet WHERE deal = root;
        DELETE FROM deals_facet WHERE deal = root;
        DELETE FROM deals_searchentry WHERE target = root;
        DELETE FROM evidence_standing WHERE subject = root;
        DELETE FROM deals_exposureperiod WHERE deal = root;
        DELETE FROM deals_stageperiod WHERE deal = root;
        DELETE FROM deals_finding WHERE deal = root;
        DELETE FROM webhooks_delivery WHERE event_id IN (SELECT id FROM webhooks_outboxevent WHERE deal = root);
        UPDATE webhooks_outboxevent SET compartment_id = wall WHERE deal = root;
        UPDATE deals_refreshstate SET compartment = wall, wanted = wanted + 1, wanted_at = now() WHERE deal = root;
    END IF;
    PERFORM set_config('dealtracker.moving', '', true);
END $$;

-- Only what was shipped as a demo may be taken out whole, its append-only entries included.
CREATE FUNCTION remove_demo_deal(root uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM deals_deal WHERE id = root AND demo <> '') THEN
        RAISE EXCEPTION 'only a shipped demo deal can be removed' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('dealtracker.removing', 'on', true);
    DELETE FROM deals_ledgerentry WHERE deal_id = root;
    PERFORM set_config('dealtracker.removing', '', true);
END $$;

-- Deals behind any wall are marked by whoever changes what they rest on; nothing is shown to the one who changes it.
CREATE FUNCTION mark_deals_stale(deals uuid[], why text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    INSERT INTO deals_refreshstate (deal, compartment, wanted, done, attempts, error, cause, wanted_at)
        SELECT id, compartment_id, 1, 0, 0, '', why, now() FROM deals_deal WHERE id = ANY (deals) ORDER BY id
        ON CONFLICT (deal) DO UPDATE SET wanted = deals_refreshstate.wanted + 1, wanted_at = now(), cause = EXCLUDED.cause,
            attempts = 0, retry_at = NULL;
    SELECT pg_notify('deals_stale', '')
$$;

-- The deals that name any of these parties, sites or sources, behind whichever wall.
CREATE FUNCTION mark_stale_for(kind text, ids uuid[], why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    found uuid[];
BEGIN
    IF kind = 'party' THEN
        SELECT array_agg(DISTINCT deal) INTO found FROM (
            SELECT deal_id AS deal FROM deals_role WHERE party_id = ANY (ids)
            UNION SELECT deal_id FROM deals_contract WHERE supplier_id = ANY (ids) OR customer_id = ANY (ids)
            UNION SELECT deal_id FROM deals_support
                WHERE provider_id = ANY (ids) OR obligor_id = ANY (ids) OR beneficiary_id = ANY (ids)
            UNION SELECT deal_id FROM deals_hold WHERE party_id = ANY (ids)
            UNION SELECT deal_id FROM deals_pledge WHERE pledgor_id = ANY (ids)
            UNION SELECT deal_id FROM deals_hardwareline WHERE vendor_id = ANY (ids)
            UNION SELECT deal FROM evidence_reply WHERE party_id = ANY (ids)) d;
    ELSIF kind = 'site' THEN
        SELECT array_agg(DISTINCT deal) INTO found FROM (
            SELECT deal_id AS deal FROM deals_dealsite WHERE site_id = ANY (ids)
            UNION SELECT deal_id FROM deals_hardwareline WHERE site_id = ANY (ids)
            UNION SELECT deal_id FROM deals_contract WHERE site_id = ANY (ids)) d;
    ELSE
        SELECT array_agg(DISTINCT deal) INTO found FROM (
            SELECT subject AS deal FROM evidence_claim WHERE source_id = ANY (ids) AND subject_kind = 'deal'
            UNION SELECT deal FROM evidence_reply WHERE source_id = ANY (ids)
            UNION SELECT d.deal_id FROM evidence_claim c JOIN deals_role d ON d.party_id = c.subject
                WHERE c.source_id = ANY (ids) AND c.subject_kind = 'party'
            UNION SELECT d.deal_id FROM evidence_claim c JOIN deals_dealsite d ON d.site_id = c.subject
                WHERE c.source_id = ANY (ids) AND c.subject_kind = 'site') d;
    END IF;
    PERFORM mark_deals_stale(coalesce(found, '{}'), why);
END $$;
