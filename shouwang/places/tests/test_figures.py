"""The organisation and checkpoint lines, by area and by unit, of any day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.places import writes
from shouwang.places.figures import FIGURES
from shouwang.places.tests.conftest import COUNTY, EAST, LI, TEMPLE_VILLAGE, WEST
from shouwang.places.writes import NewGrid, NewSite, NewUnit

DAY = Day.of(date(2020, 2, 5))
BEFORE = Day.of(date(2020, 2, 4))


@pytest.fixture
def places(tree: Actor) -> Actor:
    zone = NewUnit("ZONE", "商务区", "functional_zone", COUNTY, manages=(TEMPLE_VILLAGE, LI), since=date(2020, 2, 5))
    writes.record_units([zone], by=tree)
    writes.make_grids([NewGrid(LI, code="G1"), NewGrid(LI, kind="scattered_area", parent="G1"), NewGrid(EAST)], by=tree)
    kinds = ("checkpoint", "checkpoint", "compound", "blocked_crossing", "staff_temperature_post")
    noon = clocks.now()
    writes.record_sites([NewSite(f"S{n}", "点", kind, LI, "ZONE", at=noon) for n, kind in enumerate(kinds)], by=tree)
    writes.record_sites([NewSite("S9", "点", "checkpoint", EAST, at=noon)], by=tree)
    return tree


def _numbers(subject: Subject, day: Day = DAY) -> dict[str, object]:
    return {figure.name: figure.values(subject, day)["now"] for figure in FIGURES}


@pytest.mark.usefixtures("places")
def test_an_area_counts_everything_below_it() -> None:
    assert _numbers(Subject(area=COUNTY)) == {
        "villages": 5,
        "grids": 2,
        "micro_grids": 0,
        "compounds": 1,
        "scattered_areas": 1,
        "checkpoints": 3,
        "blocked_crossings": 1,
        "staff_temperature_posts": 1,
    }


@pytest.mark.usefixtures("places")
def test_a_unit_counts_what_it_answers_for_or_runs() -> None:
    assert _numbers(Subject(unit="ZONE")) == {
        "villages": 2,
        "grids": 1,
        "micro_grids": 0,
        "compounds": 1,
        "scattered_areas": 1,
        "checkpoints": 2,
        "blocked_crossings": 1,
        "staff_temperature_posts": 1,
    }


@pytest.mark.usefixtures("places")
def test_a_past_day_shows_what_stood_then() -> None:
    assert _numbers(Subject(area=COUNTY), BEFORE)["checkpoints"] == 0
    assert _numbers(Subject(area=COUNTY), BEFORE)["grids"] == 0
    assert _numbers(Subject(unit="ZONE"), BEFORE)["villages"] == 0


@pytest.mark.usefixtures("places")
def test_the_parts_of_a_figure_add_up_to_it() -> None:
    villages = FIGURES[0]
    assert villages.by_area(Subject(area=COUNTY), DAY, "township") == {EAST: {"now": 3}, WEST: {"now": 2}}


@pytest.mark.usefixtures("places")
def test_every_number_has_its_rows() -> None:
    for subject in (Subject(area=COUNTY), Subject(unit="ZONE")):
        for figure in FIGURES:
            assert figure.rows(subject, DAY, "now").count() == figure.values(subject, DAY)["now"]


@pytest.mark.usefixtures("places")
def test_a_figure_takes_one_query_for_any_size() -> None:
    for figure in FIGURES:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            figure.values(Subject(area=COUNTY), DAY)
        assert len(asked) == 1
