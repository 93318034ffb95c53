-- Adds to running totals. A distinct thing may first have been seen in an area the writer cannot see, so these two functions run as
-- the owner; they can add to counts and return nothing but counts.
CREATE OR REPLACE FUNCTION ledger_tally(figures text[], areas text[], units text[], reporters text[], days date[], amounts numeric[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO ledger_tally (figure, area, unit, reported_by, day, n)
    SELECT f, a, u, r, d, sum(m) FROM unnest(figures, areas, units, reporters, days, amounts) AS t(f, a, u, r, d, m)
    GROUP BY f, a, u, r, d ORDER BY f, a, d, u, r
    ON CONFLICT (figure, area, day, unit, reported_by) DO UPDATE SET n = ledger_tally.n + excluded.n;
$$;

-- Marks distinct things; a thing counts from its first supporting record until its last one is gone, where it was first seen that day.
CREATE OR REPLACE FUNCTION ledger_mark(the_figure text, keys uuid[], days date[], areas text[], units text[], reporters text[], amounts int[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH incoming AS (
        SELECT k, d, (array_agg(a ORDER BY i))[1] AS a, (array_agg(u ORDER BY i))[1] AS u, (array_agg(r ORDER BY i))[1] AS r, sum(m)::int AS m
        FROM unnest(keys, days, areas, units, reporters, amounts) WITH ORDINALITY AS t(k, d, a, u, r, m, i) GROUP BY k, d ORDER BY k, d
    ), marked AS (
        INSERT INTO ledger_tallymark AS mark (figure, key, day, area, unit, reported_by, n)
        SELECT the_figure, k, d, a, u, r, m FROM incoming
        ON CONFLICT (figure, key, day) DO UPDATE SET n = mark.n + excluded.n
        RETURNING mark.key, mark.day, mark.area, mark.unit, mark.reported_by, mark.n
    ), turned AS (
        SELECT marked.*, (marked.n > 0)::int - (marked.n - incoming.m > 0)::int AS step
        FROM marked JOIN incoming ON incoming.k = marked.key AND incoming.d = marked.day
    )
    INSERT INTO ledger_tally (figure, area, unit, reported_by, day, n)
    SELECT the_figure, area, unit, reported_by, day, sum(step) FROM turned WHERE step <> 0
    GROUP BY area, unit, reported_by, day ORDER BY area, day, unit, reported_by
    ON CONFLICT (figure, area, day, unit, reported_by) DO UPDATE SET n = ledger_tally.n + excluded.n;
$$;

-- Counts distinct things again whose records changed hands (two persons became one, or two again): every mark of these keys becomes what
-- the records say, the totals follow. A mark without records stays at 0, so that taking it back finds it; ``sweep`` takes it away.
CREATE OR REPLACE FUNCTION ledger_remark(
    the_figure text, the_keys uuid[], sweep boolean, keys uuid[], days date[], areas text[], units text[], reporters text[], amounts int[]
)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    WITH said AS (SELECT * FROM unnest(keys, days, areas, units, reporters, amounts) AS t(key, day, area, unit, reported_by, n)),
    steps AS (
        SELECT area, unit, reported_by, day, 1 AS step FROM said WHERE n > 0
        UNION ALL
        SELECT area, unit, reported_by, day, -1 FROM ledger_tallymark WHERE figure = the_figure AND key = ANY(the_keys) AND n > 0
    )
    INSERT INTO ledger_tally (figure, area, unit, reported_by, day, n)
    SELECT the_figure, area, unit, reported_by, day, sum(step) FROM steps
    GROUP BY area, unit, reported_by, day HAVING sum(step) <> 0 ORDER BY area, day, unit, reported_by
    ON CONFLICT (figure, area, day, unit, reported_by) DO UPDATE SET n = ledger_tally.n + excluded.n;

    UPDATE ledger_tallymark SET n = 0 WHERE figure = the_figure AND key = ANY(the_keys)
        AND (key, day) NOT IN (SELECT key, day FROM unnest(keys, days) AS t(key, day)) AND NOT sweep;
    DELETE FROM ledger_tallymark WHERE figure = the_figure AND key = ANY(the_keys)
        AND (key, day) NOT IN (SELECT key, day FROM unnest(keys, days) AS t(key, day)) AND sweep;
    INSERT INTO ledger_tallymark (figure, key, day, area, unit, reported_by, n)
    SELECT the_figure, * FROM unnest(keys, days, areas, units, reporters, amounts)
    ON CONFLICT (figure, key, day) DO UPDATE SET
        area = excluded.area, unit = excluded.unit, reported_by = excluded.reported_by, n = excluded.n;
END $$;
REVOKE ALL ON FUNCTION ledger_tally, ledger_mark, ledger_remark FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_tally, ledger_mark, ledger_remark TO shouwang_app;
