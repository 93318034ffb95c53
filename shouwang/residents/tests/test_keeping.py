"""Papers whose time is over are let go by themselves; what is open, objected to or an archive stays."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit import reads as audit
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.papers import reads as papers
from shouwang.papers import writes as printed
from shouwang.papers.choices import PaperKind
from shouwang.papers.exchange.specimens import specimen
from shouwang.papers.rules.keeping import is_over
from shouwang.people import writes as persons
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as measures
from shouwang.quarantine.tests.conftest import TODAY, at, person, started
from shouwang.residents import jobs, writes
from shouwang.residents.choices import ObjectionKind
from shouwang.residents.models import Objection
from shouwang.residents.tests.conftest import OTHER_TOWN, TOWN, VILLAGE, actor, given, sheets, with_link
from shouwang.residents.writes import NewLink, NewObjection, ObjectionAnswer

pytestmark = pytest.mark.django_db
CERTIFICATE, START = PaperKind.COMPLETION_CERTIFICATE, PaperKind.START_NOTICE
ENDED = date(2020, 2, 8)


def paper(by: Actor, n: int, observation: UUID | None = None, kind: str = START) -> UUID:
    """A paper of the n-th person; a report names nobody."""
    who = None if kind == PaperKind.DAILY_REPORT else person(n)
    [verdict] = printed.issue([printed.NewPaper(kind=kind, area=VILLAGE, facts=specimen(kind, "zh-hans"), person_id=who, about=observation)], by=by)
    assert verdict.id, verdict
    return verdict.id


def end(by: Actor, observation: UUID) -> None:
    gone = measures.Decided(observation_id=observation, reason="by order", kind="left_again", happened_at=at(TODAY, 19))
    assert measures.end_early([gone], by=by)[0].taken


def later(days: int) -> int:
    """The night so many days after the county's evening; how many papers were let go."""
    with clocks.stopped(at(TODAY, 20) + timedelta(days=days)):
        return jobs.let_go_everywhere()


def held(key: UUID, by: Actor) -> bool:
    card = papers.paper(key, by=by)
    assert card
    return card.let_go_on is None


def kept_of(key: UUID) -> str:
    """Everything the database holds of a paper, its history too."""
    history = "SELECT string_agg(old::text, '') FROM ledger_history WHERE row_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT p::text FROM papers_paper p WHERE id = %s) || coalesce(({history}), '')", [key, str(key)])
        [row] = cursor.fetchone()
    return row


def test_what_is_over_goes_and_what_is_open_stays(county: Actor) -> None:
    over, standing = started(county, 1, 2)
    papers_of = [paper(county, 1, over), paper(county, 2, standing), paper(county, 3)]
    end(county, over)
    assert later(90) == 0, "not one day too early"
    assert later(91) == 2
    assert [held(key, county) for key in papers_of] == [False, True, False]
    assert later(92) == 0
    assert audit.events().filter(action="papers.let_go", count=2).exists()


def test_who_objects_keeps_the_papers_until_long_after_the_answer(county: Actor) -> None:
    key = paper(county, 1)
    writes.lodge_objections([NewObjection(person(1), "wrong name", ObjectionKind.RECORD)], by=county)
    assert later(200) == 0
    assert held(key, county)
    with clocks.stopped(at(TODAY, 20) + timedelta(days=150)):
        assert writes.answer_objections([ObjectionAnswer(Objection.objects.get().pk, "granted", "right")], by=county)[0].taken
    assert later(240) == 0
    assert later(241) == 1


def test_reports_are_archives_and_a_last_day_ahead_holds(county: Actor) -> None:
    report = paper(county, 0, kind=PaperKind.DAILY_REPORT)
    assert later(4000) == 0
    assert held(report, county)
    assert not is_over(START, issued_on=ENDED, valid_to=ENDED + timedelta(days=30), before=ENDED + timedelta(days=1))
    assert is_over(START, issued_on=ENDED, valid_to=None, before=ENDED + timedelta(days=1))


