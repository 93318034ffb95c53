"""Every paper in every language: what the law asks for stands on it, nothing that people wrote can break or run anything."""

import re
import time
from dataclasses import replace
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib.refusals import Refused
from shouwang.papers import reads, writes
from shouwang.papers.choices import Language, PaperKind
from shouwang.papers.exchange import check_template, in_script, original, preview
from shouwang.papers.exchange.specimens import specimen
from shouwang.papers.rules import KINDS, LEGAL
from shouwang.papers.tests.conftest import HILL, VILLAGE, WEST, issued, officer, paper
from shouwang.papers.writes import Withdrawal

A4 = (595.3, 841.9)  # points
POINTS_PER_MM = 72 / 25.4
LEGIBLE = 7.5  # millimetres: a four-hundredth of three metres
MARGIN = 8  # points that no printer reaches
HOSTILE = [
    '#panic("run") #read("/etc/passwd") $x^2$ *b* _i_ `c` // \\ <a> @b [c] {d} "e" \'f\' #let p = 1',
    "</script><img src=x onerror=alert(1)>", "{{ 7*7 }} {% load x %} %(x)s", "\u202eoverturned\u2066 \x00\x07\ufeff\U0001f600", "a" * 10_000, "长" * 10_000,
    "é" * 3_000, "\n\n\r\n\t", "欧阳·买买提·阿卜杜拉·艾合买提江·吐尔逊·古丽娜尔·玛丽亚姆",
]  # fmt: skip


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    """Letters only: lines break anywhere."""
    return re.sub(r"[\s\u200b\ufffe\u00ad]", "", text)


def hostile(value: Any, words: str) -> Any:
    """The same shape of facts, with these words wherever people write any; of a list its first line."""
    if isinstance(value, dict):
        return {name: hostile(part, words) for name, part in value.items()}
    return [hostile(part, words) for part in value[:1]] if isinstance(value, list) else words


def boxes(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Where lines of letters stand, for all pages: left, bottom, right, top; and the page's size is checked to be A4."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        size = page.get_size()
        assert sorted(size) == pytest.approx(A4, abs=1)
        text = page.get_textpage()
        found += [(size, text.get_rect(at)) for at in range(text.count_rects())]
    return [(left, bottom, size[0] - right, size[1] - top) for size, (left, bottom, right, top) in found]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "language"), list(product(PaperKind.values, Language.values)))
def test_what_the_law_asks_for_stands_on_every_paper(county: Actor, kind: str, language: str) -> None:
    [key] = issued(county, paper(kind, language=language))
    pdf = reads.pdf([key], by=county)
    said, card = squeezed(text_of(pdf)), reads.paper(key, by=county)
    facts = specimen(kind, language)
    assert card
    assert card.number in said
    assert "试县东桥镇疫情防控领导小组" in said
    for fact in LEGAL[kind]:
        if fact in facts:
            assert squeezed(str(facts[fact])) in said, fact
    assert all(edge > MARGIN for box in boxes(pdf) for edge in box), "something runs over the margin"
    assert b"NotoSansCJK" in pdf


@pytest.mark.parametrize("language", [Language.TRADITIONAL, Language.ENGLISH])
def test_the_words_of_the_template_are_in_the_language_of_the_paper(county: Actor, language: str) -> None:
    [key] = issued(county, paper(PaperKind.START_NOTICE, language=language, facts={"person_name": "后发里"}))
    said = squeezed(text_of(reads.pdf([key], by=county)))
    assert ("醫學觀察告知書" if language == Language.TRADITIONAL else "NoticeofMedicalObservation") in said
    assert "医学观察告知书" not in said
    assert "后发里" in said  # a name stays as it was written


