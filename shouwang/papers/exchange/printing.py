"""Papers as one PDF, and templates tried out before they may be used."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shouwang.lib.refusals import Refused
from shouwang.papers import choices
from shouwang.papers.choices import Language
from shouwang.papers.exchange.contents import Printed, content_of, print_of
from shouwang.papers.exchange.originals import house
from shouwang.papers.exchange.specimens import UNITS, marked, other, specimen
from shouwang.papers.exchange.typesetting import LEAST_CONTRAST, SMALLEST, Broken, Print, looks, pictures, seen, typeset
from shouwang.papers.exchange.typesetting.bounds import MOST_SECONDS, MOST_SOURCE
from shouwang.papers.rules import LEGAL

MOST_PAPERS = 300  # in one print


def pages(papers: Sequence[Printed], *, at: datetime) -> bytes:
    """Papers one after the other as one PDF, dated ``at``. Raises Refused."""
    if not papers:
        raise Refused("nothing_to_print", choices.NOTHING_TO_PRINT)
    if len(papers) > MOST_PAPERS:
        raise Refused("too_many_papers", choices.TOO_MANY, count=len(papers), most=MOST_PAPERS)
    try:
        return typeset([(one.source, one.house, one.content) for one in papers], timestamp=int(at.timestamp()))
    except Broken as broken:
        raise _refusal(broken) from broken


def preview(kind: str, source: str, language: str) -> list[bytes]:
    """The pages that a template makes of made-up facts, as PNG pictures. Raises Refused with line and sentence."""
    _check_length(source)
    one = _tried(kind, source, language, specimen(kind, language))
    try:
        return pictures([(one.source, one.house, one.content)])
    except Broken as broken:
        raise _refusal(broken) from broken


def check_template(kind: str, source: str) -> None:
    """Raises Refused where a template is broken (line and sentence) or leaves out what the law asks for, in any language."""
    _check_length(source)
    for language in Language.values:
        found = _faults(kind, source, language)
        if lacking := [_lacking(fact, fault) for fact in LEGAL[kind] if (fault := found.get(fact, "")) is not None]:
            raise Refused("template_lacks", choices.TEMPLATE_LACKS, language=Language(language).label, missing="、".join(lacking))


def _lacking(fact: str, fault: str) -> str:
    title = str(choices.FACT_TITLES[fact])
    return f"{title} ({fault})" if fault else title


def _faults(kind: str, source: str, language: str) -> dict[str, str | None]:
    """Why each fact on the paper cannot be read, in words; none for those that can: large and dark enough, on the page, not covered.

    What does not stand on the paper is left out. Not covered: the picture of the page is another one when the fact is another one.
    """
    marks, facts, printed = marked(kind, language)
    one = _tried(kind, source, language, facts, **printed)
    others = [{**one.content, fact: other(mark)} for fact, mark in marks.items()]
    try:
        standing = seen(one.source, one.house, one.content, marks)
        as_marked, *changed = looks(one.source, one.house, [one.content, *others])
    except Broken as broken:
        raise _refusal(broken) from broken
    shown = {fact for fact, look in zip(marks, changed, strict=True) if look != as_marked}
    return {fact: _fault(one, fact in shown) for fact, one in standing.items()}


def _fault(one: Print, shown: bool) -> str | None:
    if not one.inside:
        return str(choices.OFF_THE_PAGE)
    if one.size < SMALLEST:
        return choices.TOO_SMALL % {"size": f"{one.size:.1f}", "least": SMALLEST}
    if one.contrast < LEAST_CONTRAST:
        return choices.TOO_PALE % {"contrast": f"{one.contrast:.1f}", "least": LEAST_CONTRAST}
    return None if shown else str(choices.COVERED)


def _tried(kind: str, source: str, language: str, facts: dict[str, Any], **printed: str) -> Printed:
    made_up = {
        "number": "000000-XX-20200101-0000", "issued_on": "2020-01-01", "unit": UNITS[Language(language)], "code": "AAAA-AAAA",
        "verify_address": "https://example.invalid/verify/", "scanned": "HTTPS://EXAMPLE.INVALID/VERIFY/" + "A" * 150,
    }  # fmt: skip
    return print_of(source, house(), content_of(kind, language, facts, **(made_up | printed)))


def _check_length(source: str) -> None:
    if not source.strip():
        raise Refused("template_empty", choices.TEMPLATE_EMPTY)
    if len(source) > MOST_SOURCE:
        raise Refused("template_too_long", choices.TEMPLATE_TOO_LONG, count=len(source), most=MOST_SOURCE)


def _refusal(broken: Broken) -> Refused:
    fault = broken.fault
    if broken.code == "template" and fault.line:
        return Refused("template_broken", choices.TEMPLATE_BROKEN, line=fault.line, mistake=fault.sentence)
    if broken.code == "template":
        return Refused("template_broken", choices.TEMPLATE_BROKEN_SOMEWHERE, mistake=fault.sentence)
    if broken.code == "time":
        return Refused("print_too_slow", choices.TOOK_TOO_LONG, seconds=MOST_SECONDS)
    return Refused("print_too_big", choices.TOO_BIG)
