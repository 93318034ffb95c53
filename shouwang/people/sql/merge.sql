-- Moves every row that names one person (or household) to another, in every column that enforced_references() tells of, and answers
-- which rows were moved. Runs as the owner, because records may not be changed by the application; both, and every row that is moved,
-- must lie in the acting post's area. The application says in words what stands against it before it asks.
DROP FUNCTION IF EXISTS people_merge(uuid, uuid);
DROP FUNCTION IF EXISTS people_unmerge(uuid, uuid, jsonb);
DROP FUNCTION IF EXISTS people_in_scope(uuid);

CREATE OR REPLACE FUNCTION people_in_scope(path text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        path COLLATE "C" >= nullif(current_setting('app.lo', true), '') AND path COLLATE "C" < nullif(current_setting('app.hi', true), ''), false
    );
$$;

-- Both rows, locked: whoever writes about one of them at this moment waits, or was first and is moved along.
CREATE OR REPLACE FUNCTION people_lock(the_target text, gone uuid, kept uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    seen int;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM enforced_references() WHERE target = the_target) THEN
        RAISE EXCEPTION '% is nothing that can be merged', the_target USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('SELECT count(*) FROM (SELECT area FROM %I WHERE id = ANY($1) ORDER BY id FOR UPDATE) AS pair WHERE people_in_scope(area)', the_target)
        INTO seen USING ARRAY[gone, kept];
    IF seen <> 2 THEN
        RAISE EXCEPTION 'both must lie in the area of the post' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION people_move(the_target text, gone uuid, kept uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place record;
    ids jsonb;
    inside boolean;
    moved jsonb := '[]';
BEGIN
    FOR place IN SELECT relation, part FROM enforced_references() WHERE target = the_target LOOP
        EXECUTE format(
            'WITH changed AS (UPDATE %I AS held SET %I = $1 WHERE %I = $2 RETURNING held.id, to_jsonb(held) ->> ''area'' AS area)
            SELECT jsonb_agg(id), bool_and(area IS NULL OR people_in_scope(area)) FROM changed', place.relation, place.part, place.part
        ) INTO ids, inside USING kept, gone;
        IF NOT inside THEN
            RAISE EXCEPTION 'records in % lie outside the area of the post', place.relation USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF ids IS NOT NULL THEN
            moved := moved || jsonb_build_object('table', place.relation, 'column', place.part, 'ids', ids);
        END IF;
    END LOOP;
    RETURN moved;
END $$;

CREATE OR REPLACE FUNCTION people_merge(the_target text, gone uuid, kept uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved jsonb;
    free int;
BEGIN
    PERFORM people_lock(the_target, gone, kept);
    EXECUTE format('SELECT count(*) FROM %I WHERE id IN ($1, $2) AND merged_into_id IS NULL', the_target) INTO free USING gone, kept;
    IF free <> 2 THEN
        RAISE EXCEPTION 'one of the two was merged already' USING ERRCODE = 'unique_violation';
    END IF;
    moved := people_move(the_target, gone, kept);
    EXECUTE format('UPDATE %I SET merged_into_id = $1 WHERE id = $2', the_target) USING kept, gone;
    RETURN moved;
END $$;

-- What was written about somebody in the moment they were merged, by a hand that had looked them up before: it follows them.
CREATE OR REPLACE FUNCTION people_follow(the_target text, gone uuid, kept uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    merged boolean;
BEGIN
    PERFORM people_lock(the_target, gone, kept);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND merged_into_id = $2)', the_target) INTO merged USING gone, kept;
    RETURN CASE WHEN merged THEN people_move(the_target, gone, kept) ELSE '[]' END;
END $$;

CREATE OR REPLACE FUNCTION people_unmerge(the_target text, gone uuid, kept uuid, moved jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place record;
    inside boolean;
BEGIN
    PERFORM people_lock(the_target, gone, kept);
    FOR place IN
        SELECT told.relation, told.part, given -> 'ids' AS ids FROM jsonb_array_elements(moved) AS given
        JOIN enforced_references() AS told ON told.target = the_target AND told.relation = given ->> 'table' AND told.part = given ->> 'column'
    LOOP
        EXECUTE format(
            'WITH changed AS (
                UPDATE %I AS held SET %I = $1 WHERE %I = $2 AND id::text IN (SELECT jsonb_array_elements_text($3))
                RETURNING to_jsonb(held) ->> ''area'' AS area
            ) SELECT bool_and(area IS NULL OR people_in_scope(area)) FROM changed', place.relation, place.part, place.part
        ) INTO inside USING gone, kept, place.ids;
        IF NOT inside THEN
            RAISE EXCEPTION 'records in % lie outside the area of the post', place.relation USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    EXECUTE format('UPDATE %I SET merged_into_id = NULL WHERE id = $1 AND merged_into_id = $2', the_target) USING gone, kept;
END $$;

-- The townships outside the post's area where records of these two lie: whom to ask. Says nothing of persons who are not in sight.
CREATE OR REPLACE FUNCTION people_elsewhere(the_target text, gone uuid, kept uuid) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place record;
BEGIN
    PERFORM people_lock(the_target, gone, kept);
    FOR place IN SELECT relation, part FROM enforced_references() WHERE target = the_target LOOP
        RETURN QUERY EXECUTE format(
            'SELECT DISTINCT left(to_jsonb(held) ->> ''area'', 12) FROM %I AS held
            WHERE %I IN ($1, $2) AND NOT people_in_scope(coalesce(to_jsonb(held) ->> ''area'', current_setting(''app.lo'', true)))',
            place.relation, place.part
        ) USING gone, kept;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION people_in_scope, people_lock, people_move, people_merge, people_follow, people_unmerge, people_elsewhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_merge, people_follow, people_unmerge, people_elsewhere TO shouwang_app;
