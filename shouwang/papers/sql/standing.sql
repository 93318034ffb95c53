-- What everybody may ask of a paper by its number: the signed token, and since when it is withdrawn. No name, no area, no content.
-- The owner's rights, because whoever verifies a certificate has no post and so sees no rows.
CREATE OR REPLACE FUNCTION papers_standing(wanted text) RETURNS TABLE (token varchar, withdrawn_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.token, p.withdrawn_at FROM papers_paper p WHERE p.number = wanted
$$;