def test_the_script_of_a_template_is_changed_as_a_whole_and_remains_a_template() -> None:
    for kind in PaperKind.values:
        changed = in_script(original(kind), Language.TRADITIONAL)
        assert changed.count("\n") == original(kind).count("\n")
        assert in_script(original(kind), Language.ENGLISH) == original(kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", PaperKind.values)
def test_hostile_facts_are_only_text(county: Actor, kind: str) -> None:
    said = specimen(kind, "zh-hans") | ({"legs": [dict.fromkeys(("place", "time", "given", "taken", "remark"), "")]} if kind == PaperKind.TRANSFER_SLIP else {})
    keys = [key for words in HOSTILE if (key := issued_with(said, kind, words, county))]
    pdf = reads.pdf(keys, by=county)
    assert "root:" not in text_of(pdf)
    assert all(edge > MARGIN for box in boxes(pdf) for edge in box), "something runs over the margin"
    for words in HOSTILE:
        if kind == PaperKind.START_NOTICE and words.startswith("#panic"):
            assert squeezed(words) in squeezed(text_of(pdf))


def issued_with(said: Any, kind: str, words: str, county: Actor) -> UUID | None:
    """The paper with these words everywhere, shortened where they are more than it holds; none, as it must be, for blank ones."""
    [verdict] = writes.issue([paper(kind, facts={name: hostile(value, words) for name, value in said.items()})], by=county)
    if not words.strip():
        assert verdict.code == "paper_incomplete"
        return None
    if verdict.code == "paper_too_long":
        return issued_with(said, kind, words[:2000], county)
    assert verdict.id, verdict
    return verdict.id


def test_a_reprint_is_the_same_byte_for_byte_whatever_becomes_of_the_template(county: Actor) -> None:
    from shouwang.papers.tests.conftest import COUNTY
    from shouwang.papers.tests.test_writes import GOOD

    [key] = issued(county, paper())
    before = reads.pdf([key], by=county)
    with acting_as(officer(COUNTY, "command_office")) as by:
        assert writes.put_in_use([writes.NewWording(COUNTY, PaperKind.COMPLETION_CERTIFICATE, GOOD, "shorter")], by=by)[0].taken
    assert reads.pdf([key], by=county) == before


def test_a_withdrawn_paper_says_so_across_the_page(county: Actor) -> None:
    [key] = issued(county, paper(language="en"))
    assert "WITHDRAWN" not in squeezed(text_of(reads.pdf([key], by=county)))
    writes.withdraw([Withdrawal(key, "a mistake")], by=county)
    assert "WITHDRAWN" in squeezed(text_of(reads.pdf([key], by=county)))


def test_the_next_township_prints_nothing(county: Actor) -> None:
    [key] = issued(county, paper())
    with acting_as(officer(WEST)) as west, pytest.raises(Refused) as caught:
        reads.pdf([key], by=west)
    assert caught.value.code == "nothing_to_print"


def test_a_print_goes_in_the_order_of_a_walk_and_is_bounded(county: Actor) -> None:
    doors = [(HILL, "1号"), (VILLAGE, "10号"), (VILLAGE, "2号")]
    keys = issued(county, *[paper(PaperKind.DOOR_NOTICE, area=area, facts={"address": door, "contact": f"样{n}"}) for n, (area, door) in enumerate(doors)])
    said = squeezed(text_of(reads.pdf(keys, by=county, walking=True)))
    assert [said.index(f"样{n}") for n in (2, 1, 0)] == sorted(said.index(f"样{n}") for n in (0, 1, 2))
    with pytest.raises(Refused) as caught:
        reads.pdf([uuid4() for _ in range(301)], by=county)
    assert caught.value.code == "too_many_papers"


@pytest.mark.slow
def test_forty_start_notices_and_forty_door_notices_are_printed_at_once(county: Actor) -> None:
    papers = [paper(kind, about=None, facts={"reason": f"第{n}人"} if kind == PaperKind.START_NOTICE else {"contact": f"{n} 16900010001"})
              for n in range(40) for kind in (PaperKind.START_NOTICE, PaperKind.DOOR_NOTICE)]  # fmt: skip
    keys = issued(county, *papers)
    began = time.monotonic()
    pdf = reads.pdf(keys, by=county, walking=True)
    assert time.monotonic() - began < 5
    assert len(pypdfium2.PdfDocument(pdf)) == 80
    assert len(pdf) < 10 * 1024**2


@pytest.mark.slow
@pytest.mark.parametrize("kind", PaperKind.values)
def test_the_shipped_templates_pass_their_own_check_and_have_a_preview(kind: str) -> None:
    check_template(kind, original(kind))
    assert all(page.startswith(b"\x89PNG") for page in preview(kind, original(kind), Language.ENGLISH))


@pytest.mark.parametrize("language", Language.values)
def test_a_door_notice_is_read_from_three_metres(county: Actor, language: str) -> None:
    [key] = issued(county, paper(PaperKind.DOOR_NOTICE, language=language))
    page = pypdfium2.PdfDocument(reads.pdf([key], by=county))[0]
    text = page.get_textpage()
    for words in ("16900010001", "2020"):
        found = text.search(words)
        at, count = found.get_next() or (0, 0)
        assert count == len(words)
        for _left, bottom, _right, top in (text.get_charbox(at + ahead) for ahead in range(count)):
            assert (top - bottom) / POINTS_PER_MM >= LEGIBLE, words


@pytest.mark.slow
def test_what_is_not_known_leaves_no_empty_line(county: Actor) -> None:
    for kind in PaperKind.values:
        facts = {fact: value for fact, value in specimen(kind, "zh-hans").items() if fact in KINDS[kind].legal}
        [verdict] = writes.issue([replace(paper(kind), facts=facts)], by=county)
        assert verdict.id, kind
        assert len(pypdfium2.PdfDocument(reads.pdf([verdict.id], by=county))) == 1, kind
