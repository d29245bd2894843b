-- The deals whose derived rows rest on these parties: every row that names them, or a record that was judged one with them.
CREATE FUNCTION deals_of_parties(ids uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    WITH RECURSIVE one(id) AS (
        SELECT unnest(ids)
        UNION
        SELECT CASE WHEN j.a_id = one.id THEN j.b_id ELSE j.a_id END
        FROM one JOIN parties_mergejudgement j ON one.id IN (j.a_id, j.b_id)
        WHERE j.verdict = 'same' AND j.undone_at IS NULL
    ), named AS (
        SELECT id FROM one UNION SELECT m.from_party_id FROM parties_party_members m JOIN one ON m.to_party_id = one.id
    )
    SELECT deal_id FROM deals_role JOIN named ON party_id = named.id
    UNION SELECT deal_id FROM deals_contract JOIN named ON supplier_id = named.id
    UNION SELECT deal_id FROM deals_contract JOIN named ON customer_id = named.id
    UNION SELECT deal_id FROM deals_support JOIN named ON provider_id = named.id
    UNION SELECT deal_id FROM deals_support JOIN named ON obligor_id = named.id
    UNION SELECT deal_id FROM deals_support JOIN named ON beneficiary_id = named.id
    UNION SELECT deal_id FROM deals_figure JOIN named ON party_id = named.id
    UNION SELECT deal_id FROM deals_pledge JOIN named ON pledgor_id = named.id
    UNION SELECT deal_id FROM deals_rating JOIN named ON party_id = named.id
    UNION SELECT deal_id FROM deals_hold JOIN named ON party_id = named.id
    UNION SELECT deal_id FROM deals_balancereport JOIN named ON party_id = named.id
    UNION SELECT deal_id FROM deals_hardwareline JOIN named ON vendor_id = named.id
    UNION SELECT deal FROM evidence_reply JOIN named ON party_id = named.id
$$;

CREATE FUNCTION deals_of_sites(ids uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT deal_id FROM deals_dealsite WHERE site_id = ANY (ids)
    UNION SELECT deal_id FROM deals_hardwareline WHERE site_id = ANY (ids)
    UNION SELECT deal_id FROM deals_contract WHERE site_id = ANY (ids)
    UNION SELECT deal_id FROM deals_role WHERE site_id = ANY (ids)
    UNION SELECT deal_id FROM deals_event WHERE site_id = ANY (ids)
$$;

CREATE FUNCTION deals_of_sources(ids uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT subject FROM evidence_claim WHERE source_id = ANY (ids) AND subject_kind = 'deal'
    UNION SELECT deal FROM evidence_reply WHERE source_id = ANY (ids)
    UNION SELECT deal_id FROM deals_ledgerentry WHERE source_id = ANY (ids)
    UNION SELECT deals_of_parties(array(SELECT subject FROM evidence_claim WHERE source_id = ANY (ids) AND subject_kind = 'party'))
    UNION SELECT deals_of_sites(array(SELECT subject FROM evidence_claim WHERE source_id = ANY (ids) AND subject_kind = 'site'))
$$;

CREATE OR REPLACE FUNCTION mark_stale_for(kind text, ids uuid[], why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM mark_deals_stale(array(
        SELECT deals_of_parties(ids) WHERE kind = 'party'
        UNION SELECT deals_of_sites(ids) WHERE kind = 'site'
        UNION SELECT deals_of_sources(ids) WHERE kind = 'source'), why);
END $$;

-- They tell which deals name a row, walls or not: only other functions here may ask.
REVOKE ALL ON FUNCTION deals_of_parties(uuid[]), deals_of_sites(uuid[]), deals_of_sources(uuid[]) FROM PUBLIC;
