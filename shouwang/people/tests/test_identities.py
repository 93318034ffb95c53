"""Everybody is registered once; what does not fit together is said."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.reads import events
from shouwang.people import reads, writes
from shouwang.people.models import NameVariant, Person, Suspicion
from shouwang.people.rules.identities import Identified

from .conftest import COUNTY, FAR_VILLAGE, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, actor, number, told


def one(by: Actor, **facts: Any) -> Identified:
    return writes.identify([told(**facts)], by=by)[0]


def codes(found: Identified) -> set[str]:
    return {warned.code for warned in found.warnings}


def test_somebody_new_is_registered_with_everything_sealed(town: Actor) -> None:
    found = one(town)
    person = Person.objects.get(pk=found.person_id)
    assert (found.created, found.warnings, person.name_key, person.initials) == (True, (), "张样三", "zys")
    assert (person.sex, person.birth_date) == ("male", date(1980, 1, 1))
    assert (person.document_masked, person.phone_masked) == (f"4116**********{number(1)[-4:]}", "169****0001")
    assert number(1).encode() not in person.document.content


def test_no_number_stands_readable_in_the_table(town: Actor) -> None:
    one(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(person)::text FROM people_person AS person")
        row = cursor.fetchone()[0]
    assert number(1) not in row
    assert "16900000001" not in row


def test_the_same_document_is_the_same_person_whatever_the_name(town: Actor) -> None:
    first = one(town)
    second = one(town, full_name="李完全", phone="16900000999")
    assert (second.person_id, second.created) == (first.person_id, False)
    assert codes(second) == {"NAME_VARIANT"}
    assert second.verdict.code == "DUPLICATE_PERSON"


def test_one_different_character_is_a_name_variant_that_is_remembered(town: Actor) -> None:
    person_id = one(town).person_id
    assert codes(one(town, full_name="张样山")) == {"NAME_VARIANT"}
    assert codes(one(town, full_name="张样山")) == set()
    assert NameVariant.objects.get().person_id == person_id


def test_a_name_in_the_other_script_is_the_same_name(town: Actor) -> None:
    one(town, full_name="張樣發")
    again = one(town, full_name="张样发")
    assert (again.created, codes(again)) == (False, set())


def test_two_rows_of_a_batch_with_one_document_are_one_person(town: Actor) -> None:
    first, second = writes.identify([told(), told("张样山")], by=town)
    assert (first.created, second.created, first.person_id == second.person_id) == (True, False, True)
    assert codes(second) == {"NAME_VARIANT"}
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"sex": "female"}, "SEX_MISMATCH"),
        ({"age": 60, "age_on": date(2020, 1, 25)}, "AGE_MISMATCH"),
        ({"birth_date": date(1980, 1, 2)}, "AGE_MISMATCH"),
        ({"document": "", "no_document_reason": "遗失"}, "ID_MISSING"),
        ({"phone": ""}, "PHONE_MISSING"),
        ({"phone": "169"}, "PHONE_INVALID"),
    ],
)
def test_what_does_not_fit_is_a_warning(town: Actor, facts: dict[str, Any], code: str) -> None:
    found = one(town, **facts)
    assert (found.created, codes(found)) == (True, {code})


def test_an_unknown_sex_is_no_mismatch_and_the_document_says_it(town: Actor) -> None:
    found = one(town, sex="未知")
    assert codes(found) == set()
    assert Person.objects.get(pk=found.person_id).sex in ("male", "female")


def test_an_age_that_is_counted_from_the_year_of_birth_is_no_mismatch(town: Actor) -> None:
    assert codes(one(town, document=number(1, "19801231"), age=40, age_on=date(2020, 1, 25))) == set()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"full_name": "  "}, "NAME_MISSING"),
        ({"area": ""}, "AREA_MISSING"),
        ({"document": number(1)[:-1]}, "ID_LENGTH"),
        ({"document": "511725199001010012"}, "ID_CHECK_DIGIT"),
        ({"document": "35092519600230001X"}, "ID_BIRTH_DATE"),
        ({"document": 411699198001010010.0}, "ID_PRECISION_LOST"),
        ({"area": FAR_VILLAGE}, "out_of_area"),
    ],
)
def test_a_bad_row_is_refused_and_its_neighbours_are_not(town: Actor, facts: dict[str, Any], code: str) -> None:
    before, bad, after = writes.identify([told(n=1), told(**{"n": 2, **facts}), told(n=3)], by=town)
    assert (before.created, after.created) == (True, True)
    assert bad.refusal is not None
    assert (bad.refusal.code, bad.person_id) == (code, None)
    assert Person.objects.count() == 2


def test_without_a_document_the_same_facts_are_the_same_person(town: Actor) -> None:
    facts: dict[str, Any] = {"n": None, "phone": "16900000001", "birth_date": date(1980, 1, 1), "address": "7号"}
    first, again = one(town, **facts), one(town, **facts)
    assert (again.person_id, again.created, "POSSIBLE_DUPLICATE" in codes(again)) == (first.person_id, False, False)


def test_same_name_and_phone_without_document_is_for_a_person_to_decide(town: Actor) -> None:
    first = one(town)
    second = one(town, n=None, phone="16900000001", address="9号")
    assert second.created
    assert "POSSIBLE_DUPLICATE" in codes(second)
    assert second.facts["possible"] == [first.person_id]
    asked = Suspicion.objects.get()
    assert ({asked.one_id, asked.other_id}, asked.why) == ({first.person_id, second.person_id}, "name_and_phone")


def test_same_name_and_birthday_in_one_village_is_for_a_person_to_decide(town: Actor) -> None:
    one(town)
    assert "POSSIBLE_DUPLICATE" in codes(one(town, n=None, birth_date=date(1980, 1, 1)))
    assert "POSSIBLE_DUPLICATE" not in codes(one(town, n=None, birth_date=date(1980, 1, 1), area=OTHER_VILLAGE))


def test_two_rows_of_a_batch_may_be_doubles_of_each_other(town: Actor) -> None:
    first, second = writes.identify(
        [told(n=None, phone="16900000001", address=f"{door}号") for door in (1, 2)], by=town
    )
    assert ("POSSIBLE_DUPLICATE" in codes(first), "POSSIBLE_DUPLICATE" in codes(second)) == (False, True)
    assert Suspicion.objects.count() == 1


def test_a_shared_phone_or_a_shared_name_alone_is_no_suspicion(town: Actor) -> None:
    one(town, n=1)
    assert codes(one(town, full_name="李样四", n=2, phone="16900000001")) == set()
    assert codes(one(town, n=3, document=number(3, "19900101"))) == set()
    assert not Suspicion.objects.exists()


def test_two_identity_cards_are_two_persons(town: Actor) -> None:
    one(town, n=1)
    assert codes(one(town, n=3, phone="16900000001")) == set()
    assert Person.objects.count() == 2


def test_what_was_not_known_is_filled_in_and_what_was_known_stays(town: Actor) -> None:
    person_id = one(town, phone="", address="1号").person_id
    one(town, address="2号", employer="样厂")
    person = Person.objects.get(pk=person_id)
    assert (person.phone_masked, person.address, person.employer) == ("169****0001", "1号", "样厂")


def test_a_person_of_another_area_is_refused_and_only_the_office_is_told(db: None) -> None:
    with acting_as(actor(TOWN)) as by:
        one(by)
    with acting_as(actor(OTHER_TOWN)) as by:
        found = one(by, full_name="张样三", area=FAR_VILLAGE)
        assert found.refusal is not None
        assert (found.refusal.code, set(found.refusal.facts), found.facts) == ("KNOWN_ELSEWHERE", {"office"}, {})
        assert found.refusal.facts["office"] == TOWN
        assert Person.objects.count() == 0
    with acting_as(actor(COUNTY)) as by:
        assert Person.objects.count() == 1
        assert one(by, area=FAR_VILLAGE).created is False


def test_judging_says_the_same_and_writes_nothing(town: Actor) -> None:
    one(town, n=1)
    batch = [told("张样山", 1), told(n=2), told(n=2), told(n=3, document="1"), told(n=None, phone="16900000001")]
    judged = reads.judge(batch, by=town)
    assert Person.objects.count() == 1
    assert not Suspicion.objects.exists()
    done = writes.identify(batch, by=town)
    assert [(j.created, j.verdict.outcome, codes(j)) for j in judged] == [
        (d.created, d.verdict.outcome, codes(d)) for d in done
    ]


def test_the_number_of_queries_does_not_grow_with_the_batch(town: Actor) -> None:
    def queries(first: int, size: int) -> int:
        batch = [
            told(f"张样{n}", n, document=number(n % 1000, f"198{n // 1000}0101")) for n in range(first, first + size)
        ]
        with CaptureQueriesContext(connection) as context:
            assert all(found.created for found in writes.identify(batch, by=town))
        return len(context)

    assert queries(1, 1) == queries(100, 300)


def test_a_batch_leaves_one_event_and_nothing_new_leaves_none(town: Actor) -> None:
    writes.identify([told(n=n) for n in range(3)], by=town)
    assert [(event.action, event.count) for event in events()] == [("people.identify", 3)]
    writes.identify([told(n=n) for n in range(3)], by=town)
    assert events().count() == 1


def test_a_household_counts_who_is_listed_in_it(town: Actor) -> None:
    home = writes.record_households([writes.Home(area=VILLAGE, door="101")], by=town)[0].id
    assert home
    writes.identify([told(n=n, household_id=home) for n in range(3)], by=town)
    page = reads.household(home, by=town)
    assert page
    assert (page.household.listed, len(page.persons)) == (3, 3)
