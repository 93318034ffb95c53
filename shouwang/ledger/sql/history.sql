-- The old version of an order, kept at every change. Runs as the owner: the application cannot rewrite what was.
CREATE OR REPLACE FUNCTION ledger_keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_history (relation, row_id, area, at, old)
    VALUES (TG_TABLE_NAME, OLD.id::text, OLD.area, clock_timestamp(), to_jsonb(OLD));
    RETURN NULL;
END $$;
