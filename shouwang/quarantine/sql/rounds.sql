-- How many homes somebody checked in a minute, and how many of these with one value. A round may cross the border of two areas, so
-- this runs as the owner; it takes a name and a minute and returns nothing but counts.
CREATE OR REPLACE FUNCTION quarantine_homes_in_minute(observers text[], moments timestamptz[], amounts numeric[])
RETURNS TABLE (observer text, moment timestamptz, amount numeric, homes bigint, same_homes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT asked.o, asked.m, asked.a, count(DISTINCT r.observation_id),
           count(DISTINCT r.observation_id) FILTER (WHERE r.temperature_c IS NOT DISTINCT FROM asked.a)
    FROM (SELECT DISTINCT o, m, a FROM unnest(observers, moments, amounts) AS t(o, m, a)) AS asked
    JOIN quarantine_reading r ON r.observer = asked.o AND r.slot_date >= asked.m::date - 1 AND r.slot_date <= asked.m::date + 1
         AND r.happened_at >= asked.m AND r.happened_at < asked.m + interval '1 minute' AND r.live AND r.kind = 'measured' AND NOT r.self_reported
    GROUP BY asked.o, asked.m, asked.a;
$$;
REVOKE ALL ON FUNCTION quarantine_homes_in_minute FROM PUBLIC;
GRANT EXECUTE ON FUNCTION quarantine_homes_in_minute TO shouwang_app;
