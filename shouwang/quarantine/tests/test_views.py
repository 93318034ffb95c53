"""Pages of observation: the round home by home and at once, queues, decisions; and that nothing exists for strangers."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.duty import reads as duty
from shouwang.ledger.exchange.workbooks import read_workbook
from shouwang.ledger.subjects import Day
from shouwang.lib import clocks
from shouwang.quarantine import reads, writes
from shouwang.quarantine.due import due
from shouwang.quarantine.models import (
    Alert,
    Assessment,
    Booking,
    Document,
    Observation,
    Reading,
    ReadingFlag,
    Referral,
    Room,
    SiteRequest,
    Stay,
)
from shouwang.quarantine.tests.conftest import (
    FIVE,
    OTHER_TOWN,
    SITE,
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

MORNING = at(TODAY, 9)


def signed_in(role: str, area: str) -> Client:
    """Somebody with this post, signed in."""
    name = f"{role}-{area}"
    with acting_as(system()) as by:
        accounts.give_posts([accounts.NewPost(name, role, area, valid_from=date(2020, 1, 1))], by=by)
    client = Client()
    client.force_login(User.objects.get(username=name), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, address: str) -> str:
    """The page's text; anything but 200 fails the test."""
    response = client.get(f"/quarantine/{address}")
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def town(county: Actor, settings: Any) -> Client:
    """The township's officer, with one person under observation, at nine in the morning."""
    settings.SECOND_FACTOR_REQUIRED = False
    started(county, 1)
    client = signed_in("township_officer", TOWN)
    with clocks.stopped(MORNING):
        yield client


def key() -> UUID:
    """The one observation."""
    return Observation.objects.get().pk


def typed(one: UUID, temperature: str = "", **more: Any) -> dict[str, Any]:
    """What the round's page sends for one home."""
    return {f"t-{one}": temperature} | {f"{name}-{one}": value for name, value in more.items()}


# --- self-reported checks
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


# --- the round
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


# --- lists and queues
ADDRESSES = [
    "", "?state=due", "?state=all&measure=home_observation&what=alert", "sheet/", "alerts/", "referrals/", "waiting/", "unassessed/", "unsigned/", "teams/",
    "releases/", "missed/", "flags/", "sites/", f"sites/{SITE}/", "round/", f"round/?day={TODAY}&slot=pm",
]  # fmt: skip


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
    response = town.get("/quarantine/sheet.xlsx")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")


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


def act(client: Client, of: str, do: str, *keys: Any, **given: Any) -> str:
    """Do something with rows of a list, after the page that asks."""
    form = {f"with-{field}": value for field, value in given.items()}
    sent = {"list": f"quarantine.{of.replace('-', '_')}", "do": do, "selected": [str(one) for one in keys], "confirmed": "1"} | form
    response = client.post(f"/quarantine/{'' if of == 'people' else of + '/'}", sent)
    assert response.status_code == 200, (of, do, response.status_code)
    return response.content.decode()


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


# --- one observation
def test_one_observation_tells_its_story_and_logs_nothing_of_the_person_in_the_address(town: Client, county: Actor) -> None:
    writes.record_readings([reading(1, 37.8, happened_at=at(TODAY, 8))], by=county)
    text = page(town, f"{key()}/")
    assert all(part in text for part in ("From a key area.", "样某", "37.8"))
    assert number(1) not in text


def test_a_referral_is_made_and_answered_on_pages(town: Client, county: Actor) -> None:
    writes.record_readings([reading(1, 37.8, happened_at=at(TODAY, 8))], by=county)
    page(town, f"{key()}/refer/")
    town.post(f"/quarantine/{key()}/refer/", {"temperature_c": "37.8", "vehicle": "豫Z10001"})
    referral = Referral.objects.get()
    page(town, f"referrals/{referral.pk}/answer/")
    town.post(f"/quarantine/referrals/{referral.pk}/answer/", {"answer": "excluded"})
    assert (Referral.objects.get().answer, Alert.objects.filter(closed_at__isnull=True).exists()) == ("excluded", False)


