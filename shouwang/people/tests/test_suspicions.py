"""Two persons who may be one: decided by a person, remembered, and taken back with everything they had."""

from uuid import UUID

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib.refusals import Refused
from shouwang.people import reads, writes
from shouwang.people.choices import Decision
from shouwang.people.models import Household, NameVariant, Person, Suspicion
from shouwang.people.rules.suspicions import common_area
from shouwang.people.writes import Home

from .conftest import COUNTY, FAR_VILLAGE, OTHER_VILLAGE, TOWN, VILLAGE, actor, number, told


@pytest.fixture
def pair(town: Actor) -> tuple[UUID, UUID, UUID]:
    """A person with a document, a possible double without one, and the question."""
    first = writes.identify([told()], by=town)[0].person_id
    second = writes.identify([told(n=None, phone="16900000001", address="9号")], by=town)[0].person_id
    assert first
    assert second
    return first, second, Suspicion.objects.get().pk


def test_the_same_person_keeps_the_document_and_the_other_gives_way(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    first, second, question = pair
    kept = writes.decide_suspicion(question, Decision.SAME, by=town)
    assert kept.pk == first
    assert Person.objects.get(pk=second).merged_into_id == first
    gone = reads.person(second, by=town)
    assert gone
    assert gone.id == first
    assert [card.id for card in reads.search("张样三", by=town)] == [first]


def test_who_gave_way_is_still_recognised(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    first, _second, question = pair
    writes.decide_suspicion(question, Decision.SAME, by=town)
    again = writes.identify([told(n=None, phone="16900000001", address="9号")], by=town)[0]
    assert (again.person_id, again.created) == (first, False)


def test_merging_moves_the_records_and_taking_back_moves_them_home(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    first, second, question = pair
    third = writes.identify([told("李样四", 4)], by=town)[0].person_id
    Person.objects.filter(pk=third).update(merged_into=second)
    writes.decide_suspicion(question, Decision.SAME, by=town)
    assert Person.objects.get(pk=third).merged_into_id == first
    writes.take_back(question, reason="两人", by=town)
    assert Person.objects.get(pk=third).merged_into_id == second
    assert Person.objects.get(pk=second).merged_into_id is None
    assert Suspicion.objects.get().decision == ""


def test_the_household_no_longer_lists_who_gave_way(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    first, second, question = pair
    homes = [Home(area=VILLAGE, door=door) for door in ("1", "2")]
    one, other = (verdict.id for verdict in writes.record_households(homes, by=town))
    writes.correct_person(first, {"household_id": one}, why="住处", by=town)
    writes.correct_person(second, {"household_id": other}, why="住处", by=town)
    writes.decide_suspicion(question, Decision.SAME, by=town)
    assert [Household.objects.get(pk=home).listed for home in (one, other)] == [1, 0]
    writes.take_back(question, reason="两人", by=town)
    assert [Household.objects.get(pk=home).listed for home in (one, other)] == [1, 1]


def test_who_stays_gets_what_only_the_other_was_known_by_and_gives_it_back(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    first, second, question = pair
    home = writes.record_households([Home(area=VILLAGE, door="1")], by=town)[0].id
    Person.objects.filter(pk=first).update(phone=None, phone_index=None, phone_masked="")
    writes.correct_person(second, {"household_id": home, "employer": "粮站"}, why="住处", by=town)
    writes.decide_suspicion(question, Decision.SAME, by=town)
    kept = Person.objects.get(pk=first)
    assert (kept.household_id, kept.employer, kept.phone_masked, Household.objects.get().listed) == (home, "粮站", "169****0001", 1)
    writes.correct_person(first, {"employer": "学校"}, why="换了单位", by=town)
    writes.take_back(question, reason="两人", by=town)
    kept = Person.objects.get(pk=first)
    assert (kept.household_id, kept.employer, kept.phone, kept.phone_masked) == (None, "学校", None, "")


def test_not_the_same_is_remembered(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    writes.decide_suspicion(pair[2], Decision.NOT_SAME, reason="父子", by=town)
    assert reads.open_suspicions(by=town) == 0
    assert writes.find_suspected(TOWN, by=town) == 0
    assert Person.objects.filter(merged_into__isnull=True).count() == 2


def test_a_decision_stands_until_it_is_taken_back(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    writes.decide_suspicion(pair[2], Decision.NOT_SAME, by=town)
    with pytest.raises(Refused) as refusal:
        writes.decide_suspicion(pair[2], Decision.SAME, by=town)
    assert refusal.value.code == "DECIDED_ALREADY"


def test_two_identity_cards_are_never_merged(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    _first, second, question = pair
    writes.correct_person(second, {"document": number(3)}, why="补证件", by=town)
    with pytest.raises(Refused) as refusal:
        writes.decide_suspicion(question, Decision.SAME, by=town)
    assert refusal.value.code == "TWO_DOCUMENTS"


def test_the_other_name_finds_the_person_that_stayed(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    first, second, question = pair
    writes.correct_person(second, {"full_name": "章样三"}, why="错字", by=town)
    writes.decide_suspicion(question, Decision.SAME, by=town)
    assert [card.id for card in reads.search("章样三", by=town)] == [first]
    assert NameVariant.objects.filter(person=first).exists()


def test_the_batch_finds_what_nobody_saw_at_entry(town: Actor, pair: tuple[UUID, UUID, UUID]) -> None:
    Suspicion.objects.all().delete()
    assert writes.find_suspected(TOWN, by=town) == 1
    assert writes.find_suspected(TOWN, by=town) == 0
    asked = Suspicion.objects.get()
    assert {asked.one_id, asked.other_id} == set(pair[:2])


def test_a_question_about_two_villages_is_for_their_township(db: None) -> None:
    with acting_as(actor(TOWN)) as by:
        writes.identify([told(), told(n=None, phone="16900000001", area=OTHER_VILLAGE)], by=by)
        assert Suspicion.objects.get().area == TOWN
    with acting_as(actor(VILLAGE, "village_officer")) as by:
        assert reads.open_suspicions(by=by) == 0


def test_a_question_of_another_area_is_not_there(db: None) -> None:
    with acting_as(actor(COUNTY)) as by:
        writes.identify([told(area=FAR_VILLAGE), told(n=None, phone="16900000001", area=FAR_VILLAGE)], by=by)
        question = Suspicion.objects.get().pk
    with acting_as(actor(TOWN)) as by, pytest.raises(Refused) as refusal:
        writes.decide_suspicion(question, Decision.SAME, by=by)
    assert refusal.value.code == "not_found"


def test_the_database_merges_nobody_outside_the_area(db: None) -> None:
    from django.db import connection

    with acting_as(actor(COUNTY)) as by:
        ids = [found.person_id for found in writes.identify([told(n=1, area=FAR_VILLAGE), told(n=2)], by=by)]
    with pytest.raises(Exception, match="must lie in the area"), acting_as(actor(TOWN)), connection.cursor() as cursor:
        cursor.execute("SELECT people_merge('people_person', %s, %s)", ids)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (VILLAGE, VILLAGE, VILLAGE),
        (VILLAGE, OTHER_VILLAGE, TOWN),
        (VILLAGE, FAR_VILLAGE, COUNTY),
        (f"{TOWN}000001", f"{TOWN}000002", TOWN),
    ],
)
def test_the_common_area_is_the_smallest_that_holds_both(one: str, other: str, shared: str) -> None:
    assert common_area(one, other) == shared
