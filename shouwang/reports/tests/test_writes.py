"""Nobody fills in a report: villages confirm, levels sign, the county freezes, late words stand beside it."""

from datetime import date, datetime, time
from typing import Any

import pytest

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger import signatures
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy import writes as policy
from shouwang.prompts import reads as prompts
from shouwang.reports import due, jobs, reads, writes
from shouwang.reports.choices import Act, Level
from shouwang.reports.tests.conftest import DAY, County
from shouwang.reports.writes import Say

AT_CUTOFF = clocks.at(DAY, time(18, 10))


def confirm(county: County, village: str, *, at: datetime = AT_CUTOFF, zero: bool = True, **more: Any) -> str:
    with clocks.stopped(at):
        return writes.say([Say(village, DAY, zero=zero, **more)], by=county.actor("village_officer", village))[0].outcome


def number(county: County, item: str, column: str = "today", area: str = "", **which: str) -> object:
    sheet = reads.sheet(Subject(area=area or county.county), DAY, **which)
    return next(line for line in sheet.items if line.name == item).values[column]


def test_every_village_with_a_duty_is_expected(county: County) -> None:
    assert (number(county, "reports_expected"), number(county, "reports_missing")) == (3, 3)
    assert number(county, "reports_expected", area=county.town_a) == 2


def test_a_confirmation_counts_once_however_often_it_is_sent(county: County) -> None:
    assert [confirm(county, county.village_1), confirm(county, county.village_1)] == ["accepted", "duplicate"]
    assert (number(county, "reports_received"), number(county, "reports_zero")) == (1, 1)


def test_a_report_that_is_not_zero_is_received_all_the_same(county: County) -> None:
    confirm(county, county.village_1, zero=False)
    assert (number(county, "reports_received"), number(county, "reports_zero")) == (1, 0)


def test_after_the_freeze_a_late_word_changes_only_the_latest_sheet(county: County) -> None:
    confirm(county, county.village_1)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    confirm(county, county.village_2, at=clocks.at(DAY, time(20, 30)))
    assert (number(county, "reports_received"), number(county, "reports_missing")) == (1, 2)
    assert number(county, "reports_received", as_of="latest") == 2
    later = {item.name: item.later for item in reads.sheet(Subject(area=county.county), DAY).later}
    assert later["reports_received"] == {"today": [1, 2]}


def test_nothing_is_frozen_before_its_hour(county: County) -> None:
    assert jobs.freeze_all(clocks.at(DAY, time(19, 59))) == 0
    assert jobs.freeze_all(clocks.at(DAY, time(20, 0))) > 0
    assert jobs.freeze_all(clocks.at(DAY, time(20, 5))) == 0


def test_a_late_word_makes_a_second_revision_and_leaves_the_first(county: County) -> None:
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    confirm(county, county.village_1, at=clocks.at(DAY, time(21, 0)))
    jobs.freeze_all(clocks.at(date(2020, 2, 6), time(20, 0)))
    kept = reads.revisions(Subject(area=county.village_1), DAY)
    assert [(sheet.revision, sheet.figures["reports_received"]["today"]) for sheet in kept] == [(1, 0), (2, 1)]


def test_a_managing_unit_has_its_own_sheet(county: County) -> None:
    confirm(county, county.village_1)
    sheet = reads.sheet(Subject(unit="ZHB"), DAY)
    assert {item.name: item.values for item in sheet.items}["reports_received"] == {"today": 1}


def test_a_township_signs_over_missing_villages_only_with_a_word(county: County) -> None:
    officer = county.actor("township_officer", county.town_a)
    with clocks.stopped(AT_CUTOFF):
        bare, said = (writes.say([Say(county.town_a, DAY, Level.TOWNSHIP, remark=remark)], by=officer)[0] for remark in ("", "二村断电"))
    assert (bare.code, said.outcome) == ("below_missing", "accepted")


