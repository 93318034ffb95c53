"""The round on its pages: home by home and at once; what people reported themselves."""


from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.quarantine import writes
from shouwang.quarantine.models import (
    Alert,
    Observation,
    Reading,
)
from shouwang.quarantine.tests.conftest import (
    MORNING,
    TODAY,
    at,
    reading,
    started,
)
from shouwang.quarantine.tests.pages import act, key, page, typed


def reported(by: Actor) -> str:
    """The id of what the one person under observation reported this morning."""
    row = reading(1, 36.6, self_reported=True, observer="", happened_at=at(TODAY, 8))
    return str(writes.record_readings([row], by=by)[0].id)


def test_what_a_person_reported_is_confirmed_from_the_list(town: Client, county: Actor) -> None:
    report = reported(county)
    text = page(town, "self-reports/")
    assert ("张样三" in text, report in text) == (True, True)
    act(town, "self-reports", "confirm", report)
    assert Reading.objects.get(live=True).counting == "counts"
    assert report not in page(town, "self-reports/")


def test_the_round_offers_to_confirm_what_a_person_reported(town: Client, county: Actor) -> None:
    report = reported(county)
    assert f'{{"confirm": "{report}"}}' in page(town, "round/").replace("&quot;", '"')
    row = town.post(f"/quarantine/round/{key()}/{TODAY}/am/", {"confirm": report}).content.decode()
    assert ("<input" in row, Reading.objects.get(live=True).self_reported) == (False, True)


def test_an_own_value_typed_in_the_round_takes_the_place_of_the_reported_one(town: Client, county: Actor) -> None:
    report = reported(county)
    town.post(f"/quarantine/round/{key()}/{TODAY}/am/", typed(key(), "36.9"))
    kept = Reading.objects.get(live=True)
    assert (str(kept.supersedes), str(kept.temperature_c), kept.self_reported) == (report, "36.9", False)


def test_confirming_what_is_settled_shows_the_row_as_it_is(town: Client, county: Actor) -> None:
    report = reported(county)
    town.post(f"/quarantine/round/{key()}/{TODAY}/am/", {"confirm": report})
    again = town.post(f"/quarantine/round/{key()}/{TODAY}/am/", {"confirm": report})
    assert (again.status_code, Reading.objects.filter(live=True).count()) == (200, 1)


def test_the_round_shows_everybody_due_with_one_field_each(town: Client) -> None:
    text = page(town, "round/")
    assert "张样三" in text
    assert f'name="t-{key()}"' in text


def test_one_home_is_saved_as_it_is_typed_and_answers_with_its_row(town: Client) -> None:
    address = f"/quarantine/round/{key()}/{TODAY}/am/"
    row = town.post(address, typed(key(), "36.5")).content.decode()
    assert Reading.objects.get().happened_at == MORNING
    assert ("36.5" in row, "<input" in row) == (True, False)
    assert f'name="t-{key()}"' in town.get(f"{address}?again=1").content.decode()


def test_a_value_that_cannot_be_is_refused_in_the_row_and_stays_there(town: Client) -> None:
    row = town.post(f"/quarantine/round/{key()}/{TODAY}/am/", typed(key(), "56.5")).content.decode()
    assert ('value="56.5"' in row, Reading.objects.exists()) == (True, False)


def test_symptoms_wait_for_the_temperature_and_nobody_home_does_not(town: Client) -> None:
    address = f"/quarantine/round/{key()}/{TODAY}/am/"
    assert town.post(address, typed(key(), s="dry_cough")).status_code == 204
    town.post(address, typed(key(), away="1"))
    assert Reading.objects.get().kind == "away"


def test_the_whole_round_is_saved_at_once_with_the_time_from_paper(town: Client, county: Actor) -> None:
    started(county, 2, 3)
    keys = list(Observation.objects.values_list("pk", flat=True))
    body = typed(keys[0], "36.5") | typed(keys[1], "37.6", s="fatigue") | {"measured_at": "08:10"}
    assert town.post(f"/quarantine/round/{TODAY}/am/", body).status_code == 302
    assert set(Reading.objects.values_list("happened_at", flat=True)) == {at(TODAY, 8, 10)}
    assert set(Alert.objects.values_list("kind", flat=True)) == {"fever", "symptom"}


def test_a_home_sent_twice_is_saved_once(town: Client) -> None:
    body = typed(key(), "36.5", id=str(writes.NewReading().id))
    for address in (f"{key()}/{TODAY}/am/", f"{TODAY}/am/"):
        town.post(f"/quarantine/round/{address}", body)
    assert Reading.objects.count() == 1


def test_a_long_round_is_asked_with_as_many_queries_as_a_short_one(town: Client, county: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(town, "round/")
        return len(caught)

    queries()
    one = queries()
    started(county, *range(2, 12))
    assert queries() == one
