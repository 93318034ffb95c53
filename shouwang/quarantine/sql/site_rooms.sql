-- The isolation sites of the reader's county at a moment, and what their rooms are then: used, to be disinfected, out of use, the
-- staff's, reserved. Who sends somebody to a site has to know whether a room is free there, wherever the site lies; so this runs as the
-- owner, and returns nothing but sites and counts. Every number of rooms in the house comes from here.
CREATE OR REPLACE FUNCTION quarantine_site_rooms(codes text[], moment timestamptz)
RETURNS TABLE (code text, name text, area text, unit text, is_open boolean, rooms bigint, used bigint, dirty bigint, closed bigint, staff bigint, reserved bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH reach AS (SELECT nullif(current_setting('app.lo', true), '') AS lo, nullif(current_setting('app.hi', true), '') AS hi),
    places AS (
        SELECT s.code, s.name, s.area, s.unit, s.rooms, o.id IS NOT NULL AS is_open, o.rooms AS rooms_then
        FROM places_site AS s CROSS JOIN reach
        LEFT JOIN LATERAL (
            SELECT span.id, span.rooms FROM places_siteopening AS span
            WHERE span.site_id = s.code AND span.from_at <= moment AND (span.to_at IS NULL OR span.to_at > moment)
            ORDER BY span.from_at DESC LIMIT 1
        ) AS o ON true
        WHERE s.kind = 'isolation_site' AND (codes IS NULL OR s.code = ANY(codes))
            AND (s.area >= reach.lo COLLATE "C" AND s.area < reach.hi COLLATE "C" OR left(s.area, 9) = left(reach.lo, 9))
    ), stays AS (
        SELECT site, count(*) FILTER (WHERE kind = 'observed' AND here) AS used, count(*) FILTER (WHERE kind = 'observed' AND NOT here) AS dirty,
            count(*) FILTER (WHERE here) AS people
        FROM (
            SELECT site, kind, out_at IS NULL OR out_at > moment AS here FROM quarantine_stay
            WHERE site IN (SELECT places.code FROM places) AND in_at <= moment AND (freed_at IS NULL OR freed_at > moment)
        ) AS held GROUP BY site
    ), shut AS (
        SELECT site, count(*) FILTER (WHERE out_of_use) AS closed, count(*) FILTER (WHERE NOT out_of_use) AS staff
        FROM (
            SELECT site, room_id, bool_or(NOT for_staff) AS out_of_use FROM quarantine_roomclosure
            WHERE site IN (SELECT places.code FROM places) AND from_at <= moment AND (to_at IS NULL OR to_at > moment) GROUP BY site, room_id
        ) AS rooms GROUP BY site
    ), promised AS (
        SELECT site, count(*) AS reserved FROM quarantine_booking
        WHERE site IN (SELECT places.code FROM places) AND booked_at <= moment
            AND (closed_at IS NULL OR closed_at > moment) AND (lapses_at IS NULL OR lapses_at > moment)
        GROUP BY site
    )
    SELECT p.code, p.name, p.area, p.unit, p.is_open, CASE WHEN p.is_open THEN coalesce(p.rooms_then, 0) ELSE coalesce(p.rooms, 0) END,
        coalesce(stays.used, 0), coalesce(stays.dirty, 0), coalesce(shut.closed, 0), coalesce(shut.staff, 0), coalesce(promised.reserved, 0), coalesce(stays.people, 0)
    FROM places AS p LEFT JOIN stays ON stays.site = p.code LEFT JOIN shut ON shut.site = p.code LEFT JOIN promised ON promised.site = p.code
    ORDER BY p.area, p.code;
$$;

-- The id of a numbered room that can be reserved now; none where it is in use, not disinfected, out of use, the staff's or promised to somebody.
CREATE OR REPLACE FUNCTION quarantine_free_room(the_site text, the_number text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id FROM quarantine_room AS r
    WHERE r.site = the_site AND r.number = the_number AND r.closed_at IS NULL AND NOT r.for_staff
        AND NOT EXISTS (SELECT 1 FROM quarantine_stay AS s WHERE s.room_id = r.id AND s.freed_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM quarantine_booking AS b WHERE b.room_id = r.id AND b.closed_at IS NULL)
        AND left(r.area, 9) = left(nullif(current_setting('app.lo', true), ''), 9);
$$;
REVOKE ALL ON FUNCTION quarantine_site_rooms, quarantine_free_room FROM PUBLIC;
GRANT EXECUTE ON FUNCTION quarantine_site_rooms, quarantine_free_room TO shouwang_app;
