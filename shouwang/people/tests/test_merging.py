"""Two become one and two again: chains, questions, who may take back, households, and what cannot stand side by side."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib.refusals import Refused
from shouwang.people import reads, writes
from shouwang.people.choices import Decision
from shouwang.people.models import Household, HouseholdMerge, Person, ResidentCount, Suspicion
from shouwang.people.writes import Home

from .conftest import COUNTY, FAR_VILLAGE, OTHER_VILLAGE, TOWN, VILLAGE, actor, told


def person(by: Actor, n: int | None, phone: str, area: str = VILLAGE, name: str = "张样三") -> UUID:
    found = writes.identify([told(name, n, area=area, **({"phone": phone} if n is None else {}), address=phone)], by=by)[0].person_id
    assert found
    return found


def same(one: UUID, other: UUID, by: Actor) -> UUID:
    question = writes.suspect(one, other, by=by).pk
    writes.decide_suspicion(question, Decision.SAME, reason="同一人", by=by)
    return question


def into(person_id: UUID) -> UUID | None:
    return Person.objects.get(pk=person_id).merged_into_id


@pytest.fixture
def three(town: Actor) -> tuple[UUID, UUID, UUID]:
    """Three without a document, in the order they were registered."""
    return person(town, None, "16900000001"), person(town, None, "16900000002"), person(town, None, "16900000003")


def test_a_chain_is_taken_back_from_its_end(town: Actor, three: tuple[UUID, UUID, UUID]) -> None:
    a, b, c = three
    first = same(c, b, town)
    second = same(b, a, town)
    assert (into(c), into(b)) == (a, a)
    with pytest.raises(Refused) as refusal:
        writes.take_back(first, reason="两人", by=town)
    assert refusal.value.code == "MERGED_FURTHER"
    assert "张样三" in str(refusal.value)
    writes.take_back(second, reason="两人", by=town)
    assert (into(c), into(b)) == (b, None)
    writes.take_back(first, reason="两人", by=town)
    assert (into(c), into(b)) == (None, None)


def test_two_merges_into_one_person_are_taken_back_in_any_order(town: Actor, three: tuple[UUID, UUID, UUID]) -> None:
    a, b, c = three
    first, second = same(b, a, town), same(c, a, town)
    writes.take_back(first, reason="两人", by=town)
    assert (into(b), into(c)) == (None, a)
    writes.take_back(second, reason="两人", by=town)
    assert into(c) is None


def test_questions_about_the_other_are_asked_of_the_one_who_stays(town: Actor, three: tuple[UUID, UUID, UUID]) -> None:
    a, b, c = three
    asked = writes.suspect(b, c, by=town).pk
    merge = same(a, b, town)
    question = Suspicion.objects.get(pk=asked)
    assert {question.one_id, question.other_id} == {a, c}
    writes.take_back(merge, reason="两人", by=town)
    question = Suspicion.objects.get(pk=asked)
    assert {question.one_id, question.other_id} == {b, c}


def test_not_the_same_is_remembered_of_the_one_who_stays(town: Actor, three: tuple[UUID, UUID, UUID]) -> None:
    a, b, c = three
    asked = writes.suspect(b, c, by=town).pk
    writes.decide_suspicion(asked, Decision.NOT_SAME, reason="父子", by=town)
    again = writes.suspect(a, c, by=town).pk
    merge = same(a, b, town)
    assert not Suspicion.objects.filter(pk=asked).exists()  # asked once of the pair, not twice
    writes.take_back(merge, reason="两人", by=town)
    kept = Suspicion.objects.get(pk=asked)
    assert (kept.decision, kept.reason, {kept.one_id, kept.other_id}) == ("not_same", "父子", {b, c})
    assert Suspicion.objects.filter(pk=again, decision="").exists()


def test_two_who_are_one_already_are_not_asked_about(town: Actor, three: tuple[UUID, UUID, UUID]) -> None:
    a, b, _c = three
    with pytest.raises(Refused) as refusal:
        writes.suspect(a, a, by=town)
    assert refusal.value.code == "ONE_ALREADY"
    same(a, b, town)
    with pytest.raises(Refused) as refusal:
        writes.suspect(a, b, by=town)
    assert refusal.value.code == "not_found"


def test_records_in_another_township_are_for_an_office_that_sees_both(db: None) -> None:
    with acting_as(actor(COUNTY, "command_office")) as county:
        one, other = person(county, 1, ""), person(county, None, "16900000009")
        third = person(county, None, "16900000008", area=FAR_VILLAGE)
        Person.objects.filter(pk=third).update(merged_into=other)  # a row of the next township that names one of the two
    with acting_as(actor(TOWN)) as by, pytest.raises(Refused) as refusal:
        same(one, other, by)
    assert refusal.value.code == "RECORDS_ELSEWHERE"
    with acting_as(actor(COUNTY, "command_office")) as county:
        same(one, other, county)
        assert into(third) == one


@pytest.mark.parametrize(("area", "post", "may"), [(VILLAGE, 7, True), (VILLAGE, 8, False), (TOWN, 8, True), (COUNTY, 9, True)])
def test_who_decided_or_the_township_takes_back(db: None, area: str, post: int, may: bool) -> None:
    village = Actor(user_id=7, post_id=7, role="village_officer", area=VILLAGE, name="one")
    with acting_as(village):
        question = same(person(village, 1, ""), person(village, None, "16900000002"), village)
    other = Actor(user_id=post, post_id=post, role="village_officer", area=area, name="two")
    with acting_as(other):
        if may:
            writes.take_back(question, reason="两人", by=other)
        else:
            with pytest.raises(Refused) as refusal:
                writes.take_back(question, reason="两人", by=other)
            assert refusal.value.code == "NOT_YOURS"


def counted() -> list[tuple[str, date, int, int]]:
    return sorted(ResidentCount.objects.values_list("area", "day", "households", "residents"))


def test_two_households_become_one_and_two_again(town: Actor) -> None:
    told_of = [Home(area=VILLAGE, code="H-1", members=3), Home(area=VILLAGE, door="1", head_name="张样三", members=2)]
    kept, gone = (verdict.id for verdict in writes.record_households(told_of, by=town))
    assert kept
    assert gone
    member = person(town, 5, "")
    writes.correct_person(member, {"household_id": gone}, why="住处", by=town)
    before, rows = counted(), list(Household.objects.order_by("pk").values())
    merge = writes.merge_households(kept, gone, reason="同一户", by=town)
    page = reads.household(gone, by=town)
    assert page
    assert (page.household.pk, [card.id for card in page.persons]) == (kept, [member])
    assert sum(row[2] for row in counted()) == 1
    assert sum(row[3] for row in counted()) == 3
    assert [row.pk for row in reads.households(TOWN, by=town)] == [kept]
    writes.part_households(merge.pk, reason="两户", by=town)
    assert (counted(), list(Household.objects.order_by("pk").values())) == (before, rows)
    assert Person.objects.get(pk=member).household_id == gone


def test_a_sheet_that_names_the_other_household_tells_of_the_one_that_stays(town: Actor) -> None:
    told_of = [Home(area=VILLAGE, code="H-1", door="1"), Home(area=OTHER_VILLAGE, code="H-2", door="9")]
    kept, gone = (verdict.id for verdict in writes.record_households(told_of, by=town))
    assert kept
    assert gone
    writes.merge_households(kept, gone, reason="同一户", by=town)
    verdict = writes.record_households([Home(area=OTHER_VILLAGE, code="H-2", door="9", members=4)], by=town)[0]
    assert verdict.id == kept
    row = Household.objects.get(pk=kept)
    assert (row.members, row.code, row.door, row.area) == (4, "H-1", "1", VILLAGE)
    assert {code: home.pk for code, home in reads.households_by_code(["H-1", "H-2"], by=town).items()} == {"H-1": kept, "H-2": kept}


def test_households_in_a_chain_are_parted_from_its_end(town: Actor) -> None:
    a, b, c = (verdict.id for verdict in writes.record_households([Home(area=VILLAGE, door=str(n)) for n in range(3)], by=town))
    assert a
    assert b
    assert c
    first = writes.merge_households(b, c, reason="同一户", by=town)
    second = writes.merge_households(a, b, reason="同一户", by=town)
    with pytest.raises(Refused) as refusal:
        writes.part_households(first.pk, reason="两户", by=town)
    assert refusal.value.code == "MERGED_FURTHER"
    with pytest.raises(Refused) as refusal:
        writes.merge_households(a, c, reason="同一户", by=town)
    assert refusal.value.code == "ONE_HOME_ALREADY"
    writes.part_households(second.pk, reason="两户", by=town)
    writes.part_households(first.pk, reason="两户", by=town)
    assert not Household.objects.filter(merged_into__isnull=False).exists()
    assert HouseholdMerge.objects.filter(undone_at__isnull=False).count() == 2


def test_households_of_the_next_township_are_not_there(db: None) -> None:
    with acting_as(actor(COUNTY)) as by:
        one, other = (verdict.id for verdict in writes.record_households([Home(area=VILLAGE, door="1"), Home(area=FAR_VILLAGE, door="2")], by=by))
    assert one
    assert other
    with acting_as(actor(TOWN)) as by, pytest.raises(Refused) as refusal:
        writes.merge_households(one, other, reason="同一户", by=by)
    assert refusal.value.code == "not_found"


def test_the_database_moves_rows_only_where_the_models_say(town: Actor, three: tuple[UUID, UUID, UUID]) -> None:
    with pytest.raises(Exception, match="nothing that can be merged"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT people_merge('accounts_post', %s, %s)", three[:2])