@pytest.mark.parametrize(
    ("decision", "said", "state"),
    [
        ("move", {"measure": "central_isolation", "site": SITE, "reason": "no room"}, "active"),
        ("extend", {"due_on": "2020-02-20", "reason": "new contact"}, "active"), ("end", {"kind": "left_again", "reason": "left"}, "left_again"),
        ("breach", {"found_by": "样民警"}, "active"), ("renew", {"reason": "room found"}, "active"), ("objection", {"reason": "alone"}, "active"),
    ],
)  # fmt: skip
def test_decisions_are_made_on_pages(town: Client, decision: str, said: dict[str, str], state: str) -> None:
    page(town, f"{key()}/decide/{decision}/")
    response = town.post(f"/quarantine/{key()}/decide/{decision}/", said)
    assert response.status_code == 302, response.content.decode()[-3000:]
    assert Observation.objects.get().state == state


def test_a_measure_is_started_on_a_page_with_its_team(town: Client, county: Actor) -> None:
    verdict = writes.propose([proposal(2)], by=county)[0]
    page(town, f"{verdict.id}/start/")
    body = {"measure": "home_observation", "last_exposure_on": "2020-01-25"} | {f"role_{role}": "样某" for role in FIVE}
    assert town.post(f"/quarantine/{verdict.id}/start/", body).status_code == 302
    assert Observation.objects.get(pk=verdict.id).state == "active"


def test_a_home_is_assessed_and_papers_are_handed_out(town: Client) -> None:
    body = {f"line{n}": "yes" for n in range(6)} | {"community_signer": "样社干", "health_signer": "样村医"}
    page(town, f"{key()}/assess/")
    assert town.post(f"/quarantine/{key()}/assess/", body).status_code == 302
    town.post(f"/quarantine/{key()}/papers/", {"kind": "start_notice", "received_by": "张样三"})
    assert Observation.objects.get().documents.get().kind == "start_notice"


def test_an_unsigned_assessment_is_signed_for_both_parts(town: Client, county: Actor) -> None:
    writes.reassess([writes.NewAssessment(id_number=number(1), answers=(True,) * 6)], by=county)
    assert "张样三" in page(town, "unsigned/")
    for part in ("community", "health"):
        town.post(f"/quarantine/{key()}/sign/", {"part": part})
    assert "张样三" not in page(town, "unsigned/")


def test_a_person_is_released_from_the_own_page(town: Client) -> None:
    with clocks.stopped(at(date(2020, 2, 8), 9)):
        town.post(f"/quarantine/{key()}/release/")
    assert Observation.objects.get().state == "released"


def test_rooms_are_numbered_given_left_and_disinfected(town: Client, county: Actor) -> None:
    writes.change_measure([writes.Decided(id_number=number(1), site=SITE, reason="no room", happened_at=at(TODAY, 8))], by=county)
    base = f"/quarantine/sites/{SITE}"
    town.post(f"{base}/rooms/", {"numbers": "101 102"})
    stay, room = Stay.objects.get(), Room.objects.get(number="101")
    page(town, f"sites/{SITE}/rooms/{room.pk}/")
    town.post(f"{base}/rooms/{room.pk}/in/", {"person": str(stay.person_id), "needs": ["elderly"]})
    stay.refresh_from_db()
    assert stay.room_id == room.pk
    assert "101" in page(town, f"sites/{SITE}/")
    town.post(f"{base}/stays/{stay.pk}/needs/", {"needs": ["elderly", "ill"], "needs_note": "insulin"})
    town.post(f"{base}/stays/{stay.pk}/out/", {"room": "102"})
    moved = Stay.objects.get(out_at__isnull=True)
    assert (moved.continues, moved.needs, moved.needs_note) == (stay.pk, ["elderly", "ill"], "insulin")
    town.post(f"{base}/stays/{moved.pk}/out/", {"out_kind": "out_home"})
    for act in ("disinfected", "closed"):
        town.post(f"{base}/rooms/{room.pk}/{act}/", {})
    room.refresh_from_db()
    assert room.closed_at is None  # without a reason
    town.post(f"{base}/rooms/{room.pk}/closed/", {"reason": "water"})
    room.refresh_from_db()
    assert room.closed_why == "water"
    town.post(f"{base}/rooms/{room.pk}/reopened/", {})
    town.post(f"{base}/rooms/{room.pk}/staff/", {})
    room.refresh_from_db()
    assert (room.closed_at, room.for_staff) == (None, True)


