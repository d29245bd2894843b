-- Reclassify one deal, party, site or source with all that belongs to it, or nothing: what would be left behind on the
-- other side of the wall, or refer across it, refuses the whole move.
CREATE OR REPLACE FUNCTION move_compartment(root_table text, root uuid, wall uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    public_wall CONSTANT uuid := '00000000-0000-4000-8000-000000000001';
    child record;
    crossing boolean;
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
            -- Replies and claims stand behind the wall of what they speak of.
            AND c.conrelid NOT IN ('evidence_reply'::regclass, 'evidence_claim'::regclass)
    LOOP
        EXECUTE format('UPDATE %I SET compartment_id = $1 WHERE %I = $2', child.name, child.col) USING wall, root;
    END LOOP;
    IF root_table = 'parties_party' THEN
        -- A stake stands behind the wall of whichever of its two parties stands behind one, and so do its claims.
        CREATE TEMP TABLE moved_stake ON COMMIT DROP AS
            SELECT t.id AS stake, t.owner_id AS owner, t.owned_id AS owned, b.compartment_id AS of_owned,
                CASE WHEN a.compartment_id <> public_wall THEN a.compartment_id ELSE b.compartment_id END AS behind
            FROM parties_stake t JOIN parties_party a ON a.id = t.owner_id JOIN parties_party b ON b.id = t.owned_id
            WHERE root IN (t.owner_id, t.owned_id);
        UPDATE parties_stake s SET compartment_id = m.behind FROM moved_stake m WHERE s.id = m.stake AND s.compartment_id <> m.behind;
        UPDATE evidence_claim c SET compartment_id = m.behind,
            subject = CASE WHEN m.of_owned = m.behind THEN m.owned ELSE m.owner END
            FROM moved_stake m WHERE c.target = m.stake;
        UPDATE evidence_claim SET compartment_id = wall
            WHERE subject = root AND target NOT IN (SELECT stake FROM moved_stake) AND compartment_id <> wall;
        UPDATE evidence_anchor n SET compartment_id = c.compartment_id FROM evidence_claim c
            WHERE n.claim_id = c.id AND n.compartment_id <> c.compartment_id
                AND (c.subject = root OR c.target IN (SELECT stake FROM moved_stake));
        DELETE FROM evidence_standing WHERE subject = root OR target IN (SELECT stake FROM moved_stake);
        DROP TABLE moved_stake;
    ELSIF root_table IN ('deals_deal', 'deals_site') THEN
        UPDATE evidence_claim SET compartment_id = wall WHERE subject = root;
        UPDATE evidence_anchor SET compartment_id = wall WHERE claim_id IN (SELECT id FROM evidence_claim WHERE subject = root);
        DELETE FROM evidence_standing WHERE subject = root;
    END IF;
    IF root_table = 'deals_deal' THEN
        UPDATE evidence_reply SET compartment_id = wall WHERE deal = root;
        UPDATE desk_task SET compartment_id = wall WHERE deal = root;
        UPDATE desk_taskcomment SET compartment_id = wall WHERE task_id IN (SELECT id FROM desk_task WHERE deal = root);
        UPDATE desk_obligation SET compartment_id = wall WHERE deal = root;
        UPDATE desk_decisionrecord SET compartment_id = wall WHERE deal = root AND compartment_id <> wall;
        DELETE FROM deals_sheet WHERE deal = root;
        DELETE FROM deals_facet WHERE deal = root;
        DELETE FROM deals_searchentry WHERE target = root;
        DELETE FROM deals_exposureperiod WHERE deal = root;
        DELETE FROM deals_stageperiod WHERE deal = root;
        DELETE FROM deals_finding WHERE deal = root;
        DELETE FROM deals_bookcheck WHERE deal = root;
        DELETE FROM webhooks_delivery WHERE event_id IN (SELECT id FROM webhooks_outboxevent WHERE deal = root);
        UPDATE webhooks_outboxevent SET compartment_id = wall WHERE deal = root;
        UPDATE deals_refreshstate SET compartment = wall, wanted = wanted + 1, wanted_at = now() WHERE deal = root;
    ELSIF root_table = 'parties_party' THEN
        -- What a team judged of two records stays its own when they become public.
        UPDATE parties_mergejudgement j SET compartment_id = wall
        WHERE root IN (j.a_id, j.b_id) AND j.compartment_id <> wall AND wall <> public_wall;
        -- Derived: what is left is worked out again, and no row that names the party waits for it on the wrong side.
        INSERT INTO parties_partydue (compartment, room, party, wanted_at)
            SELECT DISTINCT side, room, l.party, now()
            FROM parties_lineage l, unnest(ARRAY[l.compartment, wall]) side, unnest(ARRAY['ownership', 'screening']) room
            WHERE l.party = root OR l.ultimate = root OR root = ANY (l.path);
        DELETE FROM parties_lineage WHERE party = root OR ultimate = root OR root = ANY (path);
        DELETE FROM parties_candidate WHERE party = root;
        DELETE FROM parties_screened WHERE party = root;
        INSERT INTO parties_partydue (compartment, room, party, wanted_at)
            SELECT wall, room, root, now() FROM unnest(ARRAY['ownership', 'screening']) room;
        IF wall <> public_wall AND EXISTS (SELECT 1 FROM parties_party_members m JOIN parties_party g ON g.id = m.from_party_id
            WHERE m.to_party_id = root AND g.compartment_id <> wall)
            OR EXISTS (SELECT 1 FROM parties_party_members m JOIN parties_party p ON p.id = m.to_party_id
            WHERE m.from_party_id = root AND p.compartment_id NOT IN (wall, public_wall)) THEN
            RAISE EXCEPTION 'a group and its members would stand behind different walls'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'refers_within_walls';
        END IF;
    END IF;
    -- Whatever still refers to it from behind another wall would show that it is there.
    IF wall <> public_wall THEN
        FOR child IN
            SELECT c.conrelid::regclass::text AS name, a.attname AS col
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            JOIN pg_attribute w ON w.attrelid = c.conrelid AND w.attname = 'compartment_id'
            WHERE c.contype = 'f' AND c.confrelid = root_table::regclass
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I = $1 AND compartment_id <> $2)', child.name, child.col)
                INTO crossing USING root, wall;
            IF crossing THEN
                RAISE EXCEPTION '%.% refers to a row behind another wall', child.name, child.col
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'refers_within_walls';
            END IF;
        END LOOP;
    END IF;
    PERFORM mark_stale_for(split_part(root_table, '_', 2), ARRAY[root], 'moved behind another wall')
        WHERE root_table IN ('parties_party', 'deals_site', 'evidence_source');
    PERFORM set_config('dealtracker.moving', '', true);
END $$;