@pytest.mark.parametrize(
    ("role", "where", "say", "code"),
    [
        ("village_officer", "village_1", {"level": Level.TOWNSHIP}, "wrong_level"),
        ("village_officer", "village_2", {}, "out_of_area"),
        ("village_officer", "village_1", {"report_on": date(2020, 2, 7)}, "future_day"),
        ("village_officer", "village_1", {"act": Act.RETURN}, "remark_missing"),
    ],
)
def test_a_word_that_is_not_one_s_own_is_refused(county: County, role: str, where: str, say: dict[str, Any], code: str) -> None:
    with clocks.stopped(AT_CUTOFF):
        said: dict[str, Any] = {"area": county.village_1, "report_on": DAY} | say
        word = Say(**said)
        verdict = writes.say([word], by=county.actor(role, getattr(county, where)))[0]
    assert (verdict.outcome, verdict.code) == ("refused", code)


def test_a_figure_cannot_be_typed(county: County) -> None:
    with pytest.raises(Refused, match="fever_persons") as refusal:
        writes.type_figure(item="fever_persons", by=system(), area=county.county)
    assert refusal.value.code == "derived_figure"


def test_a_stranger_s_sheet_is_not_there(county: County) -> None:
    confirm(county, county.village_3)
    with acting_as(county.actor("township_officer", county.town_a)):
        assert not reads.signatures(county.village_3, DAY).exists()


def speak(county: County, role: str, area: str, level: Level, act: str = Act.SIGN, remark: str = "", at: datetime = AT_CUTOFF) -> str:
    with clocks.stopped(at):
        where = area if act == Act.SIGN else county.town_a if level == Level.VILLAGE else county.county
        verdict = writes.say([Say(area, DAY, level, act=act, remark=remark)], by=county.actor(role, where))[0]
    return verdict.code or verdict.outcome


def test_a_returned_sheet_is_due_again_below_and_counts_as_missing(county: County) -> None:
    confirm(county, county.village_1)
    assert speak(county, "township_officer", county.village_1, Level.VILLAGE, Act.RETURN, "两人体温漏填") == "accepted"
    assert (number(county, "reports_received"), number(county, "reports_missing")) == (0, 3)
    officer = county.actor("village_officer", county.village_1)
    with clocks.stopped(AT_CUTOFF):
        assert {duty.kind: duty.count for duty in due.due(officer, AT_CUTOFF)}["report_returned"] == 1
    assert confirm(county, county.village_1, zero=False) == "accepted"
    assert number(county, "reports_received") == 1
    assert {duty.kind for duty in due.due(officer, AT_CUTOFF) if duty.count} & {"report_returned"} == set()


def test_whose_sheet_is_returned_is_reminded(county: County) -> None:
    confirm(county, county.village_1)
    speak(county, "township_officer", county.village_1, Level.VILLAGE, Act.RETURN, "两人体温漏填")
    assert list(prompts.last_prompts("report_returned", DAY.isoformat(), [county.village_1])) == [county.village_1]


@pytest.mark.parametrize(
    ("role", "area", "level", "remark", "code"),
    [
        ("village_officer", "village_1", Level.VILLAGE, "x", "not_above"),
        ("township_officer", "village_2", Level.VILLAGE, "x", "nothing_to_return"),
        ("township_officer", "village_1", Level.VILLAGE, " ", "remark_missing"),
        ("township_officer", "village_3", Level.VILLAGE, "x", "out_of_area"),
        ("command_office", "village_1", Level.TOWNSHIP, "x", "wrong_height"),
    ],
)
def test_a_return_that_is_not_one_s_own_is_refused(county: County, role: str, area: str, level: Level, remark: str, code: str) -> None:
    confirm(county, county.village_1)
    assert speak(county, role, getattr(county, area), level, Act.RETURN, remark) == code


def test_nothing_is_returned_once_the_county_froze(county: County) -> None:
    confirm(county, county.village_1)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    assert speak(county, "township_officer", county.village_1, Level.VILLAGE, Act.RETURN, "晚了", clocks.at(DAY, time(20, 1))) == "frozen_day"