def test_a_room_is_reserved_and_the_reservation_cancelled(town: Client, county: Actor) -> None:
    base = f"/quarantine/sites/{SITE}"
    town.post(f"{base}/rooms/", {"numbers": "101"})
    town.post(f"{base}/bookings/", {"room": "101", "whom": "两人,G512次"})
    booking = Booking.objects.get()
    assert "两人,G512次" in page(town, f"sites/{SITE}/")
    town.post(f"{base}/bookings/{booking.pk}/cancel/", {"reason": "missed the train"})
    booking.refresh_from_db()
    assert booking.end_kind == "cancelled"


def test_what_guests_ask_for_and_the_waste_stand_on_the_daily_sheet(town: Client, county: Actor) -> None:
    base = f"/quarantine/sites/{SITE}"
    town.post(f"{base}/requests/", {"text": "热水壶"})
    town.post(f"{base}/requests/{SiteRequest.objects.get().pk}/settle/", {"answer": "已送"})
    town.post(f"{base}/waste/", {"bins": "7"})
    cells = reads.daily_sheets(Day.of(TODAY), by=county)[0].cells
    assert (cells["requests"], cells["requests_done"], cells["waste_bins"]) == (1, 1, 7)
    assert "集中隔离点" in page(town, f"site-days/?day={TODAY}")
    sheet = town.get(f"/quarantine/site-days.xlsx?day={TODAY}")
    titles = read_workbook(sheet.content)[0].rows[2]
    assert [str(one) for one in titles if one][:5] == ["隔离点名称", "日期", "房间总数", "已用", "可用"]


def test_the_persons_page_shows_the_observations(town: Client) -> None:
    assert "2020" in page(town, f"of/{person(1)}/")


# --- strangers
@pytest.mark.usefixtures("town")
def test_a_stranger_finds_nothing_under_any_address(county: Actor) -> None:
    writes.record_readings([reading(1, 37.8, happened_at=at(TODAY, 8))], by=county)
    writes.refer([writes.NewReferral(id_number=number(1))], by=county)
    stranger, one = signed_in("township_officer", OTHER_TOWN), key()
    for address in (f"{one}/", f"{one}/start/", f"{one}/assess/", f"{one}/refer/", f"{one}/decide/move/", f"referrals/{Referral.objects.get().pk}/answer/", f"sites/{SITE}/", f"round/{one}/{TODAY}/am/", f"round/?area={VILLAGE}"):
        assert stranger.get(f"/quarantine/{address}").status_code == 404, address
    for address in (f"{one}/release/", f"{one}/papers/", f"sites/{SITE}/rooms/", f"round/{one}/{TODAY}/am/"):
        assert stranger.post(f"/quarantine/{address}", {"kind": "start_notice", "numbers": "1"}).status_code == 404, address
    for address in ADDRESSES:
        if not address.startswith(f"sites/{SITE}"):
            assert "张样三" not in page(stranger, address), address


@pytest.mark.usefixtures("town")
def test_a_role_without_the_right_does_not_find_the_page() -> None:
    worker = signed_in("grid_worker", VILLAGE)
    assert worker.get(f"/quarantine/{key()}/decide/move/").status_code == 404
    assert worker.post(f"/quarantine/{key()}/release/").status_code == 404
    assert signed_in("volunteer", VILLAGE).get("/quarantine/round/").status_code == 404
