-- Which of these identity indexes (16 bytes each, one after the other) belong to persons registered anywhere, and in which township: all that a post may learn about
-- persons outside its area. Runs as the owner, because the rows themselves are closed.
CREATE OR REPLACE FUNCTION people_known(packed bytea) RETURNS TABLE (document bytea, township text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT person.identity_index, left(coalesce(kept.area, person.area), 12)
    FROM generate_series(0, length(packed) / 16 - 1) AS at
    JOIN people_person AS person ON person.identity_index = substr(packed, 16 * at + 1, 16)
    LEFT JOIN people_person AS kept ON kept.id = person.merged_into_id;
$$;
REVOKE ALL ON FUNCTION people_known FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_known TO shouwang_app;
