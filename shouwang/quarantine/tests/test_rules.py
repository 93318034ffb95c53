"""Pure rules: which checks are due, when a reading is late or cannot be true, what may become of a measure, who may be released."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy import shelf
from shouwang.policy.choices import Starts
from shouwang.quarantine.choices import ENDED, OPEN, CheckState, State
from shouwang.quarantine.rules import measures, readings, release, sites, slots
from shouwang.quarantine.rules.terms import Step, Terms, dated, last_due, restricting

PLAN = "am 07:00-11:00, pm 14:00-18:00"
DAY = date(2020, 2, 4)
LIMITS = shelf.pack("covid-19-2020-02").limits
MOMENTS = st.integers(0, 31 * 24 * 60).map(lambda minutes: clocks.at(date(2020, 1, 20), clocks.time(0)) + timedelta(minutes=minutes))


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return clocks.at(day, clocks.time(hour, minute))


# --- slots
def test_a_plan_is_read_back_as_it_was_written() -> None:
    assert slots.plan_of(slots.slots_of(PLAN)) == PLAN
    assert slots.slots_of("") == ()


@pytest.mark.parametrize(
    ("from_at", "to_at", "due"),
    [
        (at(7), None, ["am", "pm"]), (at(7, 1), None, ["pm"]), (at(6), at(11), ["am"]), (at(6), at(10, 59), []),
        (at(14), at(18), ["pm"]), (at(14), at(17, 59), []), (at(0), at(12), ["am"]),
    ],
)  # fmt: skip
def test_a_check_is_due_when_the_span_holds_its_window_from_opening_to_end(from_at: datetime, to_at: datetime | None, due: list[str]) -> None:
    found = [check.slot for check in slots.checks_of_days(PLAN, DAY, DAY) if slots.is_due(check, from_at, to_at, PLAN)]
    assert found == due


@given(from_at=MOMENTS, to_at=MOMENTS, cut=MOMENTS)
def test_cutting_a_span_in_two_never_makes_more_checks_due(from_at: datetime, to_at: datetime, cut: datetime) -> None:
    checks = list(slots.checks_of_days(PLAN, date(2020, 1, 19), date(2020, 2, 21)))

    def due(first: datetime, last: datetime) -> set[slots.Check]:
        return {check for check in checks if slots.is_due(check, first, last, PLAN)}

    first, middle, last = sorted((from_at, cut, to_at))
    assert due(first, middle) | due(middle, last) <= due(first, last)
    assert len(due(first, last)) <= 2 * ((last - first).days + 1)


@given(moment=MOMENTS)
def test_every_moment_belongs_to_a_check_that_began_before_it_or_opens_within_the_hour(moment: datetime) -> None:
    check = slots.check_at(PLAN, moment)
    assert check is not None
    assert check.opens_at - slots.EARLY_TOLERANCE <= moment
    assert moment - check.opens_at < timedelta(hours=17)


@pytest.mark.parametrize(
    ("moment", "expected"), [(at(9), (DAY, "am")), (at(12), (DAY, "am")), (at(13, 30), (DAY, "pm")), (at(23), (DAY, "pm")), (at(2), (date(2020, 2, 3), "pm"))]
)
def test_a_reading_without_a_slot_belongs_to_the_window_of_its_time(moment: datetime, expected: tuple[date, str]) -> None:
    check = slots.check_at(PLAN, moment)
    assert check is not None
    assert check.key == expected


def test_how_a_check_stands_follows_from_the_clock_and_the_reading() -> None:
    check = slots.check_of(PLAN, DAY, "am")
    assert slots.check_state(check, True, None, at(6)) == CheckState.NOT_YET
    assert slots.check_state(check, True, None, at(9)) == CheckState.OPEN
    assert slots.check_state(check, True, None, at(11, 1)) == CheckState.MISSED
    assert slots.check_state(check, False, None, at(12)) == CheckState.NOT_DUE
    assert slots.check_state(check, True, at(11), at(12)) == CheckState.DONE
    assert slots.check_state(check, True, at(11, 1), at(12)) == CheckState.LATE


def test_a_slot_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        slots.check_of(PLAN, DAY, "night")
    assert refusal.value.code == "no_such_slot"


@pytest.mark.parametrize("column", ["am", "pm", "day"])
def test_with_one_check_a_day_both_columns_of_the_official_sheet_are_that_check(column: str) -> None:
    assert slots.check_of("day 07:00-18:00", DAY, column).key == (DAY, "day")
    with pytest.raises(Refused):
        slots.check_of("day 07:00-18:00", DAY, "night")


# --- readings
@pytest.mark.parametrize(("value", "fever"), [("37.2", False), ("37.3", True), ("38", True), (None, False)])
def test_a_fever_begins_at_the_threshold_itself(value: str | None, fever: bool) -> None:
    assert readings.is_fever(Decimal(value) if value else None, 37.3) is fever


@pytest.mark.parametrize(
    ("homes", "same", "exact", "marked"), [(2, 2, True, False), (3, 1, True, True), (3, 2, False, False), (3, 3, False, True), (20, 1, False, True)]
)
def test_how_many_homes_within_a_minute_are_too_many(homes: int, same: int, exact: bool, marked: bool) -> None:
    assert readings.is_same_minute(homes, same, exact, LIMITS) is marked


def test_one_value_for_everybody_is_marked_from_ten_homes_on() -> None:
    assert [readings.is_same_value([Decimal("36.5")] * homes, LIMITS) for homes in (9, 10)] == [False, True]
    assert readings.is_same_value([Decimal("36.5")] * 10 + [Decimal("36.6")], LIMITS) is False


def test_a_value_an_hour_before_the_window_is_believed_and_earlier_is_not() -> None:
    check = slots.check_of(PLAN, DAY, "pm")
    assert [readings.is_written_before(check, moment) for moment in (at(13), at(12, 59))] == [False, True]


# --- measures
def test_every_state_is_open_or_ended_and_nothing_follows_an_end() -> None:
    assert set(OPEN) | set(ENDED) == set(State)
    assert not any(measures.can_become(before, after) for before in ENDED for after in State)


@given(start=MOMENTS, days=st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_stages_follow_each_other_without_gap_and_the_last_stays_open(start: datetime, days: list[int]) -> None:
    dues, due = [], clocks.local(start).date()
    for number in days:
        due += timedelta(days=number)
        dues.append(due)
    found = measures.spans(start, dues)
    assert found[0].begins_at == start
    assert [span.ends_at for span in found[:-1]] == [span.begins_at for span in found[1:]]
    assert found[-1].ends_at is None
    assert all(span.ends_at is None or span.ends_at >= span.begins_at for span in found)


def test_a_measure_is_in_force_on_the_days_before_its_last() -> None:
    assert [measures.is_over(date(2020, 2, 4), at(23, day=day)) for day in (date(2020, 2, 3), date(2020, 2, 4))] == [False, True]
    assert measures.shown_state(State.ACTIVE, date(2020, 2, 4), date(2020, 2, 4)) == "due"


def test_the_state_of_a_past_moment_follows_from_start_and_end() -> None:
    started, ended = at(8), at(12)
    assert [measures.state_at(State.RELEASED, started, ended, moment) for moment in (at(7), at(9), at(12))] == [State.PROPOSED, State.ACTIVE, State.RELEASED]


def test_one_no_makes_a_home_unsuitable_and_is_named() -> None:
    with pytest.raises(Refused) as refusal:
        measures.check_suitable([True, False, True, True, True, True], "home_6")
    assert refusal.value.code == "home_unsuitable"
    assert len(measures.failed_lines([True, False, True, True, True, True], "home_6")) == 1


def test_measures_are_ordered_by_what_they_ask() -> None:
    assert measures.is_stricter("central_isolation", "home_observation")
    assert measures.is_stricter("home_observation", "self_monitoring")
    assert not measures.is_stricter("self_monitoring", "self_monitoring")


# --- terms
def test_steps_are_kept_and_read_back_and_dated_one_after_the_other() -> None:
    steps = [Step(measure="central_isolation", days=7, plan=PLAN, roles=("a", "b")), Step(measure="home_health_monitoring", days=3, starts=Starts.AT_ONCE)]
    counted = dated(steps, date(2020, 2, 1), date(2020, 2, 2))
    assert [(step.from_date, step.due_on) for step in counted] == [(date(2020, 2, 2), date(2020, 2, 8)), (date(2020, 2, 8), date(2020, 2, 11))]
    assert [Step.read(step.kept()) for step in counted] == counted
    assert last_due(counted) == date(2020, 2, 11)
    assert restricting([Step(measure="none"), *steps]) == steps


def test_terms_are_kept_and_read_back() -> None:
    terms = Terms(fever_c=37.3, low=34.0, high=43.0, require=("no_open_alert",), plan=PLAN)
    assert Terms.read(terms.kept()) == terms


# --- release
def candidate(**more: Any) -> release.Candidate:
    values: dict[str, Any] = {"state": State.ACTIVE, "due_on": DAY, "started_at": at(8, day=date(2020, 1, 21))}
    return release.Candidate(**(values | more))


@pytest.mark.parametrize(
    ("one", "moment", "code"),
    [
        (candidate(open_alerts=["Fever"], due_on=date(2020, 2, 6)), at(12), "open_alert"),
        (candidate(due_on=date(2020, 2, 5)), at(23, 59), "release_before_due"),
        (candidate(state=State.PROPOSED, started_at=None), at(12), "not_started"),
        (candidate(), at(7, day=date(2020, 1, 21)), "before_start"), (candidate(outcomes=["positive"]), at(12), "tests_outstanding"),
    ],
)  # fmt: skip
def test_a_release_is_refused_for_the_gravest_reason(one: release.Candidate, moment: datetime, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        release.check_release(one, moment, ("due_date_reached", "no_open_alert", "tests_negative"))
    assert refusal.value.code == code


def test_from_the_first_hour_of_the_last_day_a_release_is_in_order() -> None:
    assert release.can_release(candidate(), at(0))
    assert not release.can_release(candidate(), at(23, 59, date(2020, 2, 3)))


def test_an_early_release_still_needs_every_alert_closed() -> None:
    release.check_release(candidate(due_on=date(2020, 2, 9)), at(12), early=True)
    with pytest.raises(Refused):
        release.check_release(candidate(open_alerts=["Fever"]), at(12), early=True)


def test_samples_that_nobody_reported_are_missing_not_negative() -> None:
    assert release.tests_missing(["negative"], ["2020-02-01", "2020-02-04"], ["tests_negative"])
    assert not release.tests_missing([], ["2020-02-01"], ["due_date_reached"])


# --- rooms
@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("305", ("", "3")), ("1203", ("", "12")), ("A-305", ("A", "3")), ("2栋1101", ("2栋", "11")), ("B2 0101", ("B2", "1")), (" 101 ", ("", "1")),
        ("7", ("", "")), ("12", ("", "")), ("东厢", ("", "")), ("", ("", "")),
    ],
)  # fmt: skip
def test_a_room_number_says_building_and_floor(number: str, place: tuple[str, str]) -> None:
    assert sites.floor_of(number) == place