def test_nothing_of_the_person_is_left_and_a_certificate_still_verifies(county: Actor) -> None:
    key, other = paper(county, 1, kind=CERTIFICATE), paper(county, 2)
    printed.withdraw([printed.Withdrawal(other, "a mistake")], by=county)  # leaves an earlier version behind
    card = papers.paper(key, by=county)
    assert card
    assert kept_of(other).count(str(person(2))) >= 2, "in the row and in its history"
    assert later(91) == 2
    assert [str(person(number)) in kept_of(one) for one, number in ((key, 1), (other, 2))] == [False, False]
    assert papers.of_person(person(1), by=county) == []
    assert (papers.standing_of(card.token).state, papers.standing_of(card.token).number) == ("valid", card.number)
    with pytest.raises(Refused) as caught:
        papers.pdf([key], by=county)
    assert caught.value.code == "let_go"


def test_the_next_township_lets_nothing_go(county: Actor, settings: Any) -> None:
    key = paper(county, 1)
    with clocks.stopped(at(TODAY, 20) + timedelta(days=91)), acting_as(actor(OTHER_TOWN)) as by:
        assert printed.let_go([key], days=90, by=by) == 0
    assert held(key, county)
    settings.PAPERS_KEPT_DAYS = 10
    assert later(11) == 1, "the days are a setting"


# ---- kept for an auditor or a court
def test_a_paper_that_somebody_needs_is_kept_until_it_is_lifted(county: Actor) -> None:
    wanted, other = paper(county, 1), paper(county, 2)
    assert [verdict.code for verdict in printed.hold([printed.Hold(wanted, " "), printed.Hold(uuid4(), "x")], by=county)] == ["reason_missing", "not_found"]
    assert printed.hold([printed.Hold(wanted, "court of Sample County, file 17")], by=county)[0].taken
    again = printed.hold([printed.Hold(wanted, "another reason")], by=county)[0]
    assert (again.outcome, again.code) == ("duplicate", "paper_held_already")
    card = papers.paper(wanted, by=county)
    assert card
    assert (card.held_why, card.held_by) == ("court of Sample County, file 17", county.name)
    assert later(400) == 1
    assert [held(key, county) for key in (wanted, other)] == [True, False]
    assert papers.pdf([wanted], by=county).startswith(b"%PDF")
    with clocks.stopped(at(TODAY, 20) + timedelta(days=400)):
        assert printed.let_go([wanted], days=90, by=county) == 0, "not even when it is named"
    assert printed.hold([printed.Hold(other, "too late")], by=county)[0].code == "let_go"
    assert [printed.lift([printed.Hold(wanted, "the court has decided")], by=county)[0].code for _ in range(2)] == ["", "not_held"]
    assert later(401) == 1
    assert audit.events().filter(action="papers.hold", reason__contains="file 17").exists()
    assert audit.events().filter(action="papers.lift", reason="the court has decided").exists()


def test_strangers_and_who_may_not_keep_papers_keep_none(county: Actor) -> None:
    key = paper(county, 1)
    with acting_as(actor(OTHER_TOWN)) as by:
        assert printed.hold([printed.Hold(key, "mine")], by=by)[0].code == "not_found"
    with acting_as(actor(VILLAGE, "village_officer")) as by, pytest.raises(Refused):
        printed.hold([printed.Hold(key, "mine")], by=by)
    with acting_as(actor(TOWN, "supervisor")) as by:
        assert printed.hold([printed.Hold(key, "appraisal")], by=by)[0].taken


def test_the_page_of_a_paper_keeps_it_and_says_who_asked_and_why(county: Actor, login: Any) -> None:
    key, client = paper(county, 1), login(TOWN, "supervisor")
    page, keep = reverse("papers:paper", args=[key]), reverse("papers:keep", args=[key])
    assert client.post(keep, {"reason": ""}).status_code == 200, "asks why"
    assert client.post(keep, {"reason": "县纪委调阅 2020-17"})["Location"] == page
    body = client.get(page).content.decode()
    assert "县纪委调阅 2020-17" in body
    assert f"supervisor-{TOWN}" in body
    assert "县纪委" not in login(TOWN, "village_doctor").get(reverse("papers:index")).content.decode()
    assert client.get(reverse("papers:index"), {"state": "held"}).content.decode().count(page) == 1
    assert client.post(keep, {"reason": "已办结"})["Location"] == page
    assert client.get(reverse("papers:index"), {"state": "held"}).content.decode().count(page) == 0
    client.post(reverse("papers:index"), {"do": "hold", "keys": str(key), "confirmed": "1", "with-reason": "法院"})
    assert client.post("/api/v1/papers/lifted", [{"paper_id": str(key), "reason": "x"}], content_type="application/json").json()["verdicts"][0]["code"] == ""
    assert client.post("/api/v1/papers/held", [{"paper_id": str(key), "reason": "x"}], content_type="application/json").json()["verdicts"][0]["code"] == ""


