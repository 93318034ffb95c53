"""What a person's story says of papers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.choices import About
from shouwang.ledger.stories import story_of
from shouwang.papers import writes
from shouwang.papers.choices import PaperKind
from shouwang.papers.forms import told
from shouwang.papers.tests.conftest import WEST, issued, officer, paper, somebody
from shouwang.papers.writes import Withdrawal

pytestmark = pytest.mark.django_db


def test_papers_are_told_with_the_way_to_print_them_and_why_they_were_withdrawn(county: Actor) -> None:
    person = somebody()
    kept, gone = issued(county, paper(person_id=person), paper(PaperKind.START_NOTICE, person_id=person))
    writes.withdraw([Withdrawal(gone, "写错名字")], by=county)
    events = told(person, county).events
    assert {event.url for event in events} == {reverse("papers:pdf", args=[kept]), reverse("papers:paper", args=[gone])}
    assert [event.by for event in events if "写错名字" in event.text] == [county.name]
    assert {event.url for event in events} <= {event.url for event in story_of(person, by=county, about=About.PAPER).events}


def test_the_next_township_is_told_nothing_and_many_cost_no_more(county: Actor) -> None:
    person = somebody()

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            told(person, county)
        return len(context)

    issued(county, paper(person_id=person))
    one = queries()
    issued(county, *(paper(person_id=person, facts={"document": f"{n}"}) for n in range(8)))
    assert len(told(person, county).events) == 9
    assert queries() == one
    with acting_as(officer(WEST)) as west:
        assert told(person, west).events == []
