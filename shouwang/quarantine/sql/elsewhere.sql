-- Who of an area stays at an isolation site outside it, and who of elsewhere stays at a site inside it, since when. A stay belongs to the area
-- of its site, so the village somebody comes from does not see it, but has to know that others make the checks now; so this runs as the owner,
-- answers for areas of the reader alone, and says neither which site nor which room.
CREATE OR REPLACE FUNCTION quarantine_elsewhere(lo text, hi text) RETURNS TABLE (observation uuid, since timestamptz, is_guest boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.observation_id, (SELECT min(e.in_at) FROM quarantine_stay AS e WHERE e.observation_id = s.observation_id AND e.site = s.site),
        o.area < lo COLLATE "C" OR o.area >= hi COLLATE "C"
    FROM quarantine_stay AS s JOIN quarantine_observation AS o ON o.id = s.observation_id
    WHERE s.out_at IS NULL
        AND (s.area >= lo COLLATE "C" AND s.area < hi COLLATE "C") <> (o.area >= lo COLLATE "C" AND o.area < hi COLLATE "C")
        AND lo >= nullif(current_setting('app.lo', true), '') COLLATE "C" AND hi <= nullif(current_setting('app.hi', true), '') COLLATE "C";
$$;
REVOKE ALL ON FUNCTION quarantine_elsewhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION quarantine_elsewhere TO shouwang_app;
