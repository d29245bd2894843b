-- Whoever changes a party, a name, a stake or a judgement asks for what rests on it, in the same transaction.
-- Arguments of both functions: rooms, columns that hold parties; each a list with commas.
CREATE FUNCTION parties_due_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO parties_partydue (compartment, room, party, wanted_at)
        SELECT DISTINCT (d.data ->> 'compartment_id')::uuid, room, (d.data ->> col)::uuid, now()
        FROM (SELECT to_jsonb(n) AS data FROM new_rows n) d,
            unnest(string_to_array(TG_ARGV[0], ',')) room, unnest(string_to_array(TG_ARGV[1], ',')) col;
    RETURN NULL;
END $$;

CREATE FUNCTION parties_due_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    old_data jsonb := to_jsonb(OLD);
    new_data jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(NEW) ELSE '{}'::jsonb END;
BEGIN
    IF old_data - 'revision' IS DISTINCT FROM new_data - 'revision' THEN
        INSERT INTO parties_partydue (compartment, room, party, wanted_at)
            SELECT DISTINCT (d.data ->> 'compartment_id')::uuid, room, (d.data ->> col)::uuid, now()
            FROM unnest(ARRAY[old_data, new_data]) AS d(data),
                unnest(string_to_array(TG_ARGV[0], ',')) room, unnest(string_to_array(TG_ARGV[1], ',')) col
            WHERE d.data ->> col IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER due_insert AFTER INSERT ON parties_party REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION parties_due_inserted('screening', 'id');
CREATE TRIGGER due_change AFTER UPDATE OR DELETE ON parties_party
    FOR EACH ROW EXECUTE FUNCTION parties_due_changed('screening,ownership', 'id');
CREATE TRIGGER due_insert AFTER INSERT ON parties_partyname REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION parties_due_inserted('screening', 'party_id');
CREATE TRIGGER due_change AFTER UPDATE OR DELETE ON parties_partyname
    FOR EACH ROW EXECUTE FUNCTION parties_due_changed('screening', 'party_id');
CREATE TRIGGER due_insert AFTER INSERT ON parties_identifier REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION parties_due_inserted('screening', 'party_id');
CREATE TRIGGER due_change AFTER UPDATE OR DELETE ON parties_identifier
    FOR EACH ROW EXECUTE FUNCTION parties_due_changed('screening', 'party_id');
CREATE TRIGGER due_insert AFTER INSERT ON parties_stake REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION parties_due_inserted('ownership', 'owner_id,owned_id');
CREATE TRIGGER due_change AFTER UPDATE OR DELETE ON parties_stake
    FOR EACH ROW EXECUTE FUNCTION parties_due_changed('ownership', 'owner_id,owned_id');
CREATE TRIGGER due_insert AFTER INSERT ON parties_mergejudgement REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION parties_due_inserted('ownership,screening', 'a_id,b_id');
CREATE TRIGGER due_change AFTER UPDATE OR DELETE ON parties_mergejudgement
    FOR EACH ROW EXECUTE FUNCTION parties_due_changed('ownership,screening', 'a_id,b_id');

-- What is there already was never looked at.
INSERT INTO parties_partydue (compartment, room, party, wanted_at)
    SELECT compartment_id, 'screening', id, now() FROM parties_party
    UNION ALL SELECT DISTINCT compartment_id, 'ownership', owned_id, now() FROM parties_stake;

-- Names like a word: the trigram index would not serve through the policy, so the wall is tested here.
CREATE FUNCTION near_party_names(word text, threshold real, most int)
    RETURNS TABLE (party uuid, name text, closeness real)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', threshold::text, true);
    RETURN QUERY SELECT n.party_id, n.text::text, similarity(n.normalised, word) FROM parties_partyname n
        WHERE n.normalised % word AND n.compartment_id = ANY ((SELECT walls())::uuid[])
        ORDER BY 3 DESC, n.id LIMIT most;
END $$;
