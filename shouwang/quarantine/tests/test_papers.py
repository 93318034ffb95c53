"""Papers of observations: printed, handed over, for one and for forty."""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.exchange.writers import Frame
from shouwang.lib.verdicts import ACCEPTED, DUPLICATE
from shouwang.papers import reads as papers
from shouwang.papers.choices import PaperKind
from shouwang.papers.reads import standing_of
from shouwang.papers.writes import NewPaper, issue
from shouwang.quarantine import writes
from shouwang.quarantine.exchange import as_papers
from shouwang.quarantine.models import Document, Observation
from shouwang.quarantine.tests.conftest import OTHER_TOWN, TODAY, TOWN, actor, at, number, reading, signed_in, started
from shouwang.quarantine.writes import Decided, NewDocument, NewPrint, NewRelease

START, DOOR, CERTIFICATE = PaperKind.START_NOTICE, PaperKind.DOOR_NOTICE, PaperKind.COMPLETION_CERTIFICATE


def text_of(ids: list[UUID], by: Actor) -> str:
    document = pypdfium2.PdfDocument(papers.pdf(ids, by=by, walking=True))
    return re.sub(r"[\s\u200b]", "", "".join(page.get_textpage().get_text_range() for page in document))


def test_a_notice_says_the_measure_its_reason_its_days_and_whom_to_call(county: Actor) -> None:
    [key] = started(county, 1)
    [verdict] = writes.print_papers([NewPrint(key, START)], by=county)
    assert verdict.outcome == ACCEPTED, verdict
    assert verdict.id
    said, one = text_of([verdict.id], county), Observation.objects.get(pk=key)
    for fact in ("张样三", "居家隔离医学观察", "2020年1月26日", "2020年2月8日", "样某", "扶沟县东桥镇", "Fromakeyarea."):
        assert fact in said, fact
    assert re.sub(r"\s", "", one.legal_basis) in said
    card = papers.paper(verdict.id, by=county)
    assert card
    assert (card.valid_from, card.valid_to, card.about) == (date(2020, 1, 26), date(2020, 2, 8), key)


def test_the_legal_basis_of_the_plan_is_said_in_the_language_of_the_paper_and_an_officers_own_stays(county: Actor) -> None:
    ours, own = started(county, 1, 2)
    Observation.objects.filter(pk=own).update(legal_basis="县指挥部第3号通告")
    one, two = (verdict.id for verdict in writes.print_papers([NewPrint(key, START, "en") for key in (ours, own)], by=county))
    assert one
    assert two
    assert "InfectiousDiseaseLaw,Articles39and41" in text_of([one], county)
    assert "县指挥部第3号通告" in text_of([two], county)


def test_what_was_printed_before_is_handed_over_under_its_number(county: Actor) -> None:
    [key] = started(county, 1)
    [printed] = writes.print_papers([NewPrint(key, START)], by=county)
    [handed] = writes.hand_out([NewDocument(observation_id=key, kind=START, received_by="张样三")], by=county)
    assert handed.facts["number"] == printed.facts["number"] == Document.objects.get(kind=START).number
    assert writes.print_papers([NewPrint(key, START)], by=county)[0].outcome == DUPLICATE
    assert len(papers.about([key], by=county)[key]) == 1


def test_handing_out_issues_the_paper_and_a_paper_made_by_hand_keeps_its_number(county: Actor) -> None:
    keys = started(county, 1, 2)
    rows = [NewDocument(observation_id=keys[0], kind=START), NewDocument(observation_id=keys[1], kind=START, number="手写-1")]
    assert [verdict.facts["number"] for verdict in writes.hand_out(rows, by=county)] == ["411621-SN-20200204-0001", "手写-1"]
    assert set(papers.about(keys, by=county)) == {keys[0]}


def test_a_release_brings_notice_and_certificate_that_verify(county: Actor) -> None:
    from shouwang.lib import clocks

    [key] = started(county, 1)
    with clocks.stopped(at(date(2020, 2, 8), 19)):
        assert writes.print_papers([NewPrint(key, CERTIFICATE)], by=county)[0].code == "certificate_too_early"
        [released] = writes.release([NewRelease(observation_id=key, documents=["release_notice", CERTIFICATE])], by=county)
        assert released.taken, released
        issued = {card.kind: card for card in papers.about([key], by=county)[key]}
        assert set(issued) == {"release_notice", CERTIFICATE}
        assert set(Document.objects.values_list("number", flat=True)) == {card.number for card in issued.values()}
        shown = standing_of(issued[CERTIFICATE].token)
        assert (shown.state, shown.initials, shown.from_day, shown.last_day) == ("valid", "ZYS", date(2020, 1, 26), date(2020, 2, 8))
        assert "张样三" in text_of([issued[CERTIFICATE].id], county)


