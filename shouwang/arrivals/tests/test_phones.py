"""Who cannot be called: the return itself knows it, whoever writes the telephone, wherever, and also after a merge and back."""

from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import forms, reads
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.lists import Filters
from shouwang.arrivals.tests.conftest import FAR_VILLAGE, OTHER_TOWN, actor, came
from shouwang.arrivals.tests.test_recording import record
from shouwang.people import writes as people
from shouwang.people.choices import Decision
from shouwang.people.models import Person


def unreachable(by: Actor) -> set[UUID]:
    """The persons of the queue, which are those the persons themselves say."""
    found = set(reads.arrivals(Filters(open="no_phone"), by=by).values_list("person", flat=True))
    said = Arrival.objects.filter(live=True, person__phone_index__isnull=True)
    assert found == set(said.values_list("person", flat=True))
    return found


def who(by: Actor, n: int | None, **more: Any) -> UUID:
    root = record(came(n, **more), by=by)[0].id
    return Arrival.objects.get(root=root, live=True).person_id


def test_a_telephone_told_later_takes_somebody_out_of_the_queue_and_one_taken_away_puts_them_back(county: Actor) -> None:
    one, other = who(county, 1, phone=""), who(county, 2)
    assert unreachable(county) == {one}
    people.correct_person(one, {"phone": "16900000091"}, why="打电话问到", by=county)
    assert unreachable(county) == set()
    people.correct_person(other, {"phone": ""}, why="空号", by=county)
    assert unreachable(county) == {other}


def test_the_queue_follows_a_telephone_that_another_township_writes(county: Actor) -> None:
    one = who(county, 1, phone="", area=FAR_VILLAGE)
    assert unreachable(county) == {one}
    with acting_as(actor(OTHER_TOWN)) as there:
        people.correct_person(one, {"phone": "16900000091"}, why="打电话问到", by=there)
    assert unreachable(county) == set()


def test_a_merge_and_its_undoing_leave_the_queue_right(county: Actor) -> None:
    kept = who(county, 1, phone="")
    freely = {"from_place": "河南省郑州市", "health_certificate": True}
    gone = who(county, None, phone="16900000091", arrived_on=came().arrived_on.replace(day=21), address="9号", **freely)
    assert kept != gone
    question = people.suspect(kept, gone, by=county).pk
    before = unreachable(county)
    assert before == {kept}
    people.decide_suspicion(question, Decision.SAME, reason="同一人", by=county)
    assert unreachable(county) == set()
    people.take_back(question, reason="认错人", by=county)
    assert unreachable(county) == before
    assert not Person.objects.filter(merged_into__isnull=False).exists()


@pytest.mark.parametrize("key", ["arrival_class", "arrived_on", "to_date"])
def test_lists_are_read_in_the_order_of_an_index(key: str) -> None:
    [column] = [column for column in forms.REGISTER.columns if column.key == key]
    indexed = {tuple(index.fields) for index in Arrival._meta.indexes}
    assert tuple(column.order_field.split()) in indexed
