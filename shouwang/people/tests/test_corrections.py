"""Corrections have a reason, keep what was, and looking at sealed values leaves a trace."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.reads import events
from shouwang.lib.refusals import Refused
from shouwang.people import reads, writes
from shouwang.people.choices import SealedFact
from shouwang.people.models import Person

from .conftest import COUNTY, FAR_VILLAGE, OTHER_VILLAGE, TOWN, actor, number, told


@pytest.fixture
def person_id(town: Actor) -> UUID:
    found = writes.identify([told()], by=town)[0].person_id
    assert found
    return found


def refusal_of(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    return refusal.value.code


def test_a_correction_changes_and_names_the_columns(town: Actor, person_id: UUID) -> None:
    verdict = writes.correct_person(person_id, {"full_name": "章样三", "phone": "169 0000 0009"}, why="录错", by=town)
    assert (verdict.outcome, verdict.facts["changed"]) == ("corrected", ["full_name", "phone_index"])
    card = reads.person(person_id, by=town)
    assert card
    assert (card.full_name, card.phone) == ("章样三", "169****0009")
    assert [found.id for found in reads.search("zys", by=town)] == [person_id]
    assert [found.id for found in reads.search("张样三", by=town)] == [person_id]


def test_the_version_before_is_kept(town: Actor, person_id: UUID) -> None:
    writes.correct_person(person_id, {"full_name": "章样三"}, why="录错", by=town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT old ->> 'full_name' FROM ledger_history WHERE row_id = %s", [str(person_id)])
        assert cursor.fetchall() == [("张样三",)]


def test_a_new_document_changes_who_the_person_is(town: Actor, person_id: UUID) -> None:
    writes.correct_person(person_id, {"document": number(3)}, why="录错", by=town)
    assert reads.by_documents([number(1), number(3)], by=town) == {number(3): person_id}
    assert writes.identify([told(n=1)], by=town)[0].created


def test_who_moves_is_seen_at_the_new_place_with_all_other_names(town: Actor, person_id: UUID) -> None:
    writes.identify([told("章样三")], by=town)
    writes.correct_person(person_id, {"area": OTHER_VILLAGE}, why="搬家", by=town)
    with acting_as(actor(OTHER_VILLAGE, "village_officer")) as by:
        assert [card.id for card in reads.search("章样三", by=by)] == [person_id]


def test_somebody_elses_document_is_refused(town: Actor, person_id: UUID) -> None:
    writes.identify([told("李样四", 4)], by=town)
    assert (
        refusal_of(writes.correct_person, person_id, {"document": number(4)}, why="录错", by=town) == "DOCUMENT_TAKEN"
    )


@pytest.mark.parametrize(
    ("changes", "why", "code"),
    [
        ({"full_name": "章"}, " ", "REASON_MISSING"),
        ({"merged_into": "x"}, "录错", "UNKNOWN_FIELD"),
        ({"full_name": ""}, "录错", "NAME_MISSING"),
        ({"document": "1"}, "录错", "ID_LENGTH"),
        ({"area": FAR_VILLAGE}, "录错", "out_of_area"),
    ],
)
def test_a_wrong_correction_is_refused_and_changes_nothing(
    town: Actor, person_id: UUID, changes: dict[str, Any], why: str, code: str
) -> None:
    before = Person.objects.values().get(pk=person_id)
    assert refusal_of(writes.correct_person, person_id, changes, why=why, by=town) == code
    assert Person.objects.values().get(pk=person_id) == before


def test_a_person_of_another_area_cannot_be_corrected(db: None) -> None:
    with acting_as(actor(COUNTY)) as by:
        person_id = writes.identify([told(area=FAR_VILLAGE)], by=by)[0].person_id
    with acting_as(actor(TOWN)) as by:
        assert refusal_of(writes.correct_person, person_id, {"full_name": "章"}, why="录错", by=by) == "not_found"
        assert refusal_of(writes.reveal, person_id, SealedFact.PHONE, reason="电话核实", by=by) == "not_found"
        assert refusal_of(writes.open_person, person_id, by=by) == "not_found"
        assert writes.reveal_many([person_id], SealedFact.PHONE, reason="打印", by=by) == {}


def test_looking_at_a_person_leaves_an_event(town: Actor, person_id: UUID) -> None:
    assert writes.open_person(person_id, by=town).id == person_id
    assert [event.action for event in events(subject=str(person_id))] == ["people.open_person"]


@pytest.mark.parametrize(("fact", "value"), [(SealedFact.DOCUMENT, number(1)), (SealedFact.PHONE, "16900000001")])
def test_revealing_needs_a_reason_and_leaves_an_event_without_the_value(
    town: Actor, person_id: UUID, fact: SealedFact, value: str
) -> None:
    assert refusal_of(writes.reveal, person_id, fact, reason=" ", by=town) == "REASON_MISSING"
    assert writes.reveal(person_id, fact, reason="电话核实", by=town) == value
    event = events(subject=str(person_id)).get(action="people.reveal")
    assert (event.reason, event.detail) == ("电话核实", {"field": fact.value})
    assert value not in str(event.__dict__)


def test_revealing_needs_the_permission(person_id: UUID) -> None:
    with acting_as(actor(TOWN, "grid_worker")) as by:
        assert refusal_of(writes.reveal, person_id, SealedFact.PHONE, reason="电话核实", by=by) == "not_permitted"


def test_a_list_is_revealed_with_one_event_that_counts(town: Actor, person_id: UUID) -> None:
    values = writes.reveal_many([person_id, uuid4()], SealedFact.DOCUMENT, reason="打印登记表", by=town)
    assert values == {person_id: number(1)}
    assert [(event.count, event.reason) for event in events() if event.action == "people.reveal_many"] == [
        (1, "打印登记表")
    ]


def test_nothing_kept_is_nothing_to_reveal(town: Actor) -> None:
    found = writes.identify([told(n=None, address="1号")], by=town)[0].person_id
    assert refusal_of(writes.reveal, found, SealedFact.DOCUMENT, reason="核实", by=town) == "NOTHING_SEALED"