def test_who_was_released_early_gets_no_certificate(county: Actor) -> None:
    [key] = started(county, 1)
    assert writes.release([NewRelease(observation_id=key, reason="wrong class")], by=county)[0].taken
    assert writes.print_papers([NewPrint(key, CERTIFICATE)], by=county)[0].code == "certificate_too_early"
    assert writes.print_papers([NewPrint(key, PaperKind.RELEASE_NOTICE)], by=county)[0].outcome == ACCEPTED


def test_what_cannot_be_printed_is_recorded_all_the_same_and_said(county: Actor) -> None:
    [key] = started(county, 1)
    Observation.objects.filter(pk=key).update(due_on=None)
    [verdict] = writes.hand_out([NewDocument(observation_id=key, kind=START)], by=county)
    assert (verdict.outcome, [warned.code for warned in verdict.warnings]) == ("accepted_with_warnings", ["paper_incomplete"])
    assert Document.objects.filter(kind=START).exists()


@pytest.mark.slow
@pytest.mark.parametrize("kind", [START, DOOR, PaperKind.CHECK_SHEET, PaperKind.KEY_POINTS_CARD, PaperKind.PROCESS_CHART])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_paper_of_an_observation_prints_in_every_language(county: Actor, kind: str, language: str) -> None:
    [key] = started(county, 1)
    [verdict] = writes.print_papers([NewPrint(key, kind, language)], by=county)
    assert verdict.outcome == ACCEPTED, verdict
    assert verdict.id
    assert verdict.facts["number"] in text_of([verdict.id], county)


def test_a_door_notice_names_nobody(county: Actor) -> None:
    [key] = started(county, 1)
    [verdict] = writes.print_papers([NewPrint(key, DOOR)], by=county)
    assert verdict.id
    said = text_of([verdict.id], county)
    assert "张样三" not in said
    assert number(1) not in said
    assert "1号" not in said.replace("第1号", "")


def test_the_next_township_prints_nothing(county: Actor) -> None:
    [key] = started(county, 1)
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert writes.print_papers([NewPrint(key, START)], by=stranger)[0].code == "not_found"
    with acting_as(actor(TOWN)) as own:
        assert writes.print_papers([NewPrint(key, START)], by=own)[0].outcome == ACCEPTED


def test_notices_for_many_cost_the_same_number_of_queries(county: Actor) -> None:
    keys = started(county, *range(1, 9))

    def queries(some: list[UUID]) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert all(v.taken for v in writes.print_papers([NewPrint(key, kind) for key in some for kind in (START, DOOR)], by=county))
        return len(counted)

    queries(keys[:1])
    assert queries(keys[1:2]) == queries(keys[2:])
    assert date(2020, 2, 4) == TODAY


@pytest.fixture
def office(county: Actor, settings: Any) -> Client:
    """The township's officer, with two people under observation."""
    settings.SECOND_FACTOR_REQUIRED = False
    started(county, 1, 2)
    return signed_in("township_officer", TOWN)


def test_the_page_of_an_observation_prints_and_lists_papers(office: Client) -> None:
    key = Observation.objects.order_by("pk")[0].pk
    printed = office.post(f"/quarantine/{key}/papers/", {"kind": DOOR, "language": "en", "print": "1"})
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    office.post(f"/quarantine/{key}/papers/", {"kind": START, "language": "zh-hans", "handed": "1", "received_by": "张样三"})
    page = office.get(f"/quarantine/{key}/").content.decode()
    assert "411621-DN-20200204-0001" in page
    assert "411621-SN-20200204-0001" in page
    assert [one.kind for one in Document.objects.all()] == [START]


