"""Checks: due, done, late, missed; fevers; what cannot be true."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.quarantine import writes
from shouwang.quarantine.models import Alert, Reading, ReadingFlag
from shouwang.quarantine.tests.conftest import (
    FAR_VILLAGE,
    TODAY,
    TOWN,
    VILLAGE,
    actor,
    at,
    order,
    person,
    proposal,
    reading,
    started,
)
from shouwang.quarantine.tests.test_orders import figure


def codes(verdict) -> list[str]:
    return [warned.code for warned in verdict.warnings]


def test_due_done_and_missed_of_a_day_add_up(county: Actor) -> None:
    started(county, 1, 2, 3)
    writes.record_readings([reading(1), reading(2), reading(1, slot="pm")], by=county)
    assert figure("readings_due") == {"today": 6}
    assert figure("readings_done") == {"today": 3}
    assert figure("readings_missed") == {"today": 3}


def test_a_slot_that_began_before_the_start_is_not_due(county: Actor) -> None:
    started(county, 1)  # at 17:30, in the middle of the afternoon slot
    assert figure("readings_due", date(2020, 1, 26)) == {"today": 0}
    assert figure("readings_due", date(2020, 1, 27)) == {"today": 2}


def test_measuring_again_is_another_reading_and_the_slot_is_done_once(county: Actor) -> None:
    started(county, 1)
    first, second = reading(1, 37.4), reading(1, 36.9, happened_at=at(TODAY, 8, 40))
    assert [v.outcome for v in writes.record_readings([first, second], by=county)] == ["accepted_with_warnings", "accepted"]
    assert Reading.objects.count() == 2
    assert figure("readings_done") == {"today": 1}


def test_the_same_reading_sent_again_is_a_duplicate(county: Actor) -> None:
    started(county, 1)
    row = reading(1)
    writes.record_readings([row], by=county)
    same_id, same_content = writes.record_readings([row, reading(1)], by=county)
    assert (same_id.outcome, same_content.outcome) == ("duplicate", "duplicate")
    assert Reading.objects.count() == 1


def test_a_correction_supersedes_and_needs_a_reason(county: Actor) -> None:
    started(county, 1)
    wrong = reading(1, 38.5)
    writes.record_readings([wrong], by=county)
    assert writes.record_readings([reading(1, 36.5, supersedes=wrong.id)], by=county)[0].code == "reason_missing"
    right = writes.record_readings([reading(1, 36.5, supersedes=wrong.id, why="misread")], by=county)[0]
    assert (right.outcome, right.of) == ("corrected", wrong.id)
    assert list(Reading.objects.filter(live=True).values_list("temperature_c", flat=True)) == [Decimal("36.5")]
    assert figure("fever_persons") == {"today": 0, "total": 0}


@pytest.mark.parametrize(("written", "code"), [(365, "TEMP_IMPLAUSIBLE"), ("低烧", "TEMP_IMPLAUSIBLE"), (None, "value_missing"), (33.9, "TEMP_IMPLAUSIBLE")])
def test_what_is_no_temperature_is_refused_and_never_guessed(county: Actor, written: object, code: str) -> None:
    started(county, 1)
    assert writes.record_readings([reading(1, written)], by=county)[0].code == code


def test_one_bad_row_never_stops_its_neighbours(county: Actor) -> None:
    started(county, 1, 2)
    verdicts = writes.record_readings([reading(1, 365), reading(9), reading(2)], by=county)
    assert [v.outcome for v in verdicts] == ["refused", "refused", "accepted"]
    assert [v.code for v in verdicts] == ["TEMP_IMPLAUSIBLE", "no_person", ""]


def test_a_fever_alerts_once_and_counts_the_person_once_a_day(county: Actor) -> None:
    started(county, 1)
    morning = writes.record_readings([reading(1, 37.3), reading(1, 37.9, slot="pm")], by=county)
    assert "FEVER" in codes(morning[0])
    assert Alert.objects.filter(kind="fever", closed_at__isnull=True).count() == 1
    assert figure("fever_persons") == {"today": 1, "total": 1}


def test_a_value_just_below_the_threshold_is_no_fever(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, 37.2)], by=county)
    assert not Alert.objects.exists()


def test_a_symptom_alerts_without_a_fever(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, symptoms=["dry_cough"])], by=county)
    assert Alert.objects.get().kind == "symptom"


def test_nobody_home_is_no_check_and_may_be_a_breach(county: Actor) -> None:
    started(county, 1)
    verdict = writes.record_readings([reading(1, "外出")], by=county)[0]
    assert codes(verdict) == ["POSSIBLE_BREACH"]
    assert figure("readings_done") == {"today": 0}


def test_a_late_check_keeps_its_time_counts_as_done_and_asks_for_the_reason(county: Actor) -> None:
    started(county, 1, 2)
    late = [reading(1, happened_at=at(TODAY, 12)), reading(2, happened_at=at(TODAY, 12, 9), late_reason="no_signal")]
    first, second = writes.record_readings(late, by=county)
    assert (first.facts["late"], codes(first), codes(second)) == (True, ["late_reason_missing"], [])
    assert figure("readings_done") == {"today": 2}


def test_a_check_belongs_to_the_slot_of_its_time_when_none_is_said(county: Actor) -> None:
    started(county, 1)
    verdict = writes.record_readings([reading(1, slot="", slot_date=None, happened_at=at(TODAY, 15, 20))], by=county)[0]
    assert (verdict.facts["slot_date"], verdict.facts["slot"]) == (TODAY, "pm")


def test_nobody_without_an_observation_is_checked(county: Actor) -> None:
    person(1)
    writes.propose([proposal(2)], by=county)
    verdicts = writes.record_readings([reading(1), reading(2)], by=county)
    assert [v.code for v in verdicts] == ["no_observation", "not_started"]


def test_a_check_from_before_the_release_is_taken_after_it(county: Actor) -> None:
    started(county, 1)
    with clocks.stopped(at(date(2020, 2, 8), 13)):
        writes.release([writes.NewRelease(id_number=order(1).id_number, happened_at=at(date(2020, 2, 8), 12))], by=county)
        day = date(2020, 2, 8)
        assert writes.record_readings([reading(1, day=day)], by=county)[0].outcome == "accepted"
        after = writes.record_readings([reading(1, day=day, slot="pm", happened_at=at(day, 12, 40))], by=county)[0]
        assert after.code == "not_covered"


def test_a_sheet_without_numbers_finds_the_only_observed_person_of_that_name(county: Actor) -> None:
    started(county, 1)
    named = reading(1, id_number="", full_name="张样三")
    assert writes.record_readings([named], by=county)[0].outcome == "accepted"
    started(county, 2)
    assert writes.record_readings([reading(1, id_number="", full_name="张样三", slot="pm")], by=county)[0].code == "several_of_name"


# --- what cannot be true
def test_three_homes_within_a_minute_are_kept_and_all_marked(county: Actor) -> None:
    started(county, 1, 2, 3)
    rows = [reading(n, 36.2 + n / 10, happened_at=at(TODAY, 8) + timedelta(seconds=10 * n)) for n in (1, 2, 3)]
    assert all("implausible_pattern" in codes(v) for v in writes.record_readings(rows, by=county))
    assert Reading.objects.count() == 3


def test_two_homes_within_a_minute_are_believed(county: Actor) -> None:
    started(county, 1, 2)
    rows = [reading(n, happened_at=at(TODAY, 8)) for n in (1, 2)]
    assert all(v.outcome == "accepted" for v in writes.record_readings(rows, by=county))


def test_a_round_sent_one_home_at_a_time_is_seen_as_one_round(county: Actor) -> None:
    started(county, 1, 2, 3)
    verdicts = [writes.record_readings([reading(n, happened_at=at(TODAY, 8))], by=county)[0] for n in (1, 2, 3)]
    assert [codes(v) for v in verdicts] == [[], [], ["implausible_pattern"]]
    assert ReadingFlag.objects.count() == 3


def test_a_round_across_two_areas_is_seen_by_each_of_them(county: Actor) -> None:
    started(county, 1, 2)
    started(county, 3, area=FAR_VILLAGE)
    with acting_as(actor(VILLAGE, "grid_worker")) as here:
        writes.record_readings([reading(n, happened_at=at(TODAY, 8), observer="样网格") for n in (1, 2)], by=here)
    with acting_as(actor(FAR_VILLAGE, "grid_worker")) as there:
        verdict = writes.record_readings([reading(3, happened_at=at(TODAY, 8), observer="样网格")], by=there)[0]
    assert codes(verdict) == ["implausible_pattern"]


def test_rounded_times_of_a_sheet_are_marked_only_with_one_value(county: Actor) -> None:
    started(county, *range(1, 9))
    varied = [reading(n, 36.0 + n / 10, happened_at=at(TODAY, 9), from_file=True) for n in (1, 2, 3, 4)]
    equal = [reading(n, 36.5, happened_at=at(TODAY, 9, 30), from_file=True) for n in (5, 6, 7, 8)]
    assert all(v.outcome == "accepted" for v in writes.record_readings(varied, by=county))
    assert all("implausible_pattern" in codes(v) for v in writes.record_readings(equal, by=county))


def test_the_same_value_for_everybody_in_a_long_round_is_marked(county: Actor) -> None:
    started(county, *range(1, 11))
    nine = writes.record_readings([reading(n) for n in range(1, 10)], by=county)
    assert all(v.outcome == "accepted" for v in nine)
    assert codes(writes.record_readings([reading(10)], by=county)[0]) == ["implausible_pattern"]
    assert ReadingFlag.objects.filter(pattern="same_value").count() == 10


def test_days_ahead_and_values_before_the_visit_are_kept_and_marked(county: Actor) -> None:
    started(county, 1, 2)
    ahead = reading(1, day=TODAY + timedelta(days=1), happened_at=None)
    before = reading(2, slot="pm", happened_at=at(TODAY, 9))
    verdicts = writes.record_readings([ahead, before], by=county)
    assert [codes(v) for v in verdicts] == [["implausible_pattern"]] * 2
    assert sorted(ReadingFlag.objects.values_list("pattern", flat=True)) == ["ahead", "before_visit"]


def test_somebody_decides_once_what_to_believe(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, slot="pm", happened_at=at(TODAY, 9))], by=county)
    flag = ReadingFlag.objects.get()
    assert writes.decide_flags([flag.pk], credible=True, reason="night shift", by=county)[0].taken
    assert writes.decide_flags([flag.pk], credible=False, reason="no", by=county)[0].code == "flag_decided"


def test_a_reading_outside_the_own_area_is_refused_as_if_nobody_were_there(county: Actor) -> None:
    started(county, 1, area=FAR_VILLAGE)
    with acting_as(actor(TOWN)) as stranger:
        assert writes.record_readings([reading(1)], by=stranger)[0].code == "no_person"


def test_the_number_of_statements_does_not_grow_with_the_round(county: Actor) -> None:
    started(county, *range(1, 31))

    def statements(numbers: range, minute: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            rows = [reading(n, 36 + n / 100, happened_at=at(TODAY, 8, minute) + timedelta(minutes=n)) for n in numbers]
            assert all(v.taken for v in writes.record_readings(rows, by=county))
        return len(caught)

    assert statements(range(1, 2), 0) == statements(range(2, 31), 0)
