"""What changed after signature or freeze opens exactly the rows that make the difference, whatever kind of number it is."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from shouwang.accounts.actors import system
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.people import writes as people
from shouwang.people.rules.households import Home
from shouwang.places import writes as places
from shouwang.places.choices import SiteState
from shouwang.quarantine import writes as quarantine
from shouwang.quarantine.writes import NewRoom
from shouwang.reports import jobs, reads, writes
from shouwang.reports.choices import Level
from shouwang.reports.forms import rows_table
from shouwang.reports.models import KeptRows
from shouwang.reports.reads import Since, since
from shouwang.reports.reads.rows import cards
from shouwang.reports.tests.conftest import DAY, County
from shouwang.reports.writes import Say, keeping
from shouwang.ui.listings import Page

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


def home(county: County, code: str, members: int, *, village: str = "", hour: int = 9, **facts: int) -> None:
    """Register a household, or bring it up to date, in the morning of the day or later."""
    with clocks.stopped(clocks.at(DAY, time(hour))):
        since_when = clocks.at(date(2020, 2, 1), time(9))
        [verdict] = people.record_households([Home(area=village or county.village_1, code=code, members=members, since=since_when, **facts)], by=system())
    assert verdict.taken, verdict


def told(answer: Since) -> dict[str, list[tuple[str, int, int]]]:
    """What is shown: the households by part, each with what it added then and adds now."""
    parts = {"came": answer.came, "gone": answer.gone, "changed": answer.changed}
    pairs = answer.pairs or {}
    return {name: sorted((row.code, *pairs[str(row.pk)]) for row in rows) for name, rows in parts.items() if rows is not None}


def test_after_a_signature_residents_open_only_the_households_that_changed(county: County) -> None:
    for number in range(1, 6):
        home(county, f"H{number}", 3)
    sign(county, county.town_a)
    home(county, "H2", 5, hour=19)
    home(county, "H6", 4, hour=19)
    answer = found(Subject(area=county.town_a), "residents", "now")
    assert told(answer) == {"came": [("H6", 0, 4)], "gone": [], "changed": [("H2", 3, 5)]}
    assert (answer.before, answer.now, answer.explained) == (15, 21, True)
    assert told(found(Subject(area=county.town_a), "households", "now")) == {"came": [("H6", 0, 1)], "gone": [], "changed": []}


@pytest.mark.parametrize("whose", ["county", "town_a", "village_1"])
def test_a_household_that_moves_to_another_village_went_here_and_came_there(county: County, whose: str) -> None:
    home(county, "H1", 3, aged_60_plus=2, boosted_60_plus=1)
    jobs.freeze_all(clocks.at(DAY, time(20, 0)))
    household = people_models().objects.get(code="H1")
    household.area = county.village_2
    household.save(update_fields=["area"])
    parts = {"county": ([], []), "town_a": ([], []), "village_1": ([], [("H1", 3, 0)])}[whose]
    answer = found(Subject(area=getattr(county, whose)), "residents", "now")
    assert (told(answer)["came"], told(answer)["gone"], answer.explained) == (*parts, True)
    assert told(found(Subject(area=county.village_2), "boost_due_60_plus", "now"))["came"] == [("H1", 0, 1)]


def test_what_changed_and_changed_back_is_no_difference(county: County) -> None:
    home(county, "H1", 3)
    sign(county, county.town_a)
    home(county, "H1", 5, hour=19)
    home(county, "H1", 3, hour=20)
    assert told(found(Subject(area=county.town_a), "residents", "now")) == {"came": [], "gone": [], "changed": []}


def test_a_household_that_is_gone_took_its_people_with_it(county: County) -> None:
    home(county, "H1", 3)
    home(county, "H2", 2)
    sign(county, county.town_a)
    people_models().objects.filter(code="H1").delete()
    answer = found(Subject(area=county.town_a), "residents", "now")
    assert (answer.before, answer.now, answer.explained) == (5, 2, False)  # there is no row left to show, and the page says so
    people_models().objects.filter(code="H2").update(to_day=DAY)
    assert told(found(Subject(area=county.town_a), "households", "now"))["gone"] == [("H2", 1, 0)]


def test_households_cost_nothing_at_a_signature_however_many_there_are(county: County) -> None:
    for number in range(3):
        home(county, f"H{number}", 3)
    sign(county, county.town_a)
    assert not KeptRows.objects.filter(figure__in=["households", "residents"]).exists()


def test_free_rooms_open_only_the_sites_whose_rooms_changed(county: County) -> None:
    for code, rooms in (("S1", 4), ("S2", 6)):
        site(county, code, rooms)
    sign(county, county.town_a)
    with clocks.stopped(clocks.at(DAY, time(17, 50))):
        [room] = [verdict.id for verdict in quarantine.add_rooms([NewRoom(site="S1", number="101")], by=system())]
        quarantine.close_rooms([room], reason="漏水", by=system())
    site(county, "S3", 2)
    free, rooms = (found(Subject(area=county.town_a), name, "now") for name in ("rooms_free", "rooms_total"))
    assert told(free) == {"came": [("S3", 0, 2)], "gone": [], "changed": [("S1", 4, 3)]}
    assert (free.before, free.now, free.explained) == (10, 11, True)
    assert told(rooms) == {"came": [("S3", 0, 2)], "gone": [], "changed": []}


def test_the_page_marks_what_each_household_counted_then_and_counts_now(county: County) -> None:
    home(county, "H1", 3)
    sign(county, county.town_a)
    home(county, "H1", 5, hour=19)
    answer = found(Subject(area=county.town_a), "residents", "now")
    assert answer.changed is not None
    [card] = cards(list(answer.changed), by=system(), pairs=answer.pairs)
    assert (card.before, card.now) == (3, 5)
    table = rows_table([card], Page([card], total=1), name="changed")
    assert [str(column.label) for column in table.columns][-2:] == [gettext("Counted then"), gettext("Counts now")]


def site(county: County, code: str, rooms: int) -> None:
    row = places.NewSite(code, code, "isolation_site", county.village_1, "ZHB", rooms=rooms, at=clocks.at(DAY, time(9)))
    with clocks.stopped(clocks.at(DAY, time(17, 45))):
        [verdict] = places.record_sites([row], by=system())
    assert verdict.taken, verdict


def people_models() -> Any:
    return apps.get_model("people", "Household")


def test_yesterday_that_was_signed_is_not_counted_once_more(county: County) -> None:
    add_checkpoint(county, "K1")
    confirm(county, county.village_1)
    add_checkpoint(county, "K2")
    subject, today = Subject(area=county.village_1), DAY + timedelta(days=1)

    def asked(*, compare: bool) -> tuple[int, reads.Sheet]:
        with CaptureQueriesContext(connection) as questions:
            sheet = reads.sheet(subject, today, compare=compare)
        return len(questions), sheet

    asked(compare=False)
    (plain, _sheet), (compared, sheet) = asked(compare=False), asked(compare=True)
    assert compared - plain == 2, "the frozen sheet that is not there, and the signature"
    [line] = [item for item in sheet.items if item.name == "checkpoints"]
    assert (line.before["now"], line.values["now"]) == (1, 2), "as it was signed, not as it would be counted now"
