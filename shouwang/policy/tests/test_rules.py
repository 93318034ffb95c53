"""Slots are due while the observation is open from their start to their end; readings keep their true time."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy import rules, shelf
from shouwang.policy.choices import Timing
from shouwang.policy.packs import Slot

AM, PM = Slot("am", time(7), time(11)), Slot("pm", time(14), time(18))
SLOTS = (AM, PM)
DAY = date(2020, 2, 4)
moments = st.datetimes(datetime(2020, 2, 1), datetime(2020, 2, 8)).map(clocks.local)  # noqa: DTZ001 (county time is added here)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return clocks.at(day, time(hour, minute))


def due(started: datetime, ended: datetime | None) -> list[str]:
    return [slot.id for slot in rules.slots_due(started, ended, DAY, SLOTS)]


def test_an_observation_open_all_day_has_every_slot_due() -> None:
    assert due(at(7), None) == ["am", "pm"]
    assert due(at(7), at(18)) == ["am", "pm"]


def test_a_slot_begun_before_the_observation_is_not_due() -> None:
    assert due(at(7, 1), None) == ["pm"]
    assert due(at(17, 30), None) == []


def test_a_slot_cut_short_by_the_release_is_not_due() -> None:
    assert due(at(7, day=date(2020, 1, 25)), at(12)) == ["am"]
    assert due(at(7, day=date(2020, 1, 25)), at(17, 59)) == ["am"]
    assert due(at(7, day=date(2020, 1, 25)), at(10)) == []


def test_before_and_after_the_observation_nothing_is_due() -> None:
    assert due(at(7, day=date(2020, 2, 5)), None) == []
    assert due(at(7, day=date(2020, 1, 1)), at(12, day=date(2020, 2, 3))) == []


@given(moments, st.none() | moments, st.dates(date(2020, 2, 1), date(2020, 2, 8)))
def test_a_slot_is_due_exactly_when_the_observation_holds_it_whole(
    started: datetime, ended: datetime | None, day: date
) -> None:
    found = rules.slots_due(started, ended, day, SLOTS)
    for slot in SLOTS:
        begins, ends = clocks.at(day, slot.starts), clocks.at(day, slot.ends)
        assert (slot in found) == (started <= begins and (ended is None or ends <= ended))


@given(moments, st.timedeltas(timedelta(0), timedelta(days=5)), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_a_longer_observation_never_has_fewer_slots_due(started: datetime, length: timedelta, more: timedelta) -> None:
    shorter = rules.slots_due(started, started + length, DAY, SLOTS)
    assert set(shorter) <= set(rules.slots_due(started, started + length + more, DAY, SLOTS))
    assert set(shorter) <= set(rules.slots_due(started - more, started + length, DAY, SLOTS))


@given(moments)
def test_no_slot_is_due_twice_when_a_person_changes_from_one_order_to_the_next(changed: datetime) -> None:
    first = rules.slots_due(at(0, day=date(2020, 1, 1)), changed, DAY, SLOTS)
    second = rules.slots_due(changed, None, DAY, SLOTS)
    assert not set(first) & set(second)


def test_once_a_day_is_one_slot() -> None:
    slots = shelf.pack("measles").measures["home_observation"].slots
    assert len(rules.slots_due(at(6), None, DAY, slots)) == 1


def test_a_slot_is_over_after_its_last_moment() -> None:
    assert not rules.is_over(DAY, AM, at(11))
    assert rules.is_over(DAY, AM, at(11, 1))


@pytest.mark.parametrize(
    ("moment", "slot"),
    [(at(6, 59), None), (at(7), "am"), (at(12), "am"), (at(13, 59), "am"), (at(14), "pm"), (at(23), "pm")],
)
def test_a_reading_belongs_to_the_slot_last_begun(moment: datetime, slot: str | None) -> None:
    found = rules.slot_at(moment, SLOTS)
    assert (found.id if found else None) == slot


@pytest.mark.parametrize(
    ("moment", "timing"),
    [(at(6, 59), Timing.BEFORE), (at(7), Timing.IN_TIME), (at(11), Timing.IN_TIME), (at(11, 1), Timing.LATE)],
)
def test_a_reading_is_in_time_inside_its_slot(moment: datetime, timing: Timing) -> None:
    assert rules.reading_timing(DAY, AM, moment) == timing


def test_a_reading_for_a_slot_that_has_not_begun_is_refused() -> None:
    rules.check_reading_time(DAY, PM, at(14))
    with pytest.raises(Refused) as refusal:
        rules.check_reading_time(DAY, PM, at(9))
    assert refusal.value.code == "READING_BEFORE_SLOT"
    assert "pm" in str(refusal.value)


def test_readings_nearer_together_than_the_pack_allows_are_noticed() -> None:
    checks = shelf.pack("covid-19-2020-02").checks
    assert rules.too_close(at(9), at(12, 59), checks)
    assert rules.too_close(at(12, 59), at(9), checks)
    assert not rules.too_close(at(9), at(13), checks)


def test_the_fever_threshold_is_the_packs() -> None:
    covid, measles = shelf.pack("covid-19-2020-02").signs, shelf.pack("measles").signs
    assert [rules.is_fever(value, covid) for value in (37.2, 37.3, 39.0)] == [False, True, True]
    assert not rules.is_fever(37.9, measles)


@pytest.mark.parametrize(
    ("value", "good"), [(33.9, False), (34.0, True), (36.5, True), (43.0, True), (43.1, False), (365.0, False)]
)
def test_a_number_that_is_no_body_temperature_is_refused(value: float, good: bool) -> None:
    signs = shelf.pack("covid-19-2020-02").signs
    assert rules.is_plausible(value, signs) is good
    if not good:
        with pytest.raises(Refused, match=r"TEMP_IMPLAUSIBLE|34"):
            rules.check_temperature(value, signs)
