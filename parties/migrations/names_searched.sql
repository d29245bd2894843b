-- Names found by what was typed: behind their own functions, for the trigram index would not serve through the policy, so
-- the wall is tested here. `ways` are lists of LIKE patterns, [["%pale%","%dot%"],["%paledot%"]]: all of one list, or all
-- of another. `place` is 0 for the very name, 1 where names begin so, 2 elsewhere.
CREATE FUNCTION party_names_like(ways jsonb, word text, most int) RETURNS TABLE (party uuid, place int)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    asked text;
BEGIN
    SELECT string_agg('(' || (SELECT string_agg(format('n.searched LIKE %L', pattern), ' AND ')
        FROM jsonb_array_elements_text(way) pattern) || ')', ' OR ') INTO asked FROM jsonb_array_elements(ways) way;
    IF asked IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE 'SELECT n.party_id, CASE WHEN n.normalised = $1 THEN 0 WHEN starts_with(n.normalised, $1) THEN 1 ELSE 2 END'
        ' FROM parties_partyname n WHERE (' || asked || ') AND n.compartment_id = ANY ((SELECT walls())::uuid[])'
        || CASE WHEN most IS NULL THEN '' ELSE ' ORDER BY 2, length(n.normalised), n.normalised, n.id LIMIT $2' END
        USING word, most;
END $$;

-- The closest names where nothing is written quite so.
CREATE FUNCTION party_names_close(word text, threshold real, most int) RETURNS TABLE (party uuid, closeness real)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('pg_trgm.word_similarity_threshold', threshold::text, true);
    RETURN QUERY SELECT n.party_id, max(word_similarity(word, n.searched)) FROM parties_partyname n
        WHERE word <% n.searched AND n.compartment_id = ANY ((SELECT walls())::uuid[])
        GROUP BY n.party_id ORDER BY 2 DESC, max(similarity(word, n.normalised)) DESC, 1 LIMIT most;
END $$;
