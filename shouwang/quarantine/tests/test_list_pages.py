"""Lists and queues of observation: each opens, and what is done with many rows of it."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.duty import reads as duty
from shouwang.lib import clocks
from shouwang.quarantine import writes
from shouwang.quarantine.due import due
from shouwang.quarantine.models import (
    Alert,
    Assessment,
    Document,
    Observation,
    ReadingFlag,
)
from shouwang.quarantine.tests.conftest import (
    TODAY,
    TOWN,
    VILLAGE,
    actor,
    at,
    number,
    person,
    proposal,
    reading,
    started,
)
from shouwang.quarantine.tests.pages import ADDRESSES, act, page


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_list_opens_with_the_same_queries_for_one_and_for_ten(town: Client, county: Actor, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(town, address)
        return len(caught)

    def fill(*numbers: int) -> None:
        started(county, *numbers, members={}, answers=None)
        writes.propose([proposal(100 + n) for n in numbers], by=county)
        rows = [reading(n, 37.8, slot="pm", happened_at=at(TODAY, 8)) for n in numbers]
        assert all(verdict.taken for verdict in writes.record_readings(rows, by=county))
        writes.refer([writes.NewReferral(id_number=number(n)) for n in numbers], by=county)

    fill(2)
    queries()
    one = queries()
    fill(*range(3, 8))
    assert queries() == one


def test_the_sheet_goes_out_as_a_spreadsheet(town: Client) -> None:
    asked = town.get("/quarantine/sheet.xlsx?state=due")
    assert asked["Content-Type"].startswith("text/html")  # what for?
    assert 'action="/quarantine/sheet.xlsx?state=due"' in asked.content.decode()
    response = town.post("/quarantine/sheet.xlsx", {"do": "export", "purpose": "交县指挥部存档"})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")
    event = AuditEvent.objects.filter(action="ledger.export_list", subject="quarantine.sheet").get()
    assert (event.reason, event.count) == ("交县指挥部存档", 1)


@pytest.mark.usefixtures("town")
def test_my_day_names_what_is_due_and_what_is_late(county: Actor) -> None:
    with clocks.stopped(at(TODAY, 15)):
        work = {one.kind: (one.count, one.late) for one in due(actor(TOWN), clocks.now())}
    assert work["checks"] == (1, 0)
    assert work["missed"] == (1, 1)
    assert "alerts" not in work
    writes.propose([proposal(2)], by=county)
    assert {one.kind: one.count for one in due(actor(TOWN), clocks.now())}["waiting"] == 1


def test_alerts_are_closed_with_a_reason_only(town: Client, county: Actor) -> None:
    writes.record_readings([reading(1, 37.8, happened_at=at(TODAY, 8))], by=county)
    alert = Alert.objects.get()
    assert "37.8" in page(town, "alerts/")
    asked = town.post("/quarantine/alerts/close/", {"selected": [alert.pk]})
    assert asked.status_code == 200
    town.post("/quarantine/alerts/close/", {"selected": [alert.pk], "reason": "seen by the doctor"})
    assert Alert.objects.get().closed_why == "seen by the doctor"


def test_alerts_are_closed_from_the_list_with_what_was_found(town: Client, county: Actor) -> None:
    writes.record_readings([reading(1, 37.8, happened_at=at(TODAY, 8))], by=county)
    act(town, "alerts", "close", Alert.objects.get().pk)
    assert Alert.objects.get().closed_at is None  # without a reason it is asked again
    act(town, "alerts", "close", Alert.objects.get().pk, reason="seen by the doctor")
    assert Alert.objects.get().closed_why == "seen by the doctor"


def test_marked_checks_are_decided(town: Client, county: Actor) -> None:
    writes.record_readings([reading(1, slot="pm", happened_at=at(TODAY, 8))], by=county)
    act(town, "flags", "credible", ReadingFlag.objects.get().pk, reason="night shift")
    assert ReadingFlag.objects.get().state == "cleared"


def test_people_whose_day_has_come_are_released_together(town: Client, county: Actor) -> None:
    started(county, 2)
    with clocks.stopped(at(date(2020, 2, 8), 9)):
        assert page(town, "releases/").count("张样三") == 2
        act(town, "releases", "release", *Observation.objects.values_list("pk", flat=True))
        assert set(Observation.objects.values_list("state", flat=True)) == {"released"}


def test_a_release_that_something_stands_against_is_refused_by_name_and_its_neighbour_goes(town: Client, county: Actor) -> None:
    started(county, 2)
    writes.record_readings([reading(2, 38.0, happened_at=at(TODAY, 8))], by=county)
    with clocks.stopped(at(date(2020, 2, 8), 9)):
        told = act(town, "people", "release", *Observation.objects.values_list("pk", flat=True))
    states = dict(Observation.objects.values_list("person_id", "state"))
    assert (states[person(1)], states[person(2)]) == ("released", "active")
    assert "张样三" in told


def test_proposed_measures_are_started_together(town: Client, county: Actor) -> None:
    writes.propose([proposal(n) for n in (2, 3)], by=county)
    keys = list(Observation.objects.filter(state="proposed").values_list("pk", flat=True))
    act(town, "waiting", "start", *keys)
    assert not Observation.objects.filter(pk__in=keys, ordered_at__isnull=True).exists()


def test_one_person_is_put_into_many_teams(town: Client, county: Actor) -> None:
    started(county, 2, 3, members={})
    keys = list(Observation.objects.exclude(person_id=person(1)).values_list("pk", flat=True))
    act(town, "teams", "assign", *keys, role="police", name="样民警", phone="16900000009")
    assert all("police" not in missing for missing in duty.missing_roles(keys).values())


def test_villages_are_reminded_once_however_many_were_missed_there(town: Client, county: Actor) -> None:
    started(county, 2)
    with clocks.stopped(at(TODAY, 12)):
        act(town, "missed", "remind", *Observation.objects.values_list("pk", flat=True))
        act(town, "missed", "remind", *Observation.objects.values_list("pk", flat=True))
    with acting_as(system()):
        assert [(one.kind, one.area, one.count) for one in prompts()] == [("checks_late", VILLAGE, 2)]


def prompts() -> list[Any]:
    """The reminders that were given."""
    return list(apps.get_model("prompts", "Prompt").objects.all())


def test_a_paper_is_handed_out_to_many(town: Client, county: Actor) -> None:
    started(county, 2)
    act(town, "people", "hand_out", *Observation.objects.values_list("pk", flat=True), kind="key_points_card")
    assert Document.objects.filter(kind="key_points_card").count() == 2


def test_assessments_are_signed_together(town: Client, county: Actor) -> None:
    keys = started(county, 2, 3, health_signer="")
    act(town, "unsigned", "sign_health", *keys)
    assert not Assessment.objects.filter(observation__in=keys, health_signer="").exists()


def test_a_person_is_found_in_the_list_by_name_and_not_by_address(town: Client, county: Actor) -> None:
    started(county, 2)
    found = town.post("/quarantine/", {"list": "quarantine.people", "q": number(2)}).content.decode()
    assert found.count("张样三") >= 1
    assert number(2) not in town.get("/quarantine/").content.decode()


def test_what_is_shown_is_exported(town: Client, county: Actor) -> None:
    for name in ("people", "alerts", "missed"):
        sent = {"list": f"quarantine.{name}", "do": "export", "purpose": "briefing", "confirmed": "1", "with-purpose": "briefing"}
        response = town.post(f"/quarantine/{'' if name == 'people' else name + '/'}", sent)
        assert response.status_code == 200, name
