-- Keeps arrivals_arrival.no_phone true to the person, whoever writes either, wherever the two lie: the queue of those who cannot be
-- called reads it instead of looking every person up.
CREATE OR REPLACE FUNCTION arrivals_know_phone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.no_phone := EXISTS (SELECT 1 FROM people_person WHERE id = NEW.person_id AND phone_index IS NULL);
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION arrivals_follow_phone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE arrivals_arrival SET no_phone = NEW.phone_index IS NULL WHERE person_id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER know_phone BEFORE INSERT OR UPDATE OF person_id ON arrivals_arrival
    FOR EACH ROW EXECUTE FUNCTION arrivals_know_phone();
CREATE OR REPLACE TRIGGER follow_phone AFTER UPDATE OF phone_index ON people_person
    FOR EACH ROW WHEN ((OLD.phone_index IS NULL) <> (NEW.phone_index IS NULL)) EXECUTE FUNCTION arrivals_follow_phone();
