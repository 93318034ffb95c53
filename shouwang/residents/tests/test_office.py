"""What the office does: links given and taken back, help worked off, objections answered by somebody else, the stranger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.choices import ROLE_PERMISSIONS, Permission
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads as arrivals
from shouwang.audit import reads as audit
from shouwang.ledger.figures import registry
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as measures
from shouwang.quarantine.tests.conftest import at, number, order, proposal
from shouwang.residents import due, reads, rules, writes
from shouwang.residents.choices import HelpState
from shouwang.residents.models import Declaration, HelpRequest, Link, Objection
from shouwang.residents.tests.conftest import (
    OTHER_TOWN,
    TODAY,
    TOWN,
    VILLAGE,
    Holder,
    actor,
    given,
    holder,
    person,
    sheets,
    slips,
)
from shouwang.residents.writes import NewHelp, NewLink, NewObjection, ObjectionAnswer

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What happens inside is refused as a whole, with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


# ---- links
def test_only_a_keyed_hash_of_a_code_is_kept(held: Holder) -> None:
    link = Link.objects.get(pk=held.link)
    kept = " ".join(str(getattr(link, field.attname)) for field in Link._meta.concrete_fields)
    assert held.code not in kept
    assert len(bytes(link.code_index)) == 16
    assert not [event for event in audit.events() if held.code in str(event.__dict__)]


def test_a_stranger_neither_gives_nor_revokes(held: Holder, county: Actor) -> None:
    stranger = actor(OTHER_TOWN)
    with acting_as(stranger) as by:
        assert [v.code for v in writes.give_links([NewLink(person_id=held.person), NewLink(person_id=uuid4())], by=by)] == ["no_target"] * 2
        assert writes.revoke_links([held.link], reason="mine", by=by)[0].code == "not_found"
    assert Link.objects.get().revoked_at is None
    with refused("not_permitted"):
        writes.give_links([NewLink(person_id=held.person)], by=actor(VILLAGE, "volunteer"))


def test_a_bad_row_stops_nobody(county: Actor) -> None:
    one, two = person(1), person(2)
    verdicts = writes.give_links([NewLink(person_id=one), NewLink(), NewLink(person_id=uuid4()), NewLink(person_id=two)], by=county)
    assert [v.taken for v in verdicts] == [True, False, False, True]


def test_revoking_needs_a_reason_and_happens_once(held: Holder, county: Actor) -> None:
    with refused("reason_missing"):
        writes.revoke_links([held.link], reason=" ", by=county)
    assert [writes.revoke_links([held.link], reason="lost", by=county)[0].code for _ in range(2)] == ["", "already_revoked"]


def test_links_of_a_village_are_printed_in_one_go(county: Actor, login: Any) -> None:
    people = [holder(county, n) for n in (1, 2)]
    writes.revoke_links([people[0].link], reason="lost", by=county)
    client = login(TOWN)
    assert reads.batch_targets(VILLAGE, by=county) == [people[0].person]
    response = client.post(reverse("residents:batch"), {"area": VILLAGE})
    [page] = slips(response)
    assert len(page.codes) == 1
    assert "no-store" in response["Cache-Control"]
    assert client.post(reverse("residents:batch"), {"area": VILLAGE})["Location"] == reverse("residents:links"), "nobody is left"
    assert client.post(reverse("residents:batch"), {"area": OTHER_TOWN}).status_code == 404


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "您的专属页面"), ("zh-hant", "您的專屬頁面"), ("en", "Your own page")])
def test_a_slip_is_a_paper_in_the_language_asked_for_and_its_code_reads_as_the_address(held: Holder, login: Any, language: str, said: str) -> None:
    response = login(TOWN).post(reverse("residents:give"), {"person_id": str(held.person), "language": language})
    [page] = slips(response)
    assert page.codes == [f"http://testserver/r/{page.typed[0]}/"]
    assert said in page.text
    assert "张样三" in page.text
    assert writes.open_link(writes.index_of(page.typed[0])) is not None


def test_long_names_and_hostile_ones_stay_inside_their_slip(county: Actor) -> None:
    from shouwang.papers import reads as papers

    names = ["长" * 60, "a" * 60, '#panic("x")', "\u202e欧阳·买买提·阿卜杜拉·艾合买提江", "", "*b* _i_"]
    rows = [{"name": name, "place": name, "code": "0123-4567-89AB-CDEF-GHJK-MNPQ-RS", "scanned": f"https://county.example/r/{n}/", "door": "https://county.example/r/", "until": "2020年4月4日"}
            for n, name in enumerate(names * 2)]  # fmt: skip
    for language in ("zh-hans", "zh-hant", "en"):
        pages = sheets(papers.slips(rows, language))
        assert sorted(code for page in pages for code in page.codes) == sorted(row["scanned"] for row in rows)
        assert len(pages) == 2, "six on a sheet"


def test_the_person_s_page_gives_and_revokes(held: Holder, login: Any) -> None:
    client = login(VILLAGE, "village_officer")
    body = client.get(reverse("people:person", args=[held.person])).content.decode()
    assert reverse("residents:of_person", args=[held.person]) in body
    part = client.get(reverse("residents:of_person", args=[held.person])).content.decode()
    assert "收回" in part
    assert client.post(reverse("residents:give"), {"person_id": str(held.person)}).status_code == 200
    assert Link.objects.get(pk=held.link).revoked_why == "replaced"
    new = Link.objects.get(revoked_at__isnull=True)
    assert client.post(reverse("residents:revoke"), {"selected": str(new.pk), "reason": "lost"}).status_code == 302
    assert Link.objects.filter(revoked_at__isnull=True).count() == 0
    for nonsense in ({}, {"person_id": "x"}, {"person_id": str(uuid4())}):
        assert client.post(reverse("residents:give"), nonsense).status_code == 404


def test_how_long_a_link_lives_and_how_soon_is_answered_are_values_of_the_pack(held: Holder, county: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from shouwang.policy import reads as policy
    from shouwang.policy.reads import rulebooks

    common = policy.residents_for("", TODAY)
    assert (common.link_days, common.answer_hours, common.help_hours) == (60, 24, {"errand": 24, "medicine": 12, "doctor": 2, "counselling": 24})
    assert policy.residents_for(VILLAGE, TODAY) == replace(common, basis="各县通行做法")
    link = Link.objects.get()
    assert link.expires_at - link.created_at == timedelta(days=60)
    pack = policy.pack_for(VILLAGE, TODAY)
    ours = replace(pack, residents=replace(common, link_days=7, answer_hours=12, medicine_hours=5))
    monkeypatch.setitem(rulebooks._packs, pack.digest, ours)
    again = writes.give_links([NewLink(person_id=held.person)], by=county)[0]
    assert again.facts["expires_at"] - clocks.now() == timedelta(days=7)
    assert writes.ask_help([NewHelp(held.person, "medicine", "pills")], by=county)[0].facts["due_at"] - clocks.now() == timedelta(hours=5)
    assert writes.lodge_objections([NewObjection(held.person, "no")], by=county)[0].facts["due_at"] - clocks.now() == timedelta(hours=12)
    one = declared()
    assert one.due_at - one.declared_at == timedelta(hours=12)


# ---- help
def test_help_is_worked_off_and_the_late_is_seen(held: Holder, village: Actor, login: Any) -> None:
    writes.ask_help([NewHelp(held.person, "doctor", "chest pain"), NewHelp(held.person, "errand", "rice")], by=village)
    assert [row.request.kind for row in reads.named_help(list(reads.help_requests(by=village)), by=village)] == ["doctor", "errand"]
    with clocks.stopped(clocks.now() + timedelta(hours=3)):
        duty = next(one for one in due.due(village, clocks.now()) if one.kind == "help")
        assert (duty.count, duty.late) == (2, 1)
    client = login(VILLAGE, "grid_worker")
    one = HelpRequest.objects.get(kind="doctor")
    client.post(reverse("residents:move", args=["accepted"]), {"selected": str(one.pk)})
    client.post(reverse("residents:move", args=["done"]), {"selected": str(one.pk)})
    one.refresh_from_db()
    assert (one.state, one.handled_by) == ("done", f"grid_worker-{VILLAGE}")
    other = HelpRequest.objects.get(kind="errand")
    assert client.post(reverse("residents:move", args=["cancelled"]), {"selected": str(other.pk)}).status_code == 200, "asks why"
    client.post(reverse("residents:move", args=["cancelled"]), {"selected": str(other.pk), "reason": "moved"})
    other.refresh_from_db()
    assert (other.state, other.answer) == ("cancelled", "moved")


def test_what_is_closed_stays_closed_and_a_stranger_touches_nothing(held: Holder, county: Actor) -> None:
    writes.ask_help([NewHelp(held.person, "errand", "rice")], by=county)
    one = HelpRequest.objects.get()
    with acting_as(actor(OTHER_TOWN)) as by:
        assert writes.move_requests([writes.HelpStep(one.pk, HelpState.DONE)], by=by)[0].code == "not_found"
        assert writes.ask_help([NewHelp(held.person, "errand", "rice")], by=by)[0].code == "not_found"
    assert writes.move_requests([writes.HelpStep(one.pk, HelpState.DONE)], by=county)[0].taken
    assert writes.move_requests([writes.HelpStep(one.pk, HelpState.OPEN)], by=county)[0].code == "wrong_state"
    codes = [v.code for v in writes.ask_help([NewHelp(held.person, "car", "x"), NewHelp(held.person, "errand", " ")], by=county)]
    assert codes == ["kind_unknown", "words_missing"]


def test_open_requests_are_a_figure_of_the_day(held: Holder, county: Actor) -> None:
    figure = registry.get("care_requests_open")
    assert figure is not None
    writes.ask_help([NewHelp(held.person, "errand", "rice"), NewHelp(held.person, "medicine", "pills")], by=county)
    tomorrow = Day.of(TODAY + timedelta(days=1))
    assert figure.values(Subject(area=VILLAGE), tomorrow) == {"now": 2}
    one = HelpRequest.objects.get(kind="errand")
    writes.move_requests([writes.HelpStep(one.pk, HelpState.DONE)], by=county)
    assert figure.values(Subject(area=VILLAGE), tomorrow) == {"now": 1}
    assert figure.values(Subject(area=OTHER_TOWN), tomorrow) == {"now": 0}


# ---- objections
def post(area: str, role: str, post_id: int) -> Actor:
    """Somebody in a numbered post."""
    return Actor(user_id=None, post_id=post_id, role=role, area=area, name=f"{role} {post_id}")


@pytest.fixture
def ordered(county: Actor) -> Holder:
    """Somebody whose measure the post 41 ordered."""
    with acting_as(post(TOWN, "township_officer", 41)) as author:
        measures.propose([proposal(1)], by=author)
        observation = measures.start([order(1)], by=author)[0].id
    who = person(1)
    (link, code), = given(county, NewLink(person_id=who))
    assert observation
    return Holder(who, observation, link, code)


def test_an_objection_has_a_number_a_deadline_and_stands_in_the_story(ordered: Holder, county: Actor) -> None:
    verdict = writes.lodge_objections([NewObjection(ordered.person, "I never left the county")], by=county)[0]
    one = Objection.objects.get()
    assert verdict.facts["number"] == one.number
    assert one.number.startswith("SS20200204-")
    assert one.due_at - one.lodged_at == timedelta(hours=24)
    observation = quarantine.observation(ordered.observation, by=county)
    told = quarantine.story(observation, by=county).events
    assert [one.number in event.reason for event in told if event.kind == "objected"] == [True]


def test_the_author_of_the_measure_cannot_answer(ordered: Holder, county: Actor) -> None:
    writes.lodge_objections([NewObjection(ordered.person, "I never left the county")], by=county)
    one = Objection.objects.get()
    answer = ObjectionAnswer(one.pk, "granted", "The train ticket shows it.")
    with acting_as(post(TOWN, "township_officer", 41)) as author:
        assert writes.answer_objections([answer], by=author)[0].code == "same_author"
    with acting_as(post(TOWN, "township_officer", 42)) as somebody_else:
        assert writes.answer_objections([answer], by=somebody_else)[0].taken
        assert writes.answer_objections([answer], by=somebody_else)[0].code == "answered"
    one.refresh_from_db()
    assert (one.outcome, one.answer, one.answered_by) == ("granted", "The train ticket shows it.", "township_officer 42")


def test_whoever_extended_the_measure_is_its_author_too(ordered: Holder, county: Actor) -> None:
    with acting_as(post(TOWN, "township_officer", 43)) as by:
        longer = measures.Decided(observation_id=ordered.observation, reason="a new exposure", due_on=TODAY + timedelta(days=9))
        assert measures.extend([longer], by=by)[0].taken
    writes.lodge_objections([NewObjection(ordered.person, "Too long")], by=county)
    assert quarantine.authors([ordered.observation]) == {ordered.observation: {41, 43}}
    with acting_as(post(TOWN, "township_officer", 43)) as by:
        assert writes.answer_objections([ObjectionAnswer(Objection.objects.get().pk, "rejected", "no")], by=by)[0].code == "same_author"


def test_the_same_officer_in_another_post_is_the_same_author(county: Actor, login: Any) -> None:
    from shouwang.accounts import reads as accounts
    from shouwang.accounts.models import Post, User
    from shouwang.accounts.writes import NewPost, give_posts

    login(TOWN)
    with acting_as(system()) as operator:
        user = User.objects.get(username=f"township_officer-{TOWN}")
        give_posts([NewPost(user.username, "village_officer", VILLAGE, "", valid_from=TODAY.replace(day=1))], by=operator)
        first, second = Post.objects.filter(user=user).order_by("pk")
    with acting_as(accounts.actor_in(user, first)) as author:
        measures.propose([proposal(1)], by=author)
        measures.start([order(1)], by=author)
    writes.lodge_objections([NewObjection(person(1), "why me")], by=county)
    with acting_as(accounts.actor_in(user, second)) as by:
        assert writes.answer_objections([ObjectionAnswer(Objection.objects.get().pk, "rejected", "no")], by=by)[0].code == "same_author"


def test_an_answer_needs_its_reasons_and_the_resident_reads_it(ordered: Holder, county: Actor, login: Any) -> None:
    from shouwang.residents.tests.conftest import with_link

    writes.lodge_objections([NewObjection(ordered.person, "I never left the county")], by=county)
    one = Objection.objects.get()
    client = login(VILLAGE, "village_officer")
    address = reverse("residents:objection", args=[one.pk])
    assert client.post(address, {"outcome": "granted", "answer": " "}).status_code == 200
    assert client.post(address, {"outcome": "granted", "answer": "车票已核对，措施撤销。"}).status_code == 302
    body = with_link(ordered.code).get("/r/").content.decode()
    assert "车票已核对" in body
    assert "采纳" in body


def test_objections_wait_and_become_late(ordered: Holder, county: Actor, login: Any) -> None:
    writes.lodge_objections([NewObjection(ordered.person, "a"), NewObjection(ordered.person, "b", "record")], by=county)
    with clocks.stopped(clocks.now() + timedelta(hours=25)):
        duty = next(one for one in due.due(county, clocks.now()) if one.kind == "objections")
        assert (duty.count, duty.late) == (2, 2)
        assert "逾期" in login(TOWN).get(reverse("residents:objections")).content.decode()


def test_without_a_measure_there_is_nothing_to_object_to(county: Actor) -> None:
    who = person(9)
    codes = [v.code for v in writes.lodge_objections([NewObjection(who, "a"), NewObjection(who, "my name is wrong", "record"), NewObjection(uuid4(), "a")], by=county)]
    assert codes == ["nothing_to_object", "", "not_found"]


# ---- declarations and paper
def declared(area: str = VILLAGE, **more: Any) -> Declaration:
    """A return declared on the public page."""
    from datetime import date

    from shouwang.accounts.actors import resident

    told = {"full_name": "赵样六", "id_number": number(66), "from_place": "湖北省武汉市", "arrived_on": date(2020, 2, 4)} | more
    with acting_as(resident(area, "public page")) as by:
        key = writes.declare_publicly(writes.Told(**told), by=by)
    return Declaration.objects.get(pk=key)


def test_a_declaration_is_sealed_looked_at_and_taken_into_the_register(county: Actor, login: Any) -> None:
    one = declared()
    assert "赵样六" not in str(one.__dict__)
    client = login(VILLAGE, "village_officer")
    address = reverse("residents:declaration", args=[one.pk])
    body = client.get(address).content.decode()
    assert "赵样六" in body
    assert "未经核实" in body
    assert client.post(address, {"act": "register"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "registered"
    found = arrivals.find([number(66)], by=county)[0]
    assert found is not None
    assert (found.root, found.declared_by) == (one.arrival, "self")
    assert audit.events().filter(action="residents.open_declaration").exists()


def test_what_the_office_registered_first_makes_no_double(county: Actor) -> None:
    from datetime import date

    from shouwang.arrivals import writes as register

    one = declared()
    row = register.NewArrival(full_name="赵样六", id_number=number(66), area=VILLAGE, from_place="湖北省武汉市", arrived_on=date(2020, 2, 4))
    first = register.record_arrivals([row], by=county)[0]
    again = writes.register_declarations([one.pk, one.pk, uuid4()], by=county)
    assert again[0].outcome == "duplicate"
    one.refresh_from_db()
    assert one.arrival == first.id
    assert [v.code for v in writes.register_declarations([one.pk, uuid4()], by=county)] == ["settled", "not_found"]


def test_a_declaration_is_set_aside_with_a_reason_and_strangers_see_none(county: Actor) -> None:
    one = declared()
    with acting_as(actor(OTHER_TOWN)) as by:
        assert list(reads.declarations(by=by)) == []
        assert writes.dismiss_declarations([one.pk], reason="x", by=by)[0].code == "not_found"
        with refused("not_found"):
            writes.open_declaration(one.pk, by=by)
    with refused("reason_missing"):
        writes.dismiss_declarations([one.pk], reason="", by=county)
    assert writes.dismiss_declarations([one.pk], reason="a joke", by=county)[0].taken
    assert writes.dismiss_declarations([one.pk], reason="a joke", by=county)[0].code == "settled"
    with acting_as(actor(OTHER_TOWN)) as by:
        assert writes.undo_dismissals([one.pk], reason="x", by=by)[0].code == "not_found"
    assert writes.undo_dismissals([one.pk], reason="no joke", by=county)[0].taken
    assert writes.undo_dismissals([one.pk], reason="no joke", by=county)[0].code == "not_dismissed"
    one.refresh_from_db()
    assert (one.state, one.why, one.settled_by) == ("waiting", "", "")


def test_a_paper_form_is_typed_on_one_screen(county: Actor, login: Any) -> None:
    client = login(VILLAGE, "village_officer")
    said = {
        "key": str(uuid7()), "full_name": "钱样七", "id_number": number(77), "phone": "16900000077", "area": VILLAGE, "address": "7号",
        "from_place": "湖北省武汉市", "arrived_on": "2020-02-04", "help_kind": "medicine", "help_words": "降压药",
    }  # fmt: skip
    for _ in range(2):
        response = client.post(reverse("residents:paper"), said)
        assert response.status_code == 302, response.content.decode()
    assert HelpRequest.objects.get().words == "降压药"
    found = arrivals.find([number(77)], by=county)
    assert found[0] is not None
    assert len(arrivals.of_person(found[0].person_id, by=county)) == 1


def test_a_paper_form_is_taken_whole_or_not_at_all(county: Actor, login: Any) -> None:
    client = login(VILLAGE, "village_officer")
    said = {"key": str(uuid7()), "full_name": "钱样七", "phone": "16900000077", "area": VILLAGE, "from_place": "武汉", "arrived_on": "2020-02-04"}
    response = client.post(reverse("residents:paper"), said | {"id_number": "12345", "help_kind": "errand", "help_words": "rice"})
    assert response.status_code == 200
    assert 'value="12345"' in response.content.decode()
    response = client.post(reverse("residents:paper"), {"key": str(uuid7()), "full_name": "钱样七", "area": VILLAGE})
    assert "至少填一项" in response.content.decode()
    assert HelpRequest.objects.count() == 0
    assert arrivals.find([number(77)], by=county) == [None]


# ---- all of it
def test_queues_ask_the_same_number_of_questions_for_one_and_many(county: Actor, login: Any) -> None:
    client = login(TOWN)
    names = ("links", "help", "objections", "declarations")

    def fill(n: int) -> None:
        who = holder(county, n)
        writes.ask_help([NewHelp(who.person, "errand", "rice")], by=county)
        writes.lodge_objections([NewObjection(who.person, "no")], by=county)
        declared(id_number=number(600 + n), key=uuid7())

    def questions() -> list[int]:
        counted = []
        for name in names:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(f"residents:{name}")).status_code == 200
            counted.append(len(asked))
        return counted

    fill(1)
    questions()
    before = questions()
    for n in (2, 3, 4):
        fill(n)
    assert questions() == before


def test_who_may_do_what() -> None:
    for role, permissions in ROLE_PERMISSIONS.items():
        assert (Permission.GIVE_LINKS in permissions) == (role in {"village_officer", "community_staff", "township_officer", "command_office"})
        assert Permission.GIVE_LINKS not in permissions or Permission.ANSWER_OBJECTIONS in permissions


def test_rules_of_states_and_deadlines() -> None:
    now = at(TODAY, 12)
    assert rules.link_state(revoked_at=None, expires_at=now, left=False, now=now) == "expired"
    assert rules.link_state(revoked_at=now, expires_at=now, left=True, now=now) == "revoked"
    assert rules.link_state(revoked_at=None, expires_at=now + timedelta(1), left=True, now=now) == "left"
    assert rules.link_state(revoked_at=None, expires_at=now + timedelta(1), left=False, now=now) == "live"
    assert rules.hours_for("errand", True, {"errand": 24, "doctor": 2}) == 2
    assert rules.has_moved("001001001001001", "001001001001002")
    assert not rules.has_moved("001001001001001003", "001001001001001")
