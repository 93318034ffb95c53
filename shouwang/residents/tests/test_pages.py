"""The resident's pages as an old phone asks for them: no script, nothing of anybody else, sent twice, out of order."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads as arrivals
from shouwang.lib import clocks
from shouwang.lib.codes import in_groups, new_code
from shouwang.lib.ids import uuid7
from shouwang.people import writes as people
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine.tests.conftest import at, number
from shouwang.residents import writes
from shouwang.residents.forms import PaperForm
from shouwang.residents.models import Declaration, HelpRequest, Link, Objection
from shouwang.residents.tests.conftest import TODAY, VILLAGE, Holder, Login, given, holder, with_link
from shouwang.residents.writes import NewLink

pytestmark = pytest.mark.django_db
VILLAGE_CODE = "411621101200"
PAGES = ("/r/", "/r/me/1/check/", "/r/me/1/help/", "/r/me/1/object/", "/r/me/1/held/", "/r/me/1/correct/", "/r/me/1/return/")


def page(client: Client, address: str = "/r/") -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def sent(client: Client, address: str, **said: Any) -> Any:
    """A form sent as the page offers it, with its key."""
    return client.post(address, {"key": str(uuid7())} | said)


def test_the_page_says_what_is_ordered_why_until_when_and_whom_to_call(held: Holder) -> None:
    body = page(with_link(held.code))
    for said in ("张样三", "居家隔离医学观察", "From a key area.", "2月8日", "样某"):
        assert said in body, said


def test_every_page_is_small_needs_no_script_and_is_kept_nowhere(held: Holder) -> None:
    client = with_link(held.code)
    for address in (*PAGES, "/r/form/", "/r/declare/", f"/r/declare/{VILLAGE_CODE}/"):
        response = client.get(address)
        body = response.content
        assert response.status_code == 200, address
        assert len(body) < 30_000, (address, len(body))
        assert b"<script" not in body, address
        assert b"style=" not in body, address
        assert set(re.findall(rb'(?:src|href|action)="(\w+:)?//', body)) == set(), address
        assert "no-store" in response["Cache-Control"], address
        assert response["Referrer-Policy"] == "same-origin", address
        assert held.code.encode() not in body, address


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "我的页面"), ("zh-hant", "我的頁面"), ("en", "Your page")])
def test_every_page_speaks_three_languages(held: Holder, language: str, said: str) -> None:
    client = with_link(held.code)
    assert client.post("/i18n/setlang/", {"language": language, "next": "/r/"})["Location"] == "/r/"
    assert said in page(client)


def test_a_code_typed_from_paper_opens_the_page_too(held: Holder) -> None:
    client = Client()
    assert client.post("/r/code/", {"code": in_groups(held.code).lower()})["Location"] == "/r/"
    assert "张样三" in page(client)


def test_the_code_stands_in_the_address_once_and_never_again(held: Holder) -> None:
    client = Client()
    response = client.get(f"/r/{held.code}/")
    assert (response.status_code, response["Location"], response["Referrer-Policy"]) == (302, "/r/", "no-referrer")
    cookie = response.cookies["resident"]
    assert held.code not in cookie.value
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/r/", True, "Lax")


def test_a_forged_cookie_opens_nothing(held: Holder) -> None:
    for value in ("", "x", writes.index_of(held.code).hex(), f"{writes.index_of(held.code).hex()}:wrong"):
        client = Client()
        client.cookies["resident"] = value
        assert "张样三" not in page(client)
        assert client.get("/r/me/1/held/")["Location"] == "/r/"


def test_a_revoked_link_is_dead_at_once(held: Holder, county: Actor) -> None:
    client = with_link(held.code)
    assert "张样三" in page(client)
    assert writes.revoke_links([held.link], reason="lost", by=county)[0].taken
    body = page(client)
    assert "收回" in body
    assert "张样三" not in body
    assert "收回" in page(with_link(held.code)), "and it cannot be opened anew"
    assert HelpRequest.objects.count() == 0
    assert sent(client, "/r/me/1/help/", kind="errand", words="rice").status_code in (200, 302)
    assert HelpRequest.objects.count() == 0


def test_an_expired_link_is_dead(held: Holder) -> None:
    client = with_link(held.code)
    with clocks.stopped(clocks.now() + timedelta(days=61)):
        assert "张样三" not in page(client)


def test_a_new_link_takes_the_place_of_the_old_one(held: Holder, county: Actor) -> None:
    client = with_link(held.code)
    given(county, NewLink(person_id=held.person))
    assert "张样三" not in page(client)


def test_a_link_dies_when_the_person_leaves(held: Holder, county: Actor) -> None:
    client = with_link(held.code)
    from shouwang.quarantine import writes as quarantine_writes

    gone = quarantine_writes.Decided(observation_id=held.observation, reason="went back", kind="left_again", happened_at=at(TODAY, 19))
    assert quarantine_writes.end_early([gone], by=county)[0].taken
    assert "张样三" not in page(client)


def test_a_link_dies_when_the_person_moves_to_another_village(held: Holder, county: Actor) -> None:
    from shouwang.quarantine.tests.conftest import HILL

    client = with_link(held.code)
    assert people.move_persons({held.person: HILL}, by=county) == 1
    assert "张样三" not in page(client)


def test_leaving_closes_the_page_on_this_phone(held: Holder) -> None:
    client = with_link(held.code)
    client.post("/r/leave/")
    assert "张样三" not in page(client)


def test_nobody_else_is_reached_by_number_or_by_id(held: Holder, county: Actor) -> None:
    other = holder(county, 2)
    writes.ask_help([writes.NewHelp(other.person, "errand", "other's rice")], by=county)
    theirs = HelpRequest.objects.get(person_id=other.person)
    client = with_link(held.code)
    for address in PAGES[1:]:
        assert client.get(address.replace("/1/", "/2/")).status_code == 404
        assert client.get(address.replace("/1/", "/0/")).status_code == 404
    assert client.post("/r/me/1/help/cancel/", {"request": str(theirs.pk)}).status_code == 404
    sent(client, "/r/me/1/help/", kind="errand", words="mine", person_id=str(other.person), person=str(other.person))
    assert HelpRequest.objects.get(words="mine").person_id == held.person
    assert HelpRequest.objects.get(pk=theirs.pk).state == "open"
    assert "other's rice" not in page(client)


def test_somebody_elses_form_key_meets_nothing(held: Holder, county: Actor) -> None:
    other, key = holder(county, 2), str(uuid7())
    for who in (held, other):
        client = with_link(who.code)
        client.post("/r/me/1/help/", {"key": key, "kind": "errand", "words": f"for {who.person}"})
    assert {one.person_id: one.words for one in HelpRequest.objects.all()} == {who.person: f"for {who.person}" for who in (held, other)}


def test_what_is_sent_twice_counts_once(held: Holder) -> None:
    client, key = with_link(held.code), str(uuid7())
    for _ in range(3):
        assert client.post("/r/me/1/help/", {"key": key, "kind": "medicine", "words": "for the heart", "urgent": "on"}).status_code == 302
        assert client.post("/r/me/1/object/", {"key": key, "words": "I was never there"}).status_code == 302
    help_request, objection = HelpRequest.objects.get(), Objection.objects.get()
    assert help_request.due_at - help_request.asked_at == timedelta(hours=2), "urgent: no longer than for a doctor"
    assert objection.due_at - objection.lodged_at == timedelta(hours=24)
    body = page(client)
    assert objection.number in body
    assert "for the heart" in body


def test_bad_input_keeps_what_was_typed(held: Holder) -> None:
    client = with_link(held.code)
    response = sent(client, "/r/me/1/help/", kind="", words="a very long story")
    assert response.status_code == 200
    assert "a very long story" in response.content.decode()
    response = sent(client, "/r/me/1/check/", temperature_c="hot")
    assert 'value="hot"' in response.content.decode()
    response = sent(client, "/r/me/1/object/", words="x" * 501)
    assert response.status_code == 200
    assert Objection.objects.count() == 0


def test_an_own_reading_is_marked_and_seen(held: Holder) -> None:
    with clocks.stopped(at(TODAY, 9)):
        client = with_link(held.code)
        assert "报我的体温（" in page(client)
        key = str(uuid7())
        for _ in range(2):
            assert client.post("/r/me/1/check/", {"key": key, "temperature_c": "36。6", "symptoms": ["dry_cough"]}).status_code == 302
        reading = quarantine.readings_of(held.person).get()
        assert (str(reading.temperature_c), reading.self_reported, reading.slot) == ("36.6", True, "am")
        assert "自己测" in page(client)


def test_a_help_request_can_be_taken_back(held: Holder) -> None:
    client = with_link(held.code)
    sent(client, "/r/me/1/help/", kind="errand", words="rice")
    one = HelpRequest.objects.get()
    client.post("/r/me/1/help/cancel/", {"request": str(one.pk)})
    one.refresh_from_db()
    assert one.state == "cancelled"
    assert client.post("/r/me/1/help/cancel/", {"request": str(one.pk)}).status_code == 404


def test_what_is_held_and_who_looked_by_duty_and_office(held: Holder, county: Actor, login: Any) -> None:
    officer = login(VILLAGE[:-3], "township_officer")
    assert officer.get(reverse("people:person", args=[held.person])).status_code == 200
    body = page(with_link(held.code), "/r/me/1/held/")
    assert "4116**********" in body
    assert number(1) not in body
    assert "乡镇" in body
    assert "看过您的信息" in body
    assert "township_officer-" not in body, "no names of those who look"


def test_a_household_link_shows_its_people_and_nobody_else(held: Holder, county: Actor) -> None:
    from shouwang.people.models import Household, Person

    with acting_as(system()):
        home = Household.objects.create(area=VILLAGE, head_name="样户主", from_day=date(2020, 1, 1), created_at=clocks.now(), updated_at=clocks.now())
        other = holder(county, 2)
        Person.objects.filter(pk__in=[held.person, other.person]).update(household=home)
        third = holder(county, 3)
        Person.objects.filter(pk=other.person).update(full_name="李样四")
        Person.objects.filter(pk=third.person).update(full_name="王样五")
    (_link, code), = given(county, NewLink(household_id=home.pk))
    body = page(with_link(code))
    assert "张样三" in body
    assert "李样四" in body
    assert "王样五" not in body
    alone = page(with_link(held.code))
    assert "李样四" not in alone, "a person's link does not open the household"


def test_a_return_declared_by_link_is_in_the_register_and_the_office_makes_no_double(held: Holder, county: Actor) -> None:
    from shouwang.arrivals import writes as register

    client = with_link(held.code)
    said = {"from_place": "湖北省武汉市", "arrived_on": "2020-02-04", "left_on": "2020-02-03", "case_contact": "no"}
    assert sent(client, "/r/me/1/return/", **said).status_code == 302, sent(client, "/r/me/1/return/", **said).content.decode()
    one = Declaration.objects.get()
    assert one.state == "registered", one.why
    row = register.NewArrival(
        full_name="张样三", id_number=number(1), phone="16900000001", area=VILLAGE, from_place="湖北省武汉市", arrived_on=date(2020, 2, 4), declared_by="grid"
    )
    assert register.record_arrivals([row], by=county)[0].outcome == "duplicate"
    assert len(arrivals.of_person(held.person, by=county)) == 1


def test_an_expected_return_is_announced(held: Holder, county: Actor) -> None:
    client = with_link(held.code)
    assert sent(client, "/r/me/1/return/", from_place="浙江温州", arrived_on="2020-02-15").status_code == 302
    assert sent(client, "/r/me/1/return/", from_place="浙江温州", arrived_on="2020-03-20").status_code == 200, "too far ahead"
    assert Declaration.objects.get().why == ""
    assert [one.state for one in arrivals.of_person(held.person, by=county)] == ["announced"]


def test_the_public_page_keeps_and_tells_nothing_of_others(held: Holder, county: Actor) -> None:
    known = {"full_name": "张样三", "id_number": number(1), "phone": "16900000001", "from_place": "湖北武汉", "arrived_on": "2020-02-04"}
    unknown = known | {"full_name": "赵样六", "id_number": number(66), "phone": "16900000066"}
    answers = []
    for said in (known, unknown):
        client = Client()
        response = sent(client, f"/r/declare/{VILLAGE_CODE}/", **said)
        assert response.status_code == 302
        body = client.get(response["Location"]).content.decode()
        answers.append(re.sub(r"[0-9A-F]{8}", "", re.sub(r'value="[^"]+"', "", re.sub(r"/thanks/\w+/", "", body))))
    assert answers[0] == answers[1]
    assert {one.state for one in Declaration.objects.all()} == {"waiting"}
    assert arrivals.of_person(held.person, by=county) == [], "nothing of a known person changes before somebody has looked"
    assert Link.objects.count() == 1


def test_places_are_chosen_down_to_the_village(county: Actor) -> None:
    client = Client()
    assert "东桥镇" in page(client, "/r/declare/")
    assert "八庙村" in page(client, "/r/declare/?at=411621101")
    assert client.get(f"/r/declare/?at={VILLAGE_CODE}")["Location"] == f"/r/declare/{VILLAGE_CODE}/"
    assert client.get("/r/declare/?at=nowhere").status_code == 404
    assert client.get("/r/declare/411621101/").status_code == 404


def test_a_public_declaration_says_who_and_how_to_reach_them(county: Actor) -> None:
    client = Client()
    body = sent(client, f"/r/declare/{VILLAGE_CODE}/", full_name="赵样六", from_place="武汉", arrived_on="2020-02-04").content.decode()
    assert "请写身份证号或电话" in body
    assert 'value="赵样六"' in body
    assert Declaration.objects.count() == 0
    assert new_code() not in body


def test_own_papers_are_downloaded_and_nobody_elses(held: Holder, county: Actor) -> None:
    from shouwang.papers import reads as papers
    from shouwang.papers import writes as issuing
    from shouwang.papers.choices import PaperKind
    from shouwang.papers.exchange.specimens import specimen

    other, kind = holder(county, 2), PaperKind.START_NOTICE
    new = [issuing.NewPaper(kind=kind, area=VILLAGE, facts=specimen(kind, "zh-hans"), person_id=who.person, about=who.observation) for who in (held, other)]
    assert all(verdict.taken for verdict in issuing.issue(new, by=county))
    mine = papers.of_person(held.person, by=county)
    client = with_link(held.code)
    body = page(client)
    assert body.count("/paper/") == len(mine) == 1
    for which in range(1, len(mine) + 1):
        response = client.get(f"/r/me/1/paper/{which}/")
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
        assert mine[which - 1].number in response["Content-Disposition"]
    assert client.get(f"/r/me/1/paper/{len(mine) + 1}/").status_code == 404
    assert client.get("/r/me/1/paper/0/").status_code == 404


def test_the_paper_form_asks_what_the_office_types_in_the_same_order(login: Login) -> None:
    blank = page(Client(), "/r/form/")
    typed = page(login(VILLAGE, "village_officer"), "/residents/paper/")
    labels = [str(bound.label) for _title, part in PaperForm(places=[]).parts for bound in part]
    asked = {str(bound.name) for _title, part in PaperForm(places=[]).parts for bound in part}
    assert asked == set(PaperForm.base_fields) - {"key"}, "every field stands on the paper"
    for shown in (blank, typed):
        places = [shown.find(label) for label in labels]
        assert -1 not in places, labels[places.index(-1)]
    assert re.findall(r"<strong>([^<]+)</strong>", blank.split("<main>")[1]) == labels
    names = list(dict.fromkeys(re.findall(r'name="(\w+)"', typed.split('name="key"')[1])))
    assert [name for name in names if name in asked] == [bound.name for _title, part in PaperForm(places=[]).parts for bound in part]
