"""One return is counted once, however many offices send it; other facts are shown, contradictions kept."""

from datetime import date
from decimal import Decimal

import pytest

from shouwang.accounts.actors import Actor
from shouwang.arrivals.choices import State
from shouwang.arrivals.models import Arrival, Classification, OtherReport
from shouwang.arrivals.tests.conftest import TODAY, VILLAGE, came
from shouwang.arrivals.tests.test_recording import KEY_AREA, TOTAL, record, today
from shouwang.lib.ids import uuid7
from shouwang.lib.verdicts import ACCEPTED, DUPLICATE


def test_the_same_row_twice_changes_nothing(county: Actor) -> None:
    first = record(came(), by=county)[0]
    again = record(came(), by=county)[0]
    assert (again.outcome, again.code, again.of) == (DUPLICATE, "DUPLICATE_EXACT", first.id)
    assert Arrival.objects.count() == 1
    assert not OtherReport.objects.exists()
    assert today() == {KEY_AREA: 1, TOTAL: 1}


def test_the_same_record_sent_again_is_known_by_its_id(county: Actor) -> None:
    row = came(id=uuid7())
    record(row, by=county)
    assert record(row, by=county)[0].code == "DUPLICATE_EXACT"


def test_twice_in_one_file_is_a_duplicate_of_the_first_row(county: Actor) -> None:
    first, second = record(came(), came(), by=county)
    assert (second.code, second.of) == ("DUPLICATE_EXACT", first.id)


def test_a_row_without_document_is_the_same_person_by_name_phone_and_address(county: Actor) -> None:
    first, second = record(came(None, phone="16900000001"), came(None, phone="169 0000 0001"), by=county)
    assert second.of == first.id


def test_another_offices_word_is_shown_as_differences(county: Actor) -> None:
    first = record(came(declared_by="grid", from_place="湖北黄冈"), by=county)[0]
    second = record(came(declared_by="letter", from_place="武汉市", reported_by_unit="ZHB"), by=county)[0]
    assert (second.outcome, second.code, second.of) == (DUPLICATE, "DUPLICATE_PERSON", first.id)
    assert second.facts["differences"] == {
        "from_place": ["湖北黄冈", "武汉市"], "declared_by": ["grid", "letter"], "reported_by": ["CQ", "ZHB"],
    }  # fmt: skip
    assert Arrival.objects.count() == 1
    kept = OtherReport.objects.get()
    assert (kept.arrival, kept.reported_by) == (first.id, "ZHB")


def test_another_offices_word_is_kept_once(county: Actor) -> None:
    record(came(), by=county)
    for _ in range(2):
        record(came(declared_by="letter", reported_by_unit="ZHB"), by=county)
    assert OtherReport.objects.count() == 1


def test_facts_the_first_registration_lacks_are_added_by_a_correction(county: Actor) -> None:
    first = record(came(), by=county)[0]
    second = record(came(transport_no="G79"), by=county)[0]
    assert (second.code, second.facts["added"]) == ("DUPLICATE_PERSON", ["transport_no"])
    now = Arrival.objects.get(live=True)
    assert (now.root, now.supersedes, now.transport_no, now.day) == (first.id, first.id, "G79", TODAY)
    assert today() == {KEY_AREA: 1, TOTAL: 1}


def test_an_added_fever_changes_the_class_and_counts(county: Actor) -> None:
    record(came(from_place="河南省郑州市"), by=county)
    record(came(from_place="河南省郑州市", temperature_c=Decimal("38.2")), by=county)
    arrival = Arrival.objects.get(live=True)
    assert arrival.arrival_class == "fever_undetermined"
    assert [one.arrival_class for one in Classification.objects.order_by("received")] == [
        "in_province",
        "fever_undetermined",
    ]


def test_a_village_is_added_where_the_return_was_not_assigned(town: Actor) -> None:
    first = record(came(area="", address="3号"), by=town)[0]
    record(came(area=VILLAGE, address="3号"), by=town)
    arrival = Arrival.objects.get(live=True)
    assert (arrival.root, arrival.area, arrival.unassigned) == (first.id, VILLAGE, False)


def test_contradicting_facts_are_both_kept_and_only_one_counts(county: Actor) -> None:
    first = record(came(), by=county)[0]
    second = record(came(from_place="广东省深圳市", arrived_on=date(2020, 1, 22), left_on=None), by=county)[0]
    assert (second.outcome, second.code, second.of) == (DUPLICATE, "CONFLICT", first.id)
    kept = Arrival.objects.get(conflict_with=first.id)
    assert (kept.state, kept.live) == (State.CONFLICT, False)
    assert today() == {KEY_AREA: 1, TOTAL: 1}


def test_a_contradiction_sent_again_is_known(county: Actor) -> None:
    record(came(case_contact=False), by=county)
    contradicting = [record(came(case_contact=True), by=county)[0] for _ in range(2)]
    assert [verdict.code for verdict in contradicting] == ["CONFLICT", "DUPLICATE_EXACT"]


def test_a_later_return_counts_again(county: Actor) -> None:
    record(came(arrived_on=date(2020, 1, 5), left_on=None), by=county)
    verdict = record(came(arrived_on=date(2020, 1, 20)), by=county)[0]
    assert verdict.outcome == ACCEPTED
    assert today() == {KEY_AREA: 2, TOTAL: 2}


def test_who_went_again_counts_again_and_is_looked_at(county: Actor) -> None:
    record(came(arrived_on=date(2020, 1, 15), left_on=None), by=county)
    verdict = record(came(arrived_on=date(2020, 1, 20), left_on=date(2020, 1, 18)), by=county)[0]
    assert [warned.code for warned in verdict.warnings] == ["POSSIBLE_DUPLICATE"]
    assert Arrival.objects.filter(live=True).count() == 2


@pytest.mark.parametrize(("name", "warned"), [("李四", ["NAME_VARIANT"]), ("張三", [])])
@pytest.mark.parametrize("place", ["武汉市", "湖北黄冈"])
def test_a_known_return_under_another_name_says_so(county: Actor, name: str, warned: list[str], place: str) -> None:
    record(came(full_name="张三", from_place="武汉市"), by=county)
    again = record(came(full_name=name, from_place=place), by=county)[0]
    assert again.outcome == DUPLICATE
    assert [one.code for one in again.warnings] == warned
