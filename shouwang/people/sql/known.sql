-- Which of these documents belong to persons registered anywhere, and in which township: all that a post may learn about
-- persons outside its area. Runs as the owner, because the rows themselves are closed.
CREATE OR REPLACE FUNCTION people_known(documents bytea[]) RETURNS TABLE (document bytea, township text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT person.identity_index, left(coalesce(kept.area, person.area), 12)
    FROM people_person AS person LEFT JOIN people_person AS kept ON kept.id = person.merged_into_id
    WHERE person.identity_index = ANY (documents);
$$;
REVOKE ALL ON FUNCTION people_known FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_known TO shouwang_app;
