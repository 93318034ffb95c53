"""Pages of one observation and of sites; and that nothing exists for strangers."""

from datetime import date

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor
from shouwang.ledger.exchange.workbooks import read_workbook
from shouwang.ledger.subjects import Day
from shouwang.lib import clocks
from shouwang.papers import reads as papers
from shouwang.quarantine import choices, reads, writes
from shouwang.quarantine.choices import RELEASE_DOCUMENTS
from shouwang.quarantine.models import (
    Alert,
    Booking,
    Observation,
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
    VILLAGE,
    at,
    number,
    person,
    proposal,
    reading,
    signed_in,
)
from shouwang.quarantine.tests.pages import ADDRESSES, key, page


def test_one_observation_tells_its_story_and_logs_nothing_of_the_person_in_the_address(town: Client, county: Actor) -> None:
    writes.record_readings([reading(1, 37.8, happened_at=at(TODAY, 8))], by=county)
    text = page(town, f"{key()}/")
    assert all(part in text for part in ("From a key area.", "样某", "37.8"))
    assert number(1) not in text


def test_the_reason_is_said_in_the_readers_language(county: Actor, town: Client) -> None:
    facts = {"pack": ["防控方案", "The plan"], "version": 1, "class": "key_area", "class_titles": ["来自重点地区", "From a key area"], "reasons": [], "place": "", "unit": "", "missing": [], "steps": []}
    Observation.objects.update(rule={"explanation": {"key": "undecided", "facts": facts}}, sentence="一句话")
    assert "一句话" in page(town, f"{key()}/")
    english = town.get(f"/quarantine/{key()}/", headers={"accept-language": "en"}).content.decode()
    assert ("一句话" in english, "The plan" in english) == (False, True)


def test_the_page_of_a_team_leads_to_whom_it_looks_after(town: Client, county: Actor) -> None:
    answer = town.get(f"/duty/teams/{key()}")
    assert f'href="/quarantine/{key()}/"' in answer.content.decode()


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


def test_a_paper_that_cannot_be_handed_out_says_what_is_wrong(town: Client, county: Actor) -> None:
    answer = town.post(f"/quarantine/{key()}/papers/", {"kind": "nonsense", "language": "zh-hans", "handed": "1"}, follow=True)
    assert "nonsense" in answer.content.decode()


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


def test_the_papers_of_one_release_are_in_the_language_chosen(town: Client, county: Actor) -> None:
    with clocks.stopped(at(date(2020, 2, 8), 9)):
        shown = page(town, f"{key()}/release/")
        assert 'name="language"' in shown
        assert "张样三" in shown
        assert town.post(f"/quarantine/{key()}/release/", {"language": "fr"}).status_code == 200, "asked again, nothing is done"
        assert Observation.objects.get().state != "released"
        town.post(f"/quarantine/{key()}/release/", {"language": "en"})
        printed = {str(card.kind): str(card.language) for card in papers.of_person(person(1), by=county)}
    assert {kind: printed.get(kind) for kind in RELEASE_DOCUMENTS} == dict.fromkeys(map(str, RELEASE_DOCUMENTS), "en")


def test_rooms_are_numbered_given_left_and_disinfected(town: Client, county: Actor) -> None:
    writes.change_measure([writes.Decided(id_number=number(1), site=SITE, reason="no room", happened_at=at(TODAY, 8))], by=county)
    base = f"/quarantine/sites/{SITE}"
    town.post(f"{base}/rooms/", {"numbers": "101 102"})
    bed, room = Booking.objects.get(), Room.objects.get(number="101")
    page(town, f"sites/{SITE}/rooms/{room.pk}/")
    town.post(f"{base}/rooms/{room.pk}/in/", {"person": str(bed.person_id), "needs": ["elderly"]})
    stay = Stay.objects.get()
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


def test_what_was_typed_at_a_site_stays_where_it_is_refused_and_says_why(town: Client, county: Actor) -> None:
    base = f"/quarantine/sites/{SITE}"
    town.post(f"{base}/rooms/", {"numbers": "101"})
    town.post(f"{base}/bookings/", {"room": "101", "whom": "两人,G512次"})
    number_of = f"{base}/rooms/{Room.objects.get().pk}"

    def refused(address: str, said: dict[str, str], *words: str) -> None:
        answer = town.post(address, said)
        text = answer.content.decode()
        assert (answer.status_code, [word for word in words if word not in text]) == (422, [])

    refused(f"{base}/waste/", {"bins": "-3"}, 'value="-3"', "field-error")
    refused(f"{base}/rooms/", {"numbers": ""}, "field-error")
    refused(f"{base}/requests/", {"text": "请" * 301}, "请" * 301, "field-error")
    refused(f"{base}/bookings/", {"whom": "三人,自驾", "on": "31.2.2020"}, "三人,自驾", "31.2.2020", "field-error")
    refused(f"{base}/bookings/", {"room": "101", "whom": "又三人"}, "又三人", str(choices.ROOM_RESERVED % {"room": "101"}))  # the room is not free: another one is found at the site
    refused(f"{number_of}/in/", {"person": "nobody"}, "nobody")  # nobody is expected: the page has no such form
    writes.change_measure([writes.Decided(id_number=number(1), site=SITE, reason="no room", happened_at=at(TODAY, 8))], by=county)
    refused(f"{number_of}/in/", {"person": "nobody"}, "field-error")
    refused(f"{number_of}/closed/", {"reason": ""}, "field-error")
    assert (Booking.objects.filter(person=None).count(), SiteRequest.objects.count()) == (1, 0)


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
