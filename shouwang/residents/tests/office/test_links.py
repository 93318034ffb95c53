"""Links given and taken back by the office, one by one, for a village, on slips of paper; the stranger."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit import reads as audit
from shouwang.lib import clocks
from shouwang.residents import reads, writes
from shouwang.residents.models import Link
from shouwang.residents.tests.conftest import (
    OTHER_TOWN,
    TODAY,
    TOWN,
    VILLAGE,
    Holder,
    actor,
    declared,
    holder,
    person,
    refused,
    sheets,
    slips,
)
from shouwang.residents.writes import NewHelp, NewLink, NewObjection

pytestmark = pytest.mark.django_db


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
