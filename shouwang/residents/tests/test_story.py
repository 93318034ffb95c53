"""What a person's story says of the resident's side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.choices import About
from shouwang.ledger.stories import story_of
from shouwang.residents import writes
from shouwang.residents.choices import HelpKind, ObjectionKind
from shouwang.residents.forms import told
from shouwang.residents.tests.conftest import OTHER_TOWN, VILLAGE, Holder, actor
from shouwang.residents.writes import NewHelp, NewObjection

pytestmark = pytest.mark.django_db


def test_objections_requests_and_links_are_told_each_once(held: Holder, county: Actor) -> None:
    lodged = writes.lodge_objections(
        [NewObjection(held.person, "我已满十四天"), NewObjection(held.person, "出生日期错了", ObjectionKind.RECORD)], by=county
    )
    writes.ask_help([NewHelp(held.person, HelpKind.MEDICINE, "降压药")], by=county)
    writes.revoke_links([held.link], reason="手机丢了", by=county)
    events = told(held.person, county).events
    texts = [str(event.text) for event in events]
    assert any("出生日期错了" in text for text in texts)
    assert "降压药" in texts
    assert "手机丢了" in texts
    assert {reverse("residents:objection", args=[verdict.id]) for verdict in lodged} <= {event.url for event in events}
    whole = story_of(held.person, by=county).events
    assert sum("我已满十四天" in str(event.text) for event in whole) == 1
    assert {event.kind for event in events} == {About.OBJECTION, About.PAPER}


def test_each_part_is_told_to_whom_it_concerns_only(held: Holder, county: Actor) -> None:
    writes.ask_help([NewHelp(held.person, HelpKind.DOCTOR, "头晕")], by=county)
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert told(held.person, stranger).events == []
    with acting_as(actor(VILLAGE, "supervisor")) as looker:
        assert told(held.person, looker).events == []


def test_many_requests_cost_no_more_queries(held: Holder, county: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            told(held.person, county)
        return len(context)

    few = queries()
    writes.ask_help([NewHelp(held.person, kind, f"第{n}次") for n, kind in enumerate(HelpKind.values)], by=county)
    writes.lodge_objections([NewObjection(held.person, "错了", ObjectionKind.RECORD)], by=county)
    assert queries() == few
