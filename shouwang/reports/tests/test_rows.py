"""What stands behind a number reads as words in every language, whichever number it is."""

import re
from datetime import time

import pytest
from django.db import models
from django.utils import translation

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.choices import Permission
from shouwang.ledger.figures import Figure, registry
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.reports import reads
from shouwang.reports.choices import RECORDS
from shouwang.reports.reads.rows import SPEAKING, cards, weights
from shouwang.reports.tests.conftest import DAY, County

FIGURES = registry.all()
CHINESE = re.compile("[一-鿿]")


def behind(figure: Figure, county: County) -> list[type[models.Model]]:
    """The tables of the rows behind each column of a figure, and of what was counted once."""
    subject, day = Subject(area=county.county), reads.day_of(DAY, county.county)
    return [figure.rows(subject, day, column).model for column in figure.columns]


def kind_of(model: type, **facts: str) -> str:
    [card] = cards([model(**facts)], by=system())
    return str(card.kind)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("figure", FIGURES, ids=[figure.name for figure in FIGURES])
def test_a_row_is_named_in_the_reader_s_language(figure: Figure, language: str, county: County) -> None:
    for model in behind(figure, county):
        with translation.override(language):
            names = [kind_of(model), *(kind_of(model, **{name: code}) for name, code in codes(model))]
        assert all(names), names
        for name in names:
            assert bool(CHINESE.search(name)) == (language != "en"), f"{figure.name}: {name!r} in {language}"


def codes(model: type[models.Model]) -> list[tuple[str, str]]:
    """Every kind that a row may have by itself."""
    fields = {field.name: field for field in model._meta.get_fields()}
    return [(name, code) for name in SPEAKING if name in fields for code, _label in getattr(fields[name], "choices", None) or []]


def test_every_table_behind_a_number_has_a_name_and_no_other_does(county: County) -> None:
    found = {model._meta.label for figure in FIGURES for model in behind(figure, county)}
    assert found == set(RECORDS)


def test_a_kind_of_its_own_comes_before_the_table(county: County) -> None:
    from shouwang.places.models import Area, Site

    with translation.override("zh-hans"):
        assert [kind_of(Site, kind="checkpoint"), kind_of(Site)] == ["卡点", "场所"]
        assert kind_of(Area, level="village", kind="") == "区域"


def test_rows_that_count_as_more_than_one_say_as_how_many(county: County) -> None:
    from shouwang.people import writes as people
    from shouwang.people.rules.households import Home

    with clocks.stopped(clocks.at(DAY, time(9))):
        people.record_households([Home(area=county.village_1, code="H1", building="3", door="0101", members=4)], by=system())
    subject, day = Subject(area=county.county), reads.day_of(DAY, county.county)
    residents, villages = registry.get("residents"), registry.get("villages")
    assert residents
    assert villages
    rows = list(residents.rows(subject, day, "now"))
    [card] = cards(rows, by=system(), pairs=weights(residents, rows, subject, day))
    assert (card.now, card.before, card.text) == (4, None, "3 0101")
    assert "一村" in card.place
    assert weights(villages, [], subject, day) is None
    blind = Actor(user_id=None, post_id=None, role="upper_level", area=county.county)
    assert not blind.can(Permission.VIEW_PEOPLE)
    assert [one.text for one in cards(rows, by=blind)] == ["H1"]
    assert [one.url for one in cards(rows, by=blind)] == [""]
