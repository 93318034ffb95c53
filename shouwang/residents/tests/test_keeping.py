"""Papers whose time is over are let go by themselves; what is open, objected to or an archive stays."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit import reads as audit
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.papers import reads as papers
from shouwang.papers import writes as printed
from shouwang.papers.choices import PaperKind
from shouwang.papers.exchange.specimens import specimen
from shouwang.papers.rules.keeping import is_over
from shouwang.quarantine import writes as measures
from shouwang.quarantine.tests.conftest import TODAY, at, person, started
from shouwang.residents import jobs, writes
from shouwang.residents.choices import ObjectionKind
from shouwang.residents.models import Objection
from shouwang.residents.tests.conftest import OTHER_TOWN, VILLAGE, actor
from shouwang.residents.writes import NewObjection, ObjectionAnswer

pytestmark = pytest.mark.django_db
CERTIFICATE, START = PaperKind.COMPLETION_CERTIFICATE, PaperKind.START_NOTICE
ENDED = date(2020, 2, 8)


def paper(by: Actor, n: int, observation: UUID | None = None, kind: str = START) -> UUID:
    """A paper of the n-th person; a report names nobody."""
    who = None if kind == PaperKind.DAILY_REPORT else person(n)
    [verdict] = printed.issue([printed.NewPaper(kind=kind, area=VILLAGE, facts=specimen(kind, "zh-hans"), person_id=who, about=observation)], by=by)
    assert verdict.id, verdict
    return verdict.id


def end(by: Actor, observation: UUID) -> None:
    gone = measures.Decided(observation_id=observation, reason="by order", kind="left_again", happened_at=at(TODAY, 19))
    assert measures.end_early([gone], by=by)[0].taken


def later(days: int) -> int:
    """The night so many days after the county's evening; how many papers were let go."""
    with clocks.stopped(at(TODAY, 20) + timedelta(days=days)):
        return jobs.let_go_everywhere()


def held(key: UUID, by: Actor) -> bool:
    card = papers.paper(key, by=by)
    assert card
    return card.let_go_on is None


def kept_of(key: UUID) -> str:
    """Everything the database holds of a paper, its history too."""
    history = "SELECT string_agg(old::text, '') FROM ledger_history WHERE row_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT p::text FROM papers_paper p WHERE id = %s) || coalesce(({history}), '')", [key, str(key)])
        [row] = cursor.fetchone()
    return row


def test_what_is_over_goes_and_what_is_open_stays(county: Actor) -> None:
    over, standing = started(county, 1, 2)
    papers_of = [paper(county, 1, over), paper(county, 2, standing), paper(county, 3)]
    end(county, over)
    assert later(90) == 0, "not one day too early"
    assert later(91) == 2
    assert [held(key, county) for key in papers_of] == [False, True, False]
    assert later(92) == 0
    assert audit.events().filter(action="papers.let_go", count=2).exists()


def test_who_objects_keeps_the_papers_until_long_after_the_answer(county: Actor) -> None:
    key = paper(county, 1)
    writes.lodge_objections([NewObjection(person(1), "wrong name", ObjectionKind.RECORD)], by=county)
    assert later(200) == 0
    assert held(key, county)
    with clocks.stopped(at(TODAY, 20) + timedelta(days=150)):
        assert writes.answer_objections([ObjectionAnswer(Objection.objects.get().pk, "granted", "right")], by=county)[0].taken
    assert later(240) == 0
    assert later(241) == 1


def test_reports_are_archives_and_a_last_day_ahead_holds(county: Actor) -> None:
    report = paper(county, 0, kind=PaperKind.DAILY_REPORT)
    assert later(4000) == 0
    assert held(report, county)
    assert not is_over(START, issued_on=ENDED, valid_to=ENDED + timedelta(days=30), before=ENDED + timedelta(days=1))
    assert is_over(START, issued_on=ENDED, valid_to=None, before=ENDED + timedelta(days=1))


def test_nothing_of_the_person_is_left_and_a_certificate_still_verifies(county: Actor) -> None:
    key, other = paper(county, 1, kind=CERTIFICATE), paper(county, 2)
    printed.withdraw([printed.Withdrawal(other, "a mistake")], by=county)  # leaves an earlier version behind
    card = papers.paper(key, by=county)
    assert card
    assert kept_of(other).count(str(person(2))) >= 2, "in the row and in its history"
    assert later(91) == 2
    assert [str(person(number)) in kept_of(one) for one, number in ((key, 1), (other, 2))] == [False, False]
    assert papers.of_person(person(1), by=county) == []
    assert (papers.standing_of(card.token).state, papers.standing_of(card.token).number) == ("valid", card.number)
    with pytest.raises(Refused) as caught:
        papers.pdf([key], by=county)
    assert caught.value.code == "let_go"


def test_the_next_township_lets_nothing_go(county: Actor, settings: Any) -> None:
    key = paper(county, 1)
    with clocks.stopped(at(TODAY, 20) + timedelta(days=91)), acting_as(actor(OTHER_TOWN)) as by:
        assert printed.let_go([key], days=90, by=by) == 0
    assert held(key, county)
    settings.PAPERS_KEPT_DAYS = 10
    assert later(11) == 1, "the days are a setting"