def test_what_comes_after_a_signature_stands_beside_it(county: County) -> None:
    confirm(county, county.village_1)
    speak(county, "township_officer", county.town_a, Level.TOWNSHIP, remark="二村未报")
    assert not reads.sheet(Subject(area=county.town_a), DAY).later
    confirm(county, county.village_2, at=clocks.at(DAY, time(18, 50)))
    sheet = reads.sheet(Subject(area=county.town_a), DAY)
    assert (sheet.frozen, sheet.signed_by) == (False, "township_officer")
    assert {item.name: item.later for item in sheet.later}["reports_received"] == {"today": [1, 2]}
    assert next(item for item in sheet.items if item.name == "reports_received").values["today"] == 2


def test_what_is_taken_back_is_told_whether_the_day_is_signed(county: County) -> None:
    here, beside, tomorrow = (county.village_1, DAY), (county.village_3, DAY), (county.village_1, date(2020, 2, 6))
    assert signatures.signed([here, beside, tomorrow]) == set()
    confirm(county, county.village_1)
    assert signatures.signed([here, beside, tomorrow]) == {here}
    speak(county, "township_officer", county.village_1, Level.VILLAGE, Act.RETURN, "两人体温漏填")
    assert signatures.signed([here]) == set()  # given back, it is signed no more
    confirm(county, county.village_1, at=clocks.at(DAY, time(18, 20)))
    speak(county, "township_officer", county.town_a, Level.TOWNSHIP, remark="二村未报")
    assert signatures.signed([(county.village_2, DAY), beside]) == {(county.village_2, DAY)}  # its township has signed


def test_a_sheet_shows_the_day_before_and_the_rows_that_made_the_difference(county: County) -> None:
    next_day = date(2020, 2, 6)
    confirm(county, county.village_1)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    with clocks.stopped(clocks.at(next_day, time(18, 10))):
        for village in (county.village_2, county.village_3):
            writes.say([Say(village, next_day)], by=county.actor("village_officer", village))
        sheet = reads.sheet(Subject(area=county.county), next_day, compare=True)
        line = next(item for item in sheet.items if item.name == "reports_received")
        found = reads.changes(Subject(area=county.county), next_day, "reports_received", "today")
    assert (line.values["today"], line.before["today"]) == (2, 1)
    assert found
    assert sorted(row.area for row in found.came) == [county.village_2, county.village_3]
    assert [row.area for row in found.gone] == [county.village_1]


def test_each_revision_can_be_shown_as_it_was(county: County) -> None:
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    confirm(county, county.village_1, at=clocks.at(DAY, time(21, 0)))
    jobs.freeze_all(clocks.at(date(2020, 2, 6), time(20, 0)))
    shown = [next(i for i in reads.sheet(Subject(area=county.county), DAY, revision=n).items if i.name == "reports_received").values["today"] for n in (1, 2)]
    assert shown == [0, 1]


def test_a_changed_cut_off_leaves_no_gap_and_no_overlap(county: County) -> None:
    earlier = policy.NewPack(county.county, date(2020, 2, 6), "earlier", "covid-19-2020-02", cutoff=time(17), freeze=time(19), alone_because="test")
    assert policy.put_in_force([earlier], by=system())[0].taken
    days = [reads.day_of(date(2020, 2, day), county.county) for day in (5, 6, 7)]
    assert [day.end for day in days[:2]] == [day.start for day in days[1:]]
    assert days[1].end == clocks.at(date(2020, 2, 6), time(17))


def test_after_midnight_the_unsigned_sheet_of_yesterday_is_still_due(county: County) -> None:
    at = clocks.at(date(2020, 2, 6), time(0, 30))
    with clocks.stopped(at):
        duties = {duty.kind: duty for duty in due.due(county.actor("village_officer", county.village_1), at)}
    assert (duties["report_to_sign"].count, duties["report_to_sign"].late) == (1, 1)
    assert duties["report_to_sign"].url.endswith("/2020-02-05/")
