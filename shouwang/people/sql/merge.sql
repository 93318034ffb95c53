-- Moves every row that names one person to another, in whichever table, and answers which rows were moved. Runs as the
-- owner, because records may not be changed by the application; both persons must lie in the acting post's area.
CREATE OR REPLACE FUNCTION people_in_scope(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM people_person WHERE id = person
        AND area >= nullif(current_setting('app.lo', true), '') AND area < nullif(current_setting('app.hi', true), '')
    );
$$;

CREATE OR REPLACE FUNCTION people_merge(gone uuid, kept uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place record;
    ids jsonb;
    moved jsonb := '[]';
BEGIN
    IF NOT people_in_scope(gone) OR NOT people_in_scope(kept) THEN
        RAISE EXCEPTION 'both persons must lie in the area of the post' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR place IN
        SELECT c.conrelid::regclass::text AS relation, quote_ident(a.attname) AS part
        FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass
        AND c.conrelid <> ALL (ARRAY['people_suspicion'::regclass, 'people_namevariant'::regclass])
    LOOP
        EXECUTE 'WITH changed AS (UPDATE ' || place.relation || ' SET ' || place.part || ' = $1 WHERE ' || place.part
            || ' = $2 RETURNING id) SELECT jsonb_agg(id) FROM changed' INTO ids USING kept, gone;
        IF ids IS NOT NULL THEN
            moved := moved || jsonb_build_object('table', place.relation, 'column', place.part, 'ids', ids);
        END IF;
    END LOOP;
    UPDATE people_person SET merged_into_id = kept WHERE id = gone;
    RETURN moved;
END $$;

CREATE OR REPLACE FUNCTION people_unmerge(gone uuid, kept uuid, moved jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place jsonb;
BEGIN
    IF NOT people_in_scope(gone) OR NOT people_in_scope(kept) THEN
        RAISE EXCEPTION 'both persons must lie in the area of the post' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR place IN SELECT * FROM jsonb_array_elements(moved) LOOP
        EXECUTE 'UPDATE ' || (place ->> 'table')::regclass || ' SET ' || quote_ident(place ->> 'column')
            || ' = $1 WHERE ' || quote_ident(place ->> 'column')
            || ' = $2 AND id::text IN (SELECT jsonb_array_elements_text($3))' USING gone, kept, place -> 'ids';
    END LOOP;
    UPDATE people_person SET merged_into_id = NULL WHERE id = gone AND merged_into_id = kept;
END $$;
REVOKE ALL ON FUNCTION people_in_scope, people_merge, people_unmerge FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_merge, people_unmerge TO shouwang_app;
