"""Nobody fills in a report: villages confirm, levels sign, the county freezes, late words stand beside it."""

from datetime import date, datetime, time

import pytest

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.reports import jobs, reads, writes
from shouwang.reports.choices import Act, Level
from shouwang.reports.tests.conftest import DAY, County
from shouwang.reports.writes import Say

AT_CUTOFF = clocks.at(DAY, time(18, 10))


def confirm(county: County, village: str, *, at: datetime = AT_CUTOFF, zero: bool = True, **more: object) -> str:
    with clocks.stopped(at):
        return writes.say([Say(village, DAY, zero=zero, **more)], by=county.actor("village_officer", village))[0].outcome  # type: ignore[arg-type]


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
def test_a_word_that_is_not_one_s_own_is_refused(county: County, role: str, where: str, say: dict[str, object], code: str) -> None:
    with clocks.stopped(AT_CUTOFF):
        word = Say(**{"area": county.village_1, "report_on": DAY} | say)  # type: ignore[arg-type]
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
