"""Law 3: every figure recounts, opens its rows, and adds up over the tree."""

from datetime import timedelta

import pytest

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.figures import Flow, Stock, registry
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.places.reads import path_of
from shouwang.reports import reads

pytestmark = pytest.mark.usefixtures("demo")


def county() -> Subject:
    return Subject(area=path_of("411621") or "")


def test_every_running_total_is_what_its_records_say() -> None:
    with acting_as(system()):
        assert list(recount()) == []


def test_the_demo_county_has_something_to_count() -> None:
    with acting_as(system()):
        values = reads.live_values(county(), reads.day_of(clocks.today() - timedelta(days=1), county().area))
    alive = {"villages", "residents", "returnees_total", "home_observed", "readings_due", "readings_missed", "fever_persons", "reports_received"}
    assert not {name for name in alive if not any(values[name].values())}


def test_the_rows_behind_a_number_are_as_many_as_it_says() -> None:
    with acting_as(system()):
        day = reads.day_of(clocks.today() - timedelta(days=1), county().area)
        for figure in registry.all():
            if isinstance(figure, Flow | Stock) and not figure.amount and not figure.distinct:
                for column, value in figure.values(county(), day).items():
                    assert figure.rows(county(), day, column).count() == value, f"{figure.name} {column}"


def test_townships_add_up_to_the_county() -> None:
    with acting_as(system()):
        day = reads.day_of(clocks.today() - timedelta(days=1), county().area)
        for figure in registry.all():
            if not getattr(figure, "distinct", ""):
                whole, parts = figure.values(county(), day), figure.by_area(county(), day, "township").values()
                for column, value in whole.items():
                    inside = sum(part.get(column) or 0 for part in parts)
                    assert inside == value or figure.name in STANDS_AT_COUNTY, f"{figure.name} {column}: {inside} below, {value} above"


STANDS_AT_COUNTY: set[str] = set()  # figures whose rows may lie at the county itself
