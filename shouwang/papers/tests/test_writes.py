"""Papers issued, printed again, withdrawn; templates tried out before they are used."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, DUPLICATE, REFUSED
from shouwang.papers import reads, writes
from shouwang.papers.choices import PaperKind
from shouwang.papers.exchange import check_template
from shouwang.papers.models import Paper, Wording
from shouwang.papers.rules import verify
from shouwang.papers.tests.conftest import (
    CERTIFICATE,
    COUNTY,
    EAST,
    NOON,
    VILLAGE,
    WEST,
    WEST_VILLAGE,
    issued,
    officer,
    paper,
    somebody,
)
from shouwang.papers.writes import Withdrawal

pytestmark = pytest.mark.usefixtures("county")


def test_a_paper_has_number_date_signature_and_is_logged(county: Actor) -> None:
    [verdict] = writes.issue([paper(person_id=somebody())], by=county)
    assert (verdict.outcome, verdict.facts["number"]) == (ACCEPTED, "980101-CC-20200208-0001")
    card = reads.paper(verdict.id, by=county)
    assert card
    assert (card.issued_on, card.valid_from, card.valid_to) == (date(2020, 2, 8), date(2020, 1, 26), date(2020, 2, 8))
    claim = verify(card.token, reads.county_key("980101").public_key(), "980101")
    assert (claim.number, claim.initials, claim.from_day, claim.last_day) == (card.number, "OYYS", card.valid_from, card.valid_to)
    assert AuditEvent.objects.filter(action="papers.issue", count=1).count() == 1


def test_numbers_run_by_county_kind_and_day_whoever_issues(county: Actor) -> None:
    people = [somebody(n) for n in (1, 2, 3)]
    first = writes.issue([paper(person_id=one) for one in people[:2]] + [paper(PaperKind.DOOR_NOTICE)], by=county)
    with acting_as(officer(WEST)) as west:
        other = writes.issue([paper(person_id=people[2], area=WEST_VILLAGE)], by=west)
    with clocks.stopped(NOON + timedelta(days=1)):
        next_day = writes.issue([paper(person_id=people[2])], by=county)
    numbers = [verdict.facts["number"] for verdict in [*first, *other, *next_day]]
    assert numbers == [
        "980101-CC-20200208-0001", "980101-CC-20200208-0002", "980101-DN-20200208-0001", "980101-CC-20200208-0003", "980101-CC-20200209-0001",
    ]  # fmt: skip


def test_the_same_paper_twice_is_one(county: Actor) -> None:
    new = paper(person_id=somebody())
    first, second = writes.issue([new, new], by=county)
    [third] = writes.issue([new], by=county)
    assert [verdict.outcome for verdict in (first, second, third)] == [ACCEPTED, DUPLICATE, DUPLICATE]
    assert {verdict.id for verdict in (first, second, third)} == {first.id}
    assert {verdict.facts["number"] for verdict in (first, second, third)} == {"980101-CC-20200208-0001"}
    assert writes.issue([replace(new, language="en")], by=county)[0].outcome == ACCEPTED


def test_one_bad_row_holds_nobody_back(county: Actor) -> None:
    batch = [
        paper(person_id=somebody()), paper(area=WEST_VILLAGE), paper(facts={"legal_basis": ""}), paper(language="fr"),
        paper(issued_at=NOON + timedelta(hours=1)), paper(area="001"), paper(facts={"faith": "x"}),
    ]  # fmt: skip
    verdicts = writes.issue(batch, by=county)
    assert [verdict.code for verdict in verdicts] == [
        "", "out_of_area", "paper_incomplete", "paper_language_unknown", "in_future", "out_of_area", "paper_fact_unknown",
    ]  # fmt: skip
    assert Paper.objects.count() == 1


def test_above_a_county_nothing_can_be_numbered() -> None:
    with acting_as(system()) as by:
        assert writes.issue([paper(area="001001")], by=by)[0].code == "paper_no_county"


def test_who_hands_nothing_out_issues_nothing() -> None:
    with acting_as(officer(EAST, "supervisor")) as by:
        assert writes.issue([paper()], by=by)[0].code == "not_permitted"
        assert writes.issue([paper(PaperKind.TEMPERATURE_SHEET, valid_from=None)], by=by)[0].outcome == ACCEPTED


def test_what_stands_on_a_paper_is_sealed(county: Actor) -> None:
    [key] = issued(county, paper(facts={"person_name": "某秘密"}, person_id=somebody()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM papers_paper p WHERE id = %s", [key])
        [row] = cursor.fetchone()
    assert "某秘密" not in row
    assert "4116" not in row


def test_a_batch_costs_the_same_for_one_and_for_many(county: Actor) -> None:
    def queries(papers: list[writes.NewPaper]) -> int:
        with CaptureQueriesContext(connection) as counted:
            issued(county, *papers)
        return len(counted)

    people = [somebody(n) for n in range(1, 8)]
    issued(county, paper(person_id=people[0]))
    assert queries([paper(person_id=people[1])]) == queries([paper(person_id=one) for one in people[2:]])


def test_a_withdrawn_paper_says_when_why_and_by_whom(county: Actor) -> None:
    [key] = issued(county, paper(person_id=somebody()))
    assert [v.outcome for v in writes.withdraw([Withdrawal(key, " "), Withdrawal(key, "wrong name"), Withdrawal(key, "again")], by=county)] == [
        REFUSED, ACCEPTED, DUPLICATE,
    ]  # fmt: skip
    card = reads.paper(key, by=county)
    assert card
    assert (card.withdrawn_at, card.withdrawn_why, card.withdrawn_by) == (NOON, "wrong name", county.name)
    assert issued(county, paper(person_id=card.person_id)) != [key]


def test_the_next_township_neither_sees_nor_withdraws(county: Actor) -> None:
    person = somebody()
    [key] = issued(county, paper(person_id=person))
    with acting_as(officer(WEST)) as west:
        assert reads.paper(key, by=west) is None
        assert reads.of_person(person, by=west) == []
        assert writes.withdraw([Withdrawal(key, "x")], by=west)[0].code == "not_found"
    assert [card.id for card in reads.of_person(person, by=county)] == [key]
    assert list(reads.about([key], by=county)) == []


def test_a_county_signs_with_its_own_published_key(county: Actor) -> None:
    issued(county, paper())
    [key] = reads.published_keys()
    assert (key["county"], key["name"], key["key"]) == ("980101", "试县", reads.county_key("980101").public_key().public_bytes_raw().hex())
    assert reads.county_key("980102").public_key() != reads.county_key("980101").public_key()


GOOD = '#import "house.typ": *\n#let paper(p) = sheet(p, { letterhead(p); for (name, value) in p { if type(value) == str and name != "qr" [#value ] } })\n'
HIDES = GOOD.replace('name != "qr"', 'name not in ("qr", "legal_basis", "from_day")')


def _changed(source: str | None, *, by: Actor, county: str = COUNTY, reason: str = "our own words", kind: str = CERTIFICATE) -> writes.NewWording:
    return writes.NewWording(county, kind, source, reason)


def test_a_template_is_used_once_it_says_what_the_law_asks_for(county: Actor) -> None:
    with acting_as(officer(COUNTY, "command_office")) as by:
        [verdict] = writes.put_in_use([_changed(GOOD, by=by)], by=by)
        assert (verdict.outcome, verdict.facts) == (ACCEPTED, {"version": 1})
        [again] = writes.put_in_use([_changed(GOOD, by=by)], by=by)
        assert again.code == "template_same"
    [key] = issued(county, paper())
    assert Paper.objects.get(pk=key).wording.source == GOOD


@pytest.mark.parametrize(("source", "code", "words"), [
    (HIDES, "template_lacks", ("Legal basis", "From")),
    (GOOD + "#let broken = (\n", "template_broken", ("line 3",)),
    (GOOD.replace("letterhead(p)", "letterhaed(p)"), "template_broken", ("line 2", "letterhaed")),
    ("Only words.", "template_broken", ("paper",)),
    ('#import "@preview/cetz:0.2.0"\n', "template_broken", ("line 1",)),
    ('#let paper(p) = read("/etc/passwd")', "template_broken", ("line 1",)),
    ('#let paper(p) = read("../../etc/passwd")', "template_broken", ("line 1",)),
    ("", "template_empty", ()), ("x" * 100_001, "template_too_long", ("100000",)),
])  # fmt: skip
def test_a_bad_template_is_refused_and_the_last_good_one_stays(county: Actor, source: str, code: str, words: tuple[str, ...]) -> None:
    with acting_as(officer(COUNTY, "command_office")) as by, translation.override("en"):
        [verdict] = writes.put_in_use([_changed(source, by=by)], by=by)
    assert verdict.code == code, verdict
    assert all(word in verdict.reason for word in words), verdict.reason
    assert not Wording.objects.filter(shipped=False).exists()
    assert issued(county, paper())


def test_a_template_that_never_ends_is_stopped(county: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from shouwang.papers.exchange.typesetting import press

    monkeypatch.setattr(press, "PATIENCE", 2)
    endless = GOOD + "#let count(n) = { let i = 0; while i < 9000 { i += 1; let j = 0; while j < 9000 { j += 1 } } }\n#count(1)\n"
    with acting_as(officer(COUNTY, "command_office")) as by:
        assert writes.put_in_use([_changed(endless, by=by)], by=by)[0].code == "print_too_slow"


@pytest.mark.slow
@pytest.mark.parametrize("way", [
    "#hide[#value ]", "#text(white)[#value ]", '#text(rgb("#dddddd"))[#value ]', "#text(0.5pt)[#value ]", "#place(dx: 900mm)[#value ]",
    "#block(value)#place(dy: -2em, rect(width: 100%, height: 3em, fill: white))", "#box(width: 0pt, height: 0pt, clip: true)[#value ]",
])  # fmt: skip
def test_what_stands_on_the_paper_but_cannot_be_read_is_lacking(way: str) -> None:
    source = GOOD.replace("[#value ]", '{ if name == "legal_basis" [' + way + "] else [#value ] }")
    with translation.override("en"), pytest.raises(Refused, match="Legal basis") as caught:
        check_template(CERTIFICATE, source)
    assert caught.value.code == "template_lacks"
    assert "From" not in str(caught.value)


@pytest.mark.parametrize(("way", "said"), [
    ("#scale(20%)[#value ]", "points high; at least 5"), ("#scale(y: 10%)[#value ]", "points high; at least 5"),
    ("#rotate(90deg, scale(x: 5%)[#value ])", "points high; at least 5"), ("#text(3pt)[#value ]", "3.0 points high; at least 5"),
    ("#move(dx: -400mm)[#value ]", "off the page"), ("#place(dx: 900mm)[#value ]", "off the page"),
    ('#text(rgb("#999999"))[#value ]', "contrast to what lies beneath 2.8; at least 4.5"), ("#text(black.transparentize(80%))[#value ]", "contrast to what lies beneath"),
    ('#block(fill: white, text(white)[#value ])', "contrast to what lies beneath 1.0"), ('#block(fill: rgb("#777777"), text(rgb("#555555"))[#value ])', "beneath 1.7"),
    ('#block(fill: black)[#value ]', "beneath 1.2"), ('#highlight(fill: rgb("#222222"))[#value ]', "beneath 1.1"), ('#rotate(90deg, block(fill: rgb("#333333"))[#value ])', "beneath 1.4"),
    ('#text(gradient.linear(black, white))[#value ]', "beneath 1.0"), ('#place(rect(width: 60mm, height: 2em, fill: rgb("#0a2a5a")))#value', "beneath 1.2"),
    ("#block(value)#place(dy: -2em, rect(width: 100%, height: 3em, fill: white))", "covered or cut off"),
])  # fmt: skip
def test_a_trick_is_refused_with_what_is_wrong_as_it_comes_out_of_the_printer(way: str, said: str) -> None:
    source = GOOD.replace("[#value ]", '{ if name == "legal_basis" [' + way + "] else [#value ] }")
    with translation.override("en"), pytest.raises(Refused) as caught:
        check_template(CERTIFICATE, source)
    assert caught.value.code == "template_lacks"
    assert "Legal basis (" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("way", [
    "#block(fill: black, text(white)[#value ])", '#block(fill: rgb("#1f3a5f"), inset: 1pt, text(8pt, rgb("#e8eef5"))[#value ])', "#highlight(fill: yellow)[#value ]",
    '#rotate(90deg, block(fill: rgb("#111111"), text(white)[#value ]))', "#table(columns: 1, stroke: 2pt, inset: 0.5pt)[#value ]", "#underline[#value ]",
    '#block(fill: rgb("#f3f4f6"), text(8pt, rgb("#5a6472"))[#value ])', "#text(gradient.linear(black, navy))[#value ]",
])  # fmt: skip
def test_what_can_be_read_on_what_lies_beneath_is_accepted(way: str) -> None:
    check_template(CERTIFICATE, GOOD.replace("[#value ]", '{ if name == "legal_basis" [' + way + "] else [#value ] }"))


@pytest.mark.slow
def test_only_the_county_changes_its_templates(county: Actor) -> None:
    assert writes.put_in_use([_changed(GOOD, by=county)], by=county)[0].code == "not_permitted"
    with acting_as(officer(COUNTY, "command_office")) as by:
        assert writes.put_in_use([_changed(GOOD, by=by, county="001001002")], by=by)[0].code == "out_of_area"
        assert writes.put_in_use([_changed(GOOD, by=by, reason=" ")], by=by)[0].code == "reason_missing"
        assert writes.put_in_use([_changed(GOOD, by=by, kind="letter")], by=by)[0].code == "paper_kind_unknown"
        assert writes.put_in_use([_changed(GOOD, by=by)], by=by)[0].taken
        assert writes.put_in_use([_changed(None, by=by)], by=by)[0].facts == {"version": 2}
        assert reads.wording_lines(COUNTY)[6].shipped
    [key] = issued(county, paper(area=VILLAGE))
    assert Paper.objects.get(pk=key).wording.version == 2
