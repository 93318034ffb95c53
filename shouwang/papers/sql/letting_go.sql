-- What was kept of a paper at each change goes with its content. The owner's rights, because nobody else may take from the history;
-- bound to papers of the own area whose content has gone already.
CREATE OR REPLACE FUNCTION papers_forget_history(wanted uuid[]) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM ledger_history h USING papers_paper p
        WHERE h.relation = 'papers_paper' AND h.row_id = p.id::text AND p.id = ANY (wanted) AND p.let_go_on IS NOT NULL
            AND p.area >= nullif(current_setting('app.lo', true), '') AND p.area < nullif(current_setting('app.hi', true), '')
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