# ---- a certificate that was let go
def completed(by: Actor, n: int = 1) -> tuple[UUID, papers.PaperCard]:
    """Somebody who observed to the end and was handed the certificate."""
    [observation] = started(by, n)
    with clocks.stopped(at(TODAY + timedelta(days=14), 20)):
        assert measures.release([measures.NewRelease(observation_id=observation, documents=(CERTIFICATE,))], by=by)[0].taken
    [card] = [card for card in papers.of_person(person(n), by=by) if card.kind == CERTIFICATE]
    return observation, card


def test_a_certificate_that_was_let_go_is_made_again_on_the_resident_s_page_and_verifies(county: Actor) -> None:
    _observation, card = completed(county)
    before = text_of(papers.pdf([card.id], by=county))
    assert later(120) > 0
    assert not held(card.id, county)
    with clocks.stopped(at(TODAY, 20) + timedelta(days=121)):
        [(_link, code)] = given(county, NewLink(person_id=person(1)))
        client = with_link(code)
        body = client.get("/r/").content.decode()
        assert "/r/me/1/certificate/1/" in body
        answer = client.get("/r/me/1/certificate/1/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        [scanned] = [found for sheet in sheets(answer.content) for found in sheet.codes]
        assert papers.standing_of(scanned.rsplit("/", 1)[-1]).number == card.number
        assert papers.standing_of(scanned.rsplit("/", 1)[-1]).state == "valid"
        assert text_of(answer.content) == before, "the same paper, word for word"
        assert client.get("/r/me/1/certificate/2/").status_code == 404
        assert client.get("/r/me/2/certificate/1/").status_code == 404
        assert not held(card.id, county), "nothing of it is kept"


def test_a_certificate_of_another_is_not_made_again(county: Actor) -> None:
    completed(county, 1)
    _observation, other = completed(county, 2)
    assert later(120) > 0
    with clocks.stopped(at(TODAY, 20) + timedelta(days=121)):
        [(_link, code)] = given(county, NewLink(person_id=person(1)))
        client = with_link(code)
        assert other.number not in text_of(client.get("/r/me/1/certificate/1/").content)
        assert client.get("/r/").content.decode().count("/certificate/") == 1
    with acting_as(actor(OTHER_TOWN)) as by, pytest.raises(Refused):
        quarantine.certificate_again(other.number, by=by)


def test_a_withdrawn_certificate_or_a_changed_record_is_not_made_again(county: Actor) -> None:
    _observation, card = completed(county, 1)
    _other, renamed = completed(county, 2)
    printed.withdraw([printed.Withdrawal(card.id, "a mistake")], by=county)
    assert later(120) > 0
    assert quarantine.certificates_let_go(person(1), held=()) == []
    persons.correct_person(person(2), {"full_name": "冯样"}, why="the card says so", by=county)
    with pytest.raises(Refused) as caught:
        quarantine.certificate_again(renamed.number, by=county)
    assert caught.value.code == "record_changed"


def test_who_never_got_a_certificate_is_told_where_to_get_one(county: Actor) -> None:
    [observation] = started(county, 1)
    with clocks.stopped(at(TODAY + timedelta(days=14), 20)):
        assert measures.release([measures.NewRelease(observation_id=observation)], by=county)[0].taken
        [(_link, code)] = given(county, NewLink(person_id=person(1)))
        assert "需要证明的，请向村（居）委会申请" in with_link(code).get("/r/").content.decode()


def text_of(pdf: bytes) -> str:
    return "\n".join(sheet.text for sheet in sheets(pdf))
