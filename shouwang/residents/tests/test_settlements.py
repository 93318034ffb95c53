"""A declared return that names no document: who it may be, what is decided, what is taken back."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor, resident
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads as arrivals
from shouwang.lib.ids import uuid7
from shouwang.people import reads as people
from shouwang.people.choices import Likeness
from shouwang.people.writes import Identity, identify
from shouwang.quarantine.tests.conftest import HILL
from shouwang.residents import reads, writes
from shouwang.residents.choices import Who
from shouwang.residents.models import Declaration
from shouwang.residents.tests.conftest import OTHER_TOWN, TOWN, VILLAGE, actor, declared
from shouwang.residents.writes import Settlement

pytestmark = pytest.mark.django_db
NAME, PHONE = "孙样八", "16900000088"


def known(area: str = VILLAGE, **more: Any) -> UUID:
    """Somebody the office knows without a document."""
    told = {"full_name": NAME, "area": area, "phone": PHONE, "address": "8号", "no_document_reason": "newborn"} | more
    with acting_as(actor(TOWN)) as by:
        found = identify([Identity(**told)], by=by)[0].person_id
    assert found
    return found


def unnamed(**more: Any) -> Declaration:
    """A return declared on the public page without an identity number."""
    return declared(**({"id_number": "", "full_name": NAME, "phone": PHONE, "key": uuid7()} | more))


def likely(by: Actor, phone: str = PHONE, **more: Any) -> list[tuple[UUID, tuple[str, ...]]]:
    return [(one.card.id, one.why) for one in people.likely_persons(NAME, phone, area=VILLAGE, by=by, **more)]


def test_who_may_be_meant_is_ordered_by_what_speaks_for_it(county: Actor) -> None:
    same, namesake, far = known(), known(phone="16900000001", address="1号"), known(HILL, phone="16900000002", address="2号")
    lent = known(full_name="周样九", address="9号")
    found = dict(likely(county))
    assert list(found) == [same, lent, namesake, far]
    assert found[same] == (Likeness.NAME_AND_PHONE, Likeness.PHONE, Likeness.NAME_IN_VILLAGE, Likeness.NAME_IN_TOWNSHIP)
    assert found[far] == (Likeness.NAME_IN_TOWNSHIP,)
    assert likely(county, told=far)[0] == (far, (Likeness.LINK, Likeness.NAME_IN_TOWNSHIP))
    assert likely(county, phone="nonsense")[0][0] in (same, namesake)
    with acting_as(actor(OTHER_TOWN)) as by:
        assert likely(by) == []


def test_a_known_person_is_chosen_and_stays_one(county: Actor) -> None:
    person, one = known(), unnamed(address="another door")
    assert writes.register_declarations([one.pk], by=county)[0].code == "who_first"
    verdict = writes.settle_declarations([Settlement(one.pk, Who.KNOWN, person)], by=county)[0]
    assert verdict.taken, verdict
    one.refresh_from_db()
    [found] = arrivals.of_person(person, by=county)
    assert (one.state, one.person_id, one.arrival) == ("registered", person, found.root)
    assert [card.id for card in people.search(NAME, by=county)] == [person], "nobody was made a second time"
    assert writes.settle_declarations([Settlement(one.pk, Who.KNOWN, person)], by=county)[0].code == "settled"


def test_somebody_new_is_registered_with_the_reason_why_there_is_no_document(county: Actor) -> None:
    namesake, one = known(phone="16900000001"), unnamed()
    assert writes.settle_declarations([Settlement(one.pk, Who.NEW)], by=county)[0].code == "reason_missing"
    assert writes.settle_declarations([Settlement(one.pk, Who.NEW, reason="lost on the way")], by=county)[0].taken
    new = next(card for card in people.search(NAME, by=county) if card.id != namesake)
    assert (new.no_document_reason, new.document) == ("lost on the way", "")
    assert len(arrivals.of_person(new.id, by=county)) == 1
    assert arrivals.of_person(namesake, by=county) == []


def test_what_cannot_be_settled_is_set_aside_with_the_reason_and_taken_up_again(county: Actor) -> None:
    one = unnamed()
    assert writes.settle_declarations([Settlement(one.pk, Who.CANNOT, reason="nobody answers")], by=county)[0].taken
    one.refresh_from_db()
    assert (one.state, one.why) == ("dismissed", "nobody answers")
    assert writes.undo_dismissals([one.pk], reason="they called", by=county)[0].taken


def test_a_registration_is_taken_back_until_the_measure_is_ordered(county: Actor) -> None:
    person, one = known(), unnamed()
    writes.settle_declarations([Settlement(one.pk, Who.KNOWN, person)], by=county)
    assert writes.undo_registrations([one.pk, uuid4()], reason="a namesake", by=county)[0].taken
    one.refresh_from_db()
    assert (one.state, one.arrival, one.person_id, one.settled_by) == ("waiting", None, None, "")
    assert arrivals.of_person(person, by=county) == []
    again = writes.settle_declarations([Settlement(one.pk, Who.KNOWN, person)], by=county)[0]
    assert again.outcome in ("accepted", "accepted_with_warnings"), "it is a return of its own once more"
    assert len(arrivals.of_person(person, by=county)) == 1


def test_a_return_that_was_there_before_is_not_taken_back_with_the_declaration(county: Actor) -> None:
    from shouwang.arrivals.writes import NewArrival, record_arrivals

    person, one = known(), unnamed()
    before = record_arrivals([NewArrival(full_name=NAME, person_id=person, area=VILLAGE, from_place="湖北省武汉市", arrived_on=date(2020, 2, 4))], by=county)[0]
    assert writes.settle_declarations([Settlement(one.pk, Who.KNOWN, person)], by=county)[0].of == before.id
    assert writes.undo_registrations([one.pk], reason="x", by=county)[0].code == "not_registered_by_it"
    assert len(arrivals.of_person(person, by=county)) == 1


def test_one_bad_row_stops_nobody_and_strangers_settle_nothing(county: Actor) -> None:
    person, ones, named = known(), [unnamed(), unnamed(full_name="另一人", phone="16900000089")], declared()
    batch = [
        Settlement(ones[0].pk, Who.KNOWN, person), Settlement(ones[1].pk, Who.KNOWN, uuid4()), Settlement(named.pk, Who.NEW, reason="x"),
        Settlement(ones[1].pk, "somebody"), Settlement(uuid4(), Who.CANNOT, reason="x"),
    ]  # fmt: skip
    with acting_as(actor(OTHER_TOWN)) as by:
        assert {verdict.code for verdict in writes.settle_declarations(batch, by=by)} == {"not_found"}
        assert writes.undo_registrations([ones[0].pk], reason="x", by=by)[0].code == "not_found"
    assert [verdict.code for verdict in writes.settle_declarations(batch, by=county)] == ["", "who_missing", "document_told", "who_missing", "not_found"]


def test_somebody_known_without_a_document_declares_by_link_and_the_office_settles_it_on_the_page(county: Actor, login: Any) -> None:
    person = known()
    with acting_as(resident(VILLAGE, "link")) as by:
        writes.declare_own(person, writes.Told(from_place="湖北省武汉市", arrived_on=date(2020, 2, 4)), by=by)
    one, client = Declaration.objects.get(), login(TOWN)
    address = reverse("residents:declaration", args=[one.pk])
    body = client.get(address).content.decode()
    assert f'value="{person}"' in body
    assert "孙* · " in body
    assert PHONE not in body.split("name=\"who\"")[1]
    assert client.post(address, {"act": "settle", "who": "new"}).status_code == 200, "asks why"
    assert client.post(address, {"act": "settle", "who": str(uuid4())}).status_code == 200, "somebody who is not offered"
    assert client.post(address, {"act": "settle", "who": str(person)})["Location"] == address
    one.refresh_from_db()
    assert one.state == "registered"
    assert "从登记表" in client.get(address).content.decode()
    assert client.post(address, {"act": "take_back", "reason": "试一试"})["Location"] == address
    one.refresh_from_db()
    assert (one.state, one.person_id) == ("waiting", person)
    assert [row.pk for row in reads.declarations(by=county)] == [one.pk]


def test_the_page_asks_the_same_number_of_questions_for_one_and_many(county: Actor, login: Any) -> None:
    one, client = unnamed(), login(TOWN)
    address = reverse("residents:declaration", args=[one.pk])

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    known()
    questions()
    before = questions()
    for n in range(6):
        known(phone=f"1690000009{n}", address=f"{n}号")
    assert questions() == before


def test_the_same_by_api(county: Actor, login: Any) -> None:
    person, one = known(), unnamed()
    client, stranger = login(TOWN), login(OTHER_TOWN)
    body = [{"declaration_id": str(one.pk), "who": "known", "person_id": str(person)}]
    where = "/api/v1/residents/declarations/settlements"
    assert stranger.post(where, body, content_type="application/json").json()["verdicts"][0]["code"] == "not_found"
    assert client.post(where, body, content_type="application/json").json()["verdicts"][0]["code"] == ""
    undone = {"declarations": [str(one.pk)], "reason": "x"}
    assert client.post("/api/v1/residents/declarations/registrations/undone", undone, content_type="application/json").json()["verdicts"][0]["code"] == ""


def test_choosing_somebody_new_answers_the_questions_about_doubles_that_were_compared(county: Actor, login: Any) -> None:
    same, one = known(), unnamed()
    assert login(TOWN).post(reverse("residents:declaration", args=[one.pk]), {"act": "settle", "who": "new", "reason": "不是同一人"}).status_code == 302
    assert people.open_suspicions(by=county) == 0, "the register asked, and the office had compared the two"
    [asked] = [people.side_by_side(row) for row in people.suspicions(by=county, decided=True)]
    assert (asked.suspicion.decision, asked.suspicion.reason) == ("not_same", "不是同一人")
    new = next(card for card in people.search(NAME, by=county) if card.id != same)
    assert {asked.one.id, asked.other.id} == {same, new.id}
    assert writes.undo_registrations([one.pk], reason="it is that one after all", by=county)[0].taken
    assert people.open_suspicions(by=county) == 1, "taken back, the question is open again"
    one.refresh_from_db()
    assert one.told_apart == []


def test_who_was_not_compared_stays_a_question(county: Actor) -> None:
    same, elsewhere, one = known(), known(HILL, address="2号"), unnamed()
    assert people.open_suspicions(by=county) == 1, "the two who are there already"
    assert writes.settle_declarations([Settlement(one.pk, Who.NEW, reason="x", compared=(same,))], by=county)[0].taken
    rows = [people.side_by_side(row) for row in people.suspicions(by=county)]
    assert all(elsewhere in {row.one.id, row.other.id} for row in rows)
    assert len(rows) == 2
    [decided] = people.suspicions(by=county, decided=True)
    assert same in {decided.one_id, decided.other_id}


def test_whoever_may_not_edit_people_leaves_the_question_open(county: Actor) -> None:
    same, one = known(), unnamed()
    with acting_as(actor(VILLAGE, "police")) as by:
        assert writes.settle_declarations([Settlement(one.pk, Who.NEW, reason="x", compared=(same,))], by=by)[0].taken
    assert people.open_suspicions(by=county) == 1


def test_another_s_answer_stays_when_the_registration_is_taken_back(county: Actor) -> None:
    same, one = known(), unnamed()
    with acting_as(post(VILLAGE, 41)) as by:
        assert writes.settle_declarations([Settlement(one.pk, Who.NEW, reason="x", compared=(same,))], by=by)[0].taken
    with acting_as(post(VILLAGE, 42)) as by:
        assert writes.undo_registrations([one.pk], reason="a mistake", by=by)[0].taken
    assert people.open_suspicions(by=county) == 0


def post(area: str, post_id: int) -> Actor:
    """A village officer in a numbered post."""
    return Actor(user_id=None, post_id=post_id, role="village_officer", area=area, name=f"village officer {post_id}")
