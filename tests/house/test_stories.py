"""The person's page tells one story: told by every feature, narrowed, in both orders, with the same queries for one record and many."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.arrivals.models import Arrival
from shouwang.ledger import stories
from shouwang.ledger.choices import About
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.people.models import Person
from shouwang.places.reads import path_of
from shouwang.quarantine.models import Alert, Observation, Reading

pytestmark = pytest.mark.usefixtures("demo")
TOWN = "411621101"


@pytest.fixture
def watched(demo: None) -> UUID:
    """Somebody of the demo's township who is under observation and was checked."""
    with acting_as(system()):
        found = Observation.objects.filter(area__startswith=path_of(TOWN) or "?", readings__isnull=False).exclude(alerts__isnull=True)
        found = found if found.exists() else Observation.objects.filter(area__startswith=path_of(TOWN) or "?", readings__isnull=False)
        one = found.order_by("pk").first()
        assert one
        return one.person_id


def officer() -> Client:
    with acting_as(system()):
        user = User.objects.get(username="township")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_every_feature_tells_its_part(watched: UUID) -> None:
    with acting_as(system()) as by:
        found = stories.story_of(watched, by=by)
    assert {About.REGISTER, About.RETURN, About.MEASURE, About.TEAM} <= {kind for kind, _count in found.kinds}
    assert found.charts
    assert [event.at for event in found.events] == sorted((event.at for event in found.events), reverse=True)


def test_a_story_is_narrowed_and_turned(watched: UUID) -> None:
    with acting_as(system()) as by:
        found = stories.story_of(watched, by=by, about=About.RETURN, oldest_first=True)
        assert {event.kind for event in found.events} == {About.RETURN}
        assert [event.at for event in found.events] == sorted(event.at for event in found.events)
        assert found.total > len(found.events)


def test_who_may_not_see_a_part_is_not_told_it(watched: UUID) -> None:
    from shouwang.accounts.actors import Actor

    area = path_of(TOWN) or ""
    clinic = Actor(user_id=None, post_id=None, role="clinician", area=area, name="clinic")
    with acting_as(clinic) as by:
        kinds = {kind for kind, _count in stories.story_of(watched, by=by).kinds}
    assert About.RETURN not in kinds
    assert About.MEASURE in kinds


def test_the_page_shows_the_curve_and_the_story(watched: UUID) -> None:
    page = officer().get(reverse("people:person", args=[watched])).content.decode()
    assert "<svg viewBox" in page
    assert "story-event" in page


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection, ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def copies(row: Any, n: int, **changes: Any) -> None:
    """The row ``n`` times more, each with an id of its own."""
    made = []
    for at in range(n):
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in ("id", "received")}
        made.append(type(row)(**values | {"id": uuid7()} | {name: change(at) for name, change in changes.items()}))
    type(row).objects.bulk_create(made)


def test_a_page_of_one_record_and_of_three_hundred_takes_the_same_queries(watched: UUID) -> None:
    client, url = officer(), reverse("people:person", args=[watched])
    before = queries(client, url)
    with acting_as(system()):
        observation = Observation.objects.filter(person=watched).first()
        reading = Reading.objects.filter(person=watched).first()
        arrival = Arrival.objects.filter(person=watched, live=True).first()
        assert observation
        assert reading
        assert arrival
        ended = {"state": lambda _at: "released", "ended_at": lambda at: clocks.now() - timedelta(days=at), "started_at": lambda at: clocks.now() - timedelta(days=at + 5)}
        copies(observation, 5, **ended)
        copies(reading, 300, happened_at=lambda at: reading.happened_at + timedelta(seconds=at + 1), temperature_c=lambda _at: Decimal("36.5"), kind=lambda _at: "measured")
        copies(arrival, 20, arrived_on=lambda at: arrival.arrived_on - timedelta(days=at + 20), root=lambda _at: uuid7())
        alert = Alert(observation=observation, person_id=watched, area=observation.area, kind="fever", opened_at=clocks.now(), closed_at=clocks.now(), created_at=clocks.now())
        alert.save(force_insert=True)
        copies(alert, 50)
        assert Person.objects.filter(pk=watched).exists()
    assert queries(client, url) == before
