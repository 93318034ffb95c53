-- Keeps people_residentcount equal to the households, whoever writes them: one change for each cell and statement. What each household
-- added or took stands in people_householdchange, whose sums the cells are.
CREATE OR REPLACE FUNCTION people_count_residents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    homes text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM appearing'
        WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM vanishing'
        ELSE 'SELECT 1 AS sign, * FROM appearing UNION ALL SELECT -1 AS sign, * FROM vanishing'
    END;
BEGIN
    EXECUTE 'WITH homes AS (' || homes || '), changes AS (
        SELECT id, area, unit, reported_by, from_day AS day, sign, members, listed, aged_60_plus, boosted_60_plus FROM homes
        UNION ALL
        SELECT id, area, unit, reported_by, to_day, -sign, members, listed, aged_60_plus, boosted_60_plus FROM homes WHERE to_day IS NOT NULL
    ), sums AS (
        SELECT id, area, unit, reported_by, day, sum(sign) AS households, sum(sign * coalesce(members, listed)::int) AS residents,
            sum(sign * coalesce(boosted_60_plus, 0)::int) AS boosted,
            sum(sign * coalesce(aged_60_plus - coalesce(boosted_60_plus, 0), 0)::int) AS due
        FROM changes GROUP BY id, area, unit, reported_by, day
    ), kept AS (
        INSERT INTO people_householdchange
            (household, area, unit, reported_by, day, households, residents, boosted_60_plus, boost_due_60_plus)
        SELECT * FROM sums WHERE (households, residents, boosted, due) <> (0, 0, 0, 0)
        RETURNING area, unit, reported_by, day, households, residents, boosted_60_plus AS boosted, boost_due_60_plus AS due
    ), cells AS (
        SELECT area, unit, reported_by, day, sum(households) AS households, sum(residents) AS residents, sum(boosted) AS boosted, sum(due) AS due
        FROM kept GROUP BY area, unit, reported_by, day
    )
    INSERT INTO people_residentcount AS cell
        (area, unit, reported_by, day, households, residents, boosted_60_plus, boost_due_60_plus)
    SELECT area, unit, reported_by, day, households, residents, boosted, due FROM cells
    WHERE (households, residents, boosted, due) <> (0, 0, 0, 0) ORDER BY area, day, unit, reported_by
    ON CONFLICT (area, day, unit, reported_by) DO UPDATE SET
        households = cell.households + excluded.households, residents = cell.residents + excluded.residents,
        boosted_60_plus = cell.boosted_60_plus + excluded.boosted_60_plus,
        boost_due_60_plus = cell.boost_due_60_plus + excluded.boost_due_60_plus';
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER count_appearing AFTER INSERT ON people_household
    REFERENCING NEW TABLE AS appearing FOR EACH STATEMENT EXECUTE FUNCTION people_count_residents();
CREATE OR REPLACE TRIGGER count_vanishing AFTER DELETE ON people_household
    REFERENCING OLD TABLE AS vanishing FOR EACH STATEMENT EXECUTE FUNCTION people_count_residents();
CREATE OR REPLACE TRIGGER count_changing AFTER UPDATE ON people_household
    REFERENCING OLD TABLE AS vanishing NEW TABLE AS appearing FOR EACH STATEMENT EXECUTE FUNCTION people_count_residents();