def test_papers_of_all_ticked_come_in_one_print_in_the_language_chosen(office: Client) -> None:
    keys = [str(one.pk) for one in Observation.objects.all()]
    asked = office.post("/quarantine/", {"list": "quarantine.people", "do": "notices", "selected": keys}).content.decode()
    assert 'name="with-papers" value="start_notice"' in asked
    assert '<option value="zh-hans" selected>' in asked  # the reader's language, if nothing else is chosen
    wanted = {"list": "quarantine.people", "do": "notices", "keys": " ".join(keys), "confirmed": "1"}
    wanted |= {"with-papers": ["start_notice", "door_notice"], "with-language": "zh-hant"}
    printed = office.post("/quarantine/", wanted)
    document = pypdfium2.PdfDocument(printed.content)
    assert len(document) == 4
    said = "".join(page.get_textpage().get_text_range() for page in document)
    assert all(words in said for words in ("醫學觀察告知書", "居家醫學觀察", "請勿上門"))
    cards = office.post("/quarantine/", wanted | {"with-papers": ["key_points_card", "process_chart", "check_sheet"], "with-language": ""}, headers={"Accept-Language": "en"})
    said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(cards.content))
    assert all(words in said for words in ("What You Must Know", "The Way through Medical Observation", "Daily Check Sheet"))
    assert office.post("/quarantine/", wanted | {"with-language": "fr"})["Content-Type"].startswith("text/html")
    stranger = signed_in("township_officer", OTHER_TOWN)
    assert not stranger.post("/quarantine/", wanted).content.startswith(b"%PDF-")
    assert stranger.post(f"/quarantine/{keys[0]}/papers/", {"kind": DOOR, "print": "1"}).status_code == 404


def test_the_wide_sheet_is_printed_for_signature(office: Client, county: Actor) -> None:
    writes.record_readings([reading(1, 36.7), reading(2, 37.8)], by=county)
    printed = office.post("/quarantine/sheet/print/")
    page = pypdfium2.PdfDocument(printed.content)[0]
    said = re.sub(r"\s", "", page.get_textpage().get_text_range())
    assert page.get_size()[0] > page.get_size()[1]
    assert all(fact in said for fact in ("36.7", "37.8", "张样三", "填表人", "审核人", "居家医学观察体温登记表"))
    assert number(1) not in said


def test_nothing_of_the_wide_sheet_is_cut(county: Actor) -> None:
    def line(n: int, days: int) -> dict[str, Any]:
        found = {(day, "am"): SimpleNamespace(temperature_c=36.5, kind="measured", counting="counts", symptoms=[]) for day in range(1, days + 1)}
        named = dict.fromkeys(("sex", "age", "id_number", "address", "phone", "observer", "last_exposure_on", "from_date", "released_on"))
        return {**named, "full_name": f"样{n}", "found": found}

    sheets = as_papers([line(n, 21 if n < 2 else 3) for n in range(301)], Frame(unit="试县", day=date(2020, 2, 4)))
    assert [(one["first_number"], len(one["persons"])) for one in sheets] == [("1", 300), ("1", 1), ("15", 2)]
    assert [list(one["persons"][0]["days"])[-1] for one in sheets] == ["14", "3", "21"]
    assert [one["part"] for one in sheets] == ["第1张，共3张", "第2张，共3张", "第3张，共3张"]
    assert as_papers([line(1, 14)], Frame(unit="试县", day=date(2020, 2, 4)))[0]["part"] == ""
    verdicts = issue([NewPaper("temperature_sheet", TOWN, facts) for facts in sheets[1:]], by=county)
    text = [papers.pdf([one.id], by=county) for one in verdicts if one.id]
    assert "第21天" in re.sub(r"\s", "", pypdfium2.PdfDocument(text[1])[0].get_textpage().get_text_range())


def test_an_extension_has_a_notice_with_its_reason_and_the_new_last_day(county: Actor) -> None:
    [key] = started(county, 1)
    assert writes.print_papers([NewPrint(key, PaperKind.EXTENSION_NOTICE)], by=county)[0].code == "not_extended"
    due_on = Observation.objects.get(pk=key).due_on
    assert due_on
    assert writes.extend([Decided(observation_id=key, due_on=due_on + timedelta(days=3), reason="同住人员确诊")], by=county)[0].taken
    notice, pledge = writes.print_papers([NewPrint(key, PaperKind.EXTENSION_NOTICE), NewPrint(key, PaperKind.PLEDGE)], by=county)
    assert notice.id
    assert pledge.id
    said = text_of([notice.id], county)
    assert all(fact in said for fact in ("延长医学观察告知书", "同住人员确诊", "2020年2月11日", "回执"))
    assert all(fact in text_of([pledge.id], county) for fact in ("医学观察承诺书", "张样三", "承诺人签名"))
