"""What changed after signature or freeze opens exactly the rows that make the difference, whatever kind of number it is."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import system
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.places import writes as places
from shouwang.places.choices import SiteState
from shouwang.reports import jobs, reads, writes
from shouwang.reports.choices import Level
from shouwang.reports.models import KeptRows
from shouwang.reports.reads import Since, since
from shouwang.reports.tests.conftest import DAY, County
from shouwang.reports.writes import Say, keeping

AT = clocks.at(DAY, time(18, 10))


def confirm(county: County, village: str, hour: int = 18) -> None:
    with clocks.stopped(clocks.at(DAY, time(hour, 20))):
        [verdict] = writes.say([Say(village, DAY, zero=True)], by=county.actor("village_officer", village))
    assert verdict.taken


def sign(county: County, area: str, level: Level = Level.TOWNSHIP, role: str = "township_officer", hour: int = 18) -> None:
    with clocks.stopped(clocks.at(DAY, time(hour, 40))):
        [verdict] = writes.say([Say(area, DAY, level, remark="二村断电")], by=county.actor(role, area))
    assert verdict.taken


def add_checkpoint(county: County, code: str, *, area: str = "", closed: bool = False) -> None:
    state, opened = (SiteState.WITHDRAWN, 20) if closed else (SiteState.OPEN, 10)  # known only later, but so since the afternoon of the day
    row = places.NewSite(code, code, "checkpoint", area or county.village_1, "ZHB", state=state, at=clocks.at(DAY, time(15, opened)))
    with clocks.stopped(clocks.at(date(2020, 2, 6), time(9))):
        [verdict] = places.record_sites([row], by=system())
    assert verdict.taken, verdict


def found(subject: Subject, name: str, column: str, **which: int) -> Since:
    answer = since(subject, DAY, name, column, **which)
    assert answer is not None
    return answer


def test_after_the_freeze_a_late_word_is_what_came_and_its_village_what_went(county: County) -> None:
    confirm(county, county.village_1)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    confirm(county, county.village_2, hour=21)
    received, missing = (found(Subject(area=county.county), name, "today") for name in ("reports_received", "reports_missing"))
    assert [row.area for row in received.came] == [county.village_2]
    assert (received.before, received.now, received.gone.count(), received.explained) == (1, 2, 0, True)
    assert [row.path for row in missing.gone] == [county.village_2]
    assert (missing.came.count(), missing.explained) == (0, True)


@pytest.mark.parametrize("whose", ["county", "town_a", "village_1"])
def test_a_standing_number_opens_what_was_added_and_what_was_taken_away(county: County, whose: str) -> None:
    for code in ("K1", "K2"):
        add_checkpoint(county, code)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    add_checkpoint(county, "K1", closed=True)
    for code in ("K3", "K4"):
        add_checkpoint(county, code)
    answer = found(Subject(area=getattr(county, whose)), "checkpoints", "now")
    assert sorted(site.code for site in answer.came) == ["K3", "K4"]
    assert [site.code for site in answer.gone] == ["K1"]
    assert (answer.before, answer.now, answer.explained) == (2, 3, True)


def test_the_same_is_kept_for_a_managing_unit_and_for_each_signature(county: County) -> None:
    add_checkpoint(county, "K1")
    confirm(county, county.village_1)
    sign(county, county.town_a)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    add_checkpoint(county, "K2")
    assert [site.code for site in found(Subject(unit="ZHB"), "checkpoints", "now").came] == ["K2"]
    assert KeptRows.objects.exclude(signed=None).values("signed").distinct().count() == 2


def test_before_the_freeze_the_highest_signature_is_what_counts(county: County) -> None:
    add_checkpoint(county, "K1")
    confirm(county, county.village_1)
    add_checkpoint(county, "K2")
    sign(county, county.town_a)
    add_checkpoint(county, "K3")
    assert [site.code for site in found(Subject(area=county.town_a), "checkpoints", "now").came] == ["K3"]
    assert sorted(site.code for site in found(Subject(area=county.village_1), "checkpoints", "now").came) == ["K2", "K3"]


def test_villages_that_are_signed_together_keep_each_their_own(county: County) -> None:
    for code, area in (("K1", county.village_1), ("K2", county.village_2)):
        add_checkpoint(county, code, area=area)
    with clocks.stopped(AT):
        writes.say([Say(village, DAY) for village in (county.village_1, county.village_2)], by=system())
    add_checkpoint(county, "K3", area=county.village_2)
    assert found(Subject(area=county.village_1), "checkpoints", "now").came.count() == 0
    assert [site.code for site in found(Subject(area=county.village_2), "checkpoints", "now").came] == ["K3"]


def test_a_village_s_own_word_is_no_change_after_its_signature(county: County) -> None:
    confirm(county, county.village_1)
    assert not reads.sheet(Subject(area=county.village_1), DAY).later


def test_where_rows_were_too_many_to_keep_it_says_so(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    add_checkpoint(county, "K1")
    monkeypatch.setattr(keeping, "MOST_KEPT", 0)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    add_checkpoint(county, "K2")
    answer = found(Subject(area=county.county), "checkpoints", "now")
    assert (answer.known, answer.explained, answer.before, answer.now) == (False, False, 1, 2)


def test_a_sheet_that_nobody_signed_or_froze_has_no_since(county: County) -> None:
    assert since(Subject(area=county.county), DAY, "checkpoints", "now") is None
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    assert since(Subject(area=county.county), DAY, "nothing", "now") is None
    assert since(Subject(area=county.county), DAY, "checkpoints", "today") is None


def test_it_costs_the_same_for_one_row_and_for_many(county: County) -> None:
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    counts = []
    for number in (1, 6):
        for at in range(number):
            add_checkpoint(county, f"K{number}{at}")
        with CaptureQueriesContext(connection) as queries:
            list(found(Subject(area=county.county), "checkpoints", "now").came)
        counts.append(len(queries))
    assert counts[0] == counts[1]
