-- Every check that was, is or will be due: a span of watching holds a slot from its opening to its end (DOMAIN 3.6).
-- Runs with the reader's rights, so that nobody sees a due check outside the own area.
DROP VIEW IF EXISTS quarantine_dueslot;
CREATE VIEW quarantine_dueslot WITH (security_invoker = true) AS
SELECT w.id::text || ' ' || t.slot_date || ' ' || t.slot AS id,
       w.observation_id, w.person_id, w.area, w.unit, w.reported_by, t.slot_date, t.slot, t.opens_at, t.closes_at
FROM quarantine_slottime t
JOIN quarantine_watch w ON w.plan = t.plan AND w.from_at <= t.opens_at AND (w.to_at IS NULL OR w.to_at >= t.closes_at);
GRANT SELECT ON quarantine_dueslot TO shouwang_app;
