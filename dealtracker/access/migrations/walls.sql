-- The compartments whose rows this transaction may see; unset means none, '*' is the program's own work.
CREATE FUNCTION walls() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT CASE WHEN current_setting('dealtracker.walls', true) = '*'
        THEN (SELECT array_agg(id) FROM access_compartment)
        ELSE string_to_array(nullif(current_setting('dealtracker.walls', true), ''), ',')::uuid[] END
$$;

-- A row may refer only to rows of its own compartment or public ones. Arguments: column, table, column, table, …
-- Insertions are checked a statement at a time, so that an import of ten thousand rows costs one look-up a column.
CREATE FUNCTION check_walls_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    crossing boolean;
BEGIN
    FOR i IN 0 .. TG_NARGS / 2 - 1 LOOP
        EXECUTE format(
            'SELECT EXISTS (SELECT 1 FROM new_rows n JOIN %I r ON r.id = n.%I WHERE r.compartment_id <> n.compartment_id'
            ' AND r.compartment_id <> ''00000000-0000-4000-8000-000000000001'')', TG_ARGV[2 * i + 1], TG_ARGV[2 * i]) INTO crossing;
        IF crossing THEN
            RAISE EXCEPTION '%.% refers to a row behind another wall', TG_TABLE_NAME, TG_ARGV[2 * i]
                USING ERRCODE = 'check_violation', CONSTRAINT = 'refers_within_walls';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- The same for a changed row, one at a time; its compartment itself changes only through move_compartment().
CREATE FUNCTION check_walls_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    public_wall CONSTANT uuid := '00000000-0000-4000-8000-000000000001';
    fields jsonb := to_jsonb(NEW);
    before jsonb := to_jsonb(OLD);
    referred uuid;
    found_wall uuid;
BEGIN
    IF NEW.compartment_id IS DISTINCT FROM OLD.compartment_id
        AND coalesce(current_setting('dealtracker.moving', true), '') <> 'on' THEN
        RAISE EXCEPTION 'compartment of % is changed only by move_compartment()', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'compartment_moves_whole';
    END IF;
    FOR i IN 0 .. TG_NARGS / 2 - 1 LOOP
        CONTINUE WHEN NEW.compartment_id = OLD.compartment_id AND fields -> TG_ARGV[2 * i] = before -> TG_ARGV[2 * i];
        referred := (fields ->> TG_ARGV[2 * i])::uuid;
        CONTINUE WHEN referred IS NULL;
        EXECUTE format('SELECT compartment_id FROM %I WHERE id = $1', TG_ARGV[2 * i + 1]) INTO found_wall USING referred;
        IF found_wall IS NOT NULL AND found_wall <> public_wall AND found_wall <> NEW.compartment_id THEN
            RAISE EXCEPTION '%.% refers to a row behind another wall', TG_TABLE_NAME, TG_ARGV[2 * i]
                USING ERRCODE = 'check_violation', CONSTRAINT = 'refers_within_walls';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('dealtracker.removing', true), '') = 'on' AND TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    -- A reclassified deal takes its entries along; nothing else about them may change.
    IF TG_OP = 'UPDATE' AND coalesce(current_setting('dealtracker.moving', true), '') = 'on'
        AND to_jsonb(NEW) - 'compartment_id' = to_jsonb(OLD) - 'compartment_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only; a correction is a new row', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
