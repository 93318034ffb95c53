"""Reminded by hand with one click, by itself at the times of the pack; never twice within half an hour."""

from datetime import date, datetime, time

import pytest

from shouwang.accounts.actors import system
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.prompts.models import Prompt
from shouwang.reports import jobs, reads, rules, writes
from shouwang.reports.choices import Level
from shouwang.reports.tests.conftest import DAY, County


def at(hour: int, minute: int) -> datetime:
    return clocks.at(DAY, time(hour, minute))


def run(hour: int, minute: int) -> int:
    with clocks.stopped(at(hour, minute)):
        return jobs.remind_all(clocks.now())


def test_villages_are_reminded_before_and_after_the_hour_and_never_in_between(county: County) -> None:
    sent = {minute: run(18, minute) for minute in range(0, 60, 5)}
    assert {minute for minute, count in sent.items() if count} == {20, 50}
    assert (sent[20], run(18, 50)) == (3, 0)


def test_townships_have_their_own_hour(county: County) -> None:
    run(18, 50)
    kinds = set(Prompt.objects.values_list("area", flat=True))
    assert {county.town_a, county.town_b} <= kinds
    assert run(18, 55) == 0


def test_who_has_signed_is_left_in_peace(county: County) -> None:
    with clocks.stopped(at(18, 5)):
        writes.say([writes.Say(county.village_1, DAY)], by=county.actor("village_officer", county.village_1))
    assert run(18, 20) == 2
    assert not Prompt.objects.filter(area=county.village_1).exists()


def test_a_click_just_before_keeps_the_clock_quiet(county: County) -> None:
    with clocks.stopped(at(18, 10)):
        assert [v.outcome for v in writes.remind([county.village_1], DAY, by=county.actor("township_officer", county.town_a))] == ["accepted"]
        assert [v.code for v in writes.remind([county.village_1], DAY, by=county.actor("township_officer", county.town_a))] == ["prompted_already"]
    run(18, 20)
    assert Prompt.objects.filter(area=county.village_1).count() == 1


def test_a_job_that_was_down_for_an_hour_does_not_catch_up_at_midnight(county: County) -> None:
    assert run(23, 55) == 0


def test_who_has_not_signed_is_listed_by_name_with_the_last_reminder(county: County) -> None:
    run(18, 20)
    found = reads.unsigned(reads.open_sheets(county.county, DAY, at(18, 40)), DAY, by=system())
    assert [(one.sheet.level, one.area) for one in found] == [
        (Level.TOWNSHIP, county.town_a), (Level.TOWNSHIP, county.town_b), *((Level.VILLAGE, v) for v in (county.village_1, county.village_2, county.village_3)),
    ]
    assert [one.sheet.state for one in found] == ["awaited", "awaited", "late", "late", "late"]
    assert found[-1].prompted_at == at(18, 20)
    assert found[-1].name.endswith(places.names([county.village_3])[county.village_3])


@pytest.mark.parametrize(("now", "expected"), [((18, 19), None), ((18, 20), (18, 20)), ((18, 49), (18, 20)), ((18, 50), (18, 50)), ((19, 20), None)])
def test_the_moments_of_a_level(now: tuple[int, int], expected: tuple[int, int] | None) -> None:
    moments = rules.reminding_moments(Level.VILLAGE, DAY, time(18))
    found = rules.moment_passed(moments, at(*now), writes.reminding.CATCH_UP)
    assert found == (at(*expected) if expected else None)


def test_reminders_hang_on_the_cut_off_of_the_pack() -> None:
    assert rules.reminding_moments(Level.VILLAGE, date(2020, 2, 6), time(17))[0] == clocks.at(date(2020, 2, 6), time(17, 20))
