"""Release, referral, moves, extension, early end, breach, papers, rooms: who may, when, and what is counted."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Alert, Assessment, Event, Observation, Referral, Stay
from shouwang.quarantine.tests.conftest import (
    ALL_YES,
    FAR_VILLAGE,
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
from shouwang.quarantine.tests.test_orders import figure
from shouwang.quarantine.writes import Decided, NewAssessment, NewDocument, NewReferral, NewRelease, ReferralAnswer

DUE = date(2020, 2, 8)
PAPERS = ("release_notice", "certificate_of_completed_observation")


def released(n: int, by: Actor, **more) -> writes.Proposal:
    return writes.release([NewRelease(**({"id_number": number(n), "happened_at": at(DUE, 12), "documents": PAPERS} | more))], by=by)[0]


# --- release
def test_on_the_last_day_at_noon_a_person_is_released_with_the_papers(county: Actor) -> None:
    started(county, 1)
    with clocks.stopped(at(DUE, 13)):
        assert released(1, county).facts["state"] == "released"
        assert figure("home_observed", DUE) == {"now": 0}
        assert figure("home_observation_released", DUE) == {"today": 1, "total": 1}
        assert figure("certificates_issued", DUE) == {"today": 1, "total": 1}
        assert figure("readings_due", DUE) == {"today": 1}


def test_nobody_is_released_a_day_early(county: Actor) -> None:
    started(county, 1)
    with clocks.stopped(at(DUE, 13)):
        verdict = released(1, county, happened_at=at(DUE - timedelta(days=1), 12))
    assert (verdict.outcome, verdict.code) == ("refused", "release_before_due")
    assert Observation.objects.get().state == "active"


def test_an_open_alert_is_named_before_the_date(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, 37.6)], by=county)
    assert released(1, county, happened_at=at(TODAY, 19)).code == "open_alert"


def test_an_early_release_needs_a_reason_and_the_right_to_decide(county: Actor) -> None:
    started(county, 1, 2)
    with acting_as(actor(VILLAGE, "village_doctor")) as doctor:
        assert released(1, doctor, happened_at=at(TODAY, 12), reason="well").code == "release_before_due"
    assert released(1, county, happened_at=at(TODAY, 12), reason="order of the county").facts["state"] == "ended_early"
    assert Event.objects.get(kind="ended_early").reason == "order of the county"


def test_a_proposed_measure_cannot_be_released(county: Actor) -> None:
    writes.propose([proposal(1)], by=county)
    assert released(1, county, happened_at=at(TODAY, 12)).code == "not_started"


def test_a_release_sent_again_is_a_duplicate(county: Actor) -> None:
    started(county, 1)
    with clocks.stopped(at(DUE, 13)):
        released(1, county)
        assert released(1, county).outcome == "duplicate"
        assert figure("home_observation_released", DUE)["total"] == 1


def test_a_positive_sample_stands_against_a_release_where_the_policy_asks_for_samples(county: Actor) -> None:
    key = started(county, 1)[0]
    one = Observation.objects.get(pk=key)
    Observation.objects.filter(pk=key).update(terms={**one.terms, "require": ["due_date_reached", "tests_negative"]})
    writes.record_test_results([writes.NewTestResult(id_number=number(1), outcome="positive")], by=county)
    with clocks.stopped(at(DUE, 13)):
        assert released(1, county).code == "tests_outstanding"


# --- alerts and referrals
def fever_visit(n: int, **more) -> NewReferral:
    values = {"id_number": number(n), "to_unit": "FRMZ", "temperature_c": Decimal("37.5"), "answer": "under_observation", "happened_at": at(TODAY, 17, 10)}
    return NewReferral(**(values | more))


def test_a_clinic_that_registers_somebody_observed_counts_one_referral_and_one_fever(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, 37.6, slot="pm")], by=county)
    verdict = writes.refer([fever_visit(1)], by=county)[0]
    assert verdict.facts["state"] == "active"
    assert figure("sent_to_fever_clinic") == {"today": 1, "total": 1}
    assert figure("fever_persons") == {"today": 1, "total": 1}
    assert writes.refer([fever_visit(1)], by=county)[0].outcome == "duplicate"


def test_a_referral_from_the_village_is_answered_and_closes_the_alert(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, 37.6, slot="pm")], by=county)
    writes.refer([fever_visit(1, answer="", happened_at=at(TODAY, 16))], by=county)
    assert writes.refer([fever_visit(1)], by=county)[0].facts["answer"] == "under_observation"
    assert figure("sent_to_fever_clinic") == {"today": 1, "total": 1}
    writes.answer_referrals([ReferralAnswer(id_number=number(1), answer="excluded")], by=county)
    assert not Alert.objects.filter(closed_at__isnull=True).exists()
    assert not Referral.objects.filter(closed_at__isnull=True).exists()
    assert Observation.objects.get().state == "active"


def test_a_suspected_person_goes_to_hospital_and_comes_back_when_excluded(county: Actor) -> None:
    started(county, 1)
    writes.refer([fever_visit(1, answer="suspected", happened_at=at(TODAY, 13))], by=county)
    assert Observation.objects.get().state == "in_hospital"
    assert figure("home_observed") == {"now": 0}
    assert figure("readings_due") == {"today": 1}
    writes.answer_referrals([ReferralAnswer(id_number=number(1), answer="excluded", happened_at=at(TODAY, 17))], by=county)
    assert (Observation.objects.get().state, figure("home_observed")) == ("active", {"now": 1})


def test_a_confirmed_person_becomes_a_case_and_is_observed_no_more(county: Actor) -> None:
    started(county, 1)
    writes.refer([fever_visit(1, answer="confirmed")], by=county)
    assert Observation.objects.get().state == "became_case"
    assert figure("home_observed") == {"now": 0}
    assert figure("home_observation_released")["total"] == 0


def test_a_feverish_person_nobody_observes_is_registered_and_counted(county: Actor) -> None:
    row = fever_visit(5, full_name="李样四", area=FAR_VILLAGE, answer="registered")
    assert writes.refer([row], by=county)[0].taken
    assert figure("fever_persons", area=OTHER_TOWN) == {"today": 1, "total": 1}
    assert figure("sent_to_fever_clinic", area=OTHER_TOWN) == {"today": 1, "total": 1}


def test_a_name_alone_never_means_somebody_else_of_that_name(county: Actor) -> None:
    started(county, 1)
    visit = NewReferral(full_name="张样三", area=FAR_VILLAGE, phone="16900009999", answer="registered", temperature_c=Decimal("38.0"))
    assert writes.refer([visit], by=county)[0].facts["observation"] is None
    assert not Alert.objects.exists()


def test_an_alert_is_closed_with_a_reason_once(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, "外出")], by=county)
    alert = Alert.objects.get()
    with pytest.raises(Refused):
        writes.close_alerts([alert.pk], reason=" ", by=county)
    assert writes.close_alerts([alert.pk], reason="at the doctor's, with leave", by=county)[0].taken
    assert writes.close_alerts([alert.pk], reason="again", by=county)[0].code == "alert_closed"


def highest() -> list[Decimal | None]:
    """The highest temperature of each open alert since it was raised."""
    return [alert.highest_c for alert in reads.open_alerts(by=actor(TOWN))]


def measured(by: Actor, written: float, hour: int, **more: Any) -> UUID:
    [verdict] = writes.record_readings([reading(1, written, slot="pm", happened_at=at(TODAY, hour), **more)], by=by)
    assert verdict.taken
    return verdict.id


def test_an_open_alert_names_the_highest_temperature_since_it_was_raised(county: Actor) -> None:
    started(county, 1, 2)
    writes.record_readings([reading(1, 39.5, happened_at=at(TODAY, 7))], by=county)  # of another alert, closed since
    writes.close_alerts([Alert.objects.get().pk], reason="measured again", by=county)
    raising = measured(county, 37.6, 14)
    assert highest() == [Decimal("37.6")]
    later = measured(county, 38.4, 16)
    measured(county, 37.1, 17)
    assert highest() == [Decimal("38.4")]
    writes.withdraw_readings([later], reason="another person's", by=county)
    assert highest() == [Decimal("37.6")]
    measured(county, 36.9, 14, supersedes=raising, why="misread")
    assert highest() == [Decimal("37.1")]


def test_an_alert_without_a_temperature_names_none_until_somebody_measures(county: Actor) -> None:
    started(county, 1)
    writes.report_breaches([Decided(id_number=number(1), found_by="样民警", happened_at=at(TODAY, 10))], by=county)
    assert highest() == [None]
    measured(county, 36.8, 15)
    assert highest() == [Decimal("36.8")]


# --- decisions
def test_a_move_to_a_central_site_keeps_one_observation_and_every_check_due(county: Actor) -> None:
    started(county, 1)
    row = Decided(id_number=number(1), measure="central_isolation", site=SITE, reason="home_unsuitable", happened_at=at(TODAY, 17))
    assert writes.change_measure([row], by=county)[0].facts["due_on"] == DUE
    assert writes.change_measure([row], by=county)[0].outcome == "duplicate"
    assert figure("readings_due") == {"today": 2}
    assert (figure("home_observed"), figure("central_isolated")) == ({"now": 0}, {"now": 1})
    assert figure("moved_to_central") == {"today": 1, "total": 1}
    assert figure("central_isolation_started") == {"today": 1, "total": 1}
    assert figure("home_observation_released")["total"] == 0
    assert figure("rooms_free") == {"now": 119}


def test_a_team_that_lacks_somebody_is_no_longer_missed_at_a_central_site(county: Actor) -> None:
    started(county, 1, members={})
    assert figure("teams_incomplete") == {"now": 1}
    writes.change_measure([Decided(id_number=number(1), site=SITE, reason="unsuitable", happened_at=at(TODAY, 17))], by=county)
    assert figure("teams_incomplete") == {"now": 0}


def test_a_decision_without_a_reason_is_refused(county: Actor) -> None:
    started(county, 1)
    assert writes.change_measure([Decided(id_number=number(1), site=SITE)], by=county)[0].code == "reason_missing"
    assert writes.extend([Decided(id_number=number(1), due_on=date(2020, 2, 10))], by=county)[0].code == "reason_missing"
    assert writes.end_early([Decided(id_number=number(1))], by=county)[0].code == "reason_missing"


def test_an_extension_must_lie_later_and_moves_the_last_day(county: Actor) -> None:
    started(county, 1)
    assert writes.extend([Decided(id_number=number(1), due_on=DUE, reason="x")], by=county)[0].code == "due_not_later"
    verdict = writes.extend([Decided(id_number=number(1), due_on=date(2020, 2, 12), reason="new contact")], by=county)[0]
    assert verdict.facts["due_on"] == date(2020, 2, 12)
    with clocks.stopped(at(DUE, 13)):
        assert released(1, county).code == "release_before_due"


def test_somebody_who_left_again_is_not_counted_as_released(county: Actor) -> None:
    started(county, 1)
    verdict = writes.end_early([Decided(id_number=number(1), kind="left_again", reason="back to work")], by=county)[0]
    assert verdict.facts["state"] == "left_again"
    assert figure("home_observation_released")["total"] == 0


def test_a_breach_alerts_and_keeps_the_last_day(county: Actor) -> None:
    started(county, 1)
    verdict = writes.report_breaches([Decided(id_number=number(1), found_by="样民警", happened_at=at(TODAY, 10))], by=county)[0]
    assert verdict.facts["due_on"] == DUE
    assert Alert.objects.get().kind == "breach"
    assert figure("breaches") == {"today": 1, "total": 1}


def test_a_home_assessed_again_is_counted_and_alerts_when_it_will_not_do(county: Actor) -> None:
    started(county, 1, 2)
    rows = [NewAssessment(id_number=number(1), answers=ALL_YES), NewAssessment(id_number=number(2), answers=(False, *ALL_YES[1:]))]
    verdicts = writes.reassess(rows, by=county)
    assert [v.facts["suitable"] for v in verdicts] == [True, False]
    assert figure("reassessed", TODAY + timedelta(days=1)) == {"today": 2, "total": 2}
    assert Alert.objects.get().kind == "unsuitable"
    writes.renew([Decided(id_number=number(2), reason="room found")], by=county)
    assert not Alert.objects.filter(closed_at__isnull=True).exists()


def test_an_assessment_needs_every_line_and_two_signatures(county: Actor) -> None:
    writes.propose([proposal(1)], by=county)
    assert writes.assess([NewAssessment(id_number=number(1), answers=(True,) * 5)], by=county)[0].code == "assessment_incomplete"
    verdict = writes.assess([NewAssessment(id_number=number(1), answers=ALL_YES, community_signer="样社干")], by=county)[0]
    assert [warned.code for warned in verdict.warnings] == ["signature_missing"]
    assert Observation.objects.get().state == "assessed"
    writes.sign_assessments([verdict.id], part="health", by=county)
    assert Assessment.objects.get().health_signer == county.name


def test_a_post_without_the_right_decides_nothing(county: Actor) -> None:
    started(county, 1)
    with acting_as(actor(VILLAGE, "grid_worker")) as worker, pytest.raises(Refused) as refusal:
        writes.extend([Decided(id_number=number(1), due_on=date(2020, 2, 12), reason="x")], by=worker)
    assert refusal.value.code == "not_permitted"
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert writes.extend([Decided(id_number=number(1), due_on=date(2020, 2, 12), reason="x")], by=stranger)[0].code == "no_person"


# --- papers
def test_a_card_is_counted_once_a_day(county: Actor) -> None:
    writes.propose([proposal(1)], by=county)
    rows = [NewDocument(id_number=number(1), kind=kind, happened_at=at(TODAY, 9)) for kind in ("key_points_card", "process_chart", "key_points_card")]
    assert [v.outcome for v in writes.hand_out(rows, by=county)] == ["accepted", "accepted", "duplicate"]
    assert figure("handouts_given") == {"today": 2, "total": 2}


def test_a_certificate_before_the_release_is_refused(county: Actor) -> None:
    started(county, 1)
    row = NewDocument(id_number=number(1), kind="certificate_of_completed_observation")
    assert writes.hand_out([row], by=county)[0].code == "certificate_too_early"


def test_a_card_may_be_given_to_somebody_who_is_not_observed(county: Actor) -> None:
    person(3)
    assert writes.hand_out([NewDocument(id_number=number(3), kind="key_points_card")], by=county)[0].taken


# --- rooms
def test_a_room_is_free_again_only_after_disinfection(county: Actor) -> None:
    started(county, 1, 2)
    room = writes.add_rooms([writes.NewRoom(site=SITE, number="101")], by=county)[0].id
    stay = writes.NewStay(id_number=number(1), site=SITE, room="101", happened_at=at(TODAY, 9))
    assert writes.move_in([stay], by=county)[0].taken
    assert writes.move_in([writes.NewStay(id_number=number(2), site=SITE, room="101")], by=county)[0].code == "room_taken"
    writes.move_out([writes.EndedStay(id_number=number(1), happened_at=at(TODAY, 15))], by=county)
    assert figure("rooms_free") == {"now": 119}
    assert room
    writes.disinfect_rooms([room], by=county, happened_at=at(TODAY, 16))
    assert figure("rooms_free") == {"now": 120}
    assert writes.close_rooms([room], reason="water", by=county)[0].taken
    assert figure("rooms_free", TODAY + timedelta(days=1)) == {"now": 119}


def test_nobody_is_in_two_sites_and_a_companion_needs_a_reason(county: Actor) -> None:
    started(county, 1, 2)
    writes.add_rooms([writes.NewRoom(site=SITE, number="101")], by=county)
    writes.move_in([writes.NewStay(id_number=number(1), site=SITE, room="101")], by=county)
    companion = writes.NewStay(id_number=number(2), site=SITE, room="101", kind="companion")
    assert writes.move_in([companion], by=county)[0].code == "companion_reason"
    with_reason = writes.NewStay(id_number=number(2), site=SITE, room="101", kind="companion", companion_reason="child")
    assert writes.move_in([with_reason], by=county)[0].taken
    assert Stay.objects.filter(out_at__isnull=True).count() == 2


def test_a_spot_check_is_counted_and_a_shared_room_alerts(county: Actor) -> None:
    started(county, 1)
    looks = [writes.NewSpotCheck(id_number=number(1), mode="video", result=result, happened_at=at(TODAY, hour)) for hour, result in ((10, "at_home"), (11, "shares_room"))]
    assert all(v.taken for v in writes.record_spot_checks(looks, by=county))
    assert figure("spot_checks", area=TOWN) == {"today": 2, "total": 2}
    assert Alert.objects.get().kind == "unsuitable"
