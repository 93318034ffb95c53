"""Papers as PDF, from what was kept when they were issued: a reprint is the same."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import pgettext

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.papers import choices
from shouwang.papers.exchange import MOST_PAPERS, Printed, content_of, house, original, pages, print_of, slips_of
from shouwang.papers.models import Paper
from shouwang.papers.reads.keys import verify_address
from shouwang.papers.rules import check_code, walking_key
from shouwang.ui import formats

SLIP = "resident_slip"
PURPOSE = "paper"  # what the content is sealed for


def pdf(paper_ids: Iterable[UUID], *, by: Actor, walking: bool = False) -> bytes:
    """Papers as one PDF in the order asked for, or in the order of a walk (area, address). One query.

    Raises Refused nothing_to_print (none is in the actor's area), too_many_papers, or why it could not be set.
    """
    wanted = list(dict.fromkeys(paper_ids))
    if len(wanted) > MOST_PAPERS:
        raise Refused("too_many_papers", choices.TOO_MANY, count=len(wanted), most=MOST_PAPERS)
    low, high = paths.bounds(by.area)
    rows = {row.pk: row for row in Paper.objects.select_related("wording").filter(pk__in=wanted, area__gte=low, area__lt=high)}
    found = [(rows[key], content(rows[key])) for key in wanted if key in rows and rows[key].let_go_on is None]
    if walking:
        found.sort(key=lambda pair: walking_key(pair[0].area, str(pair[1].get("address", ""))))
    last = max((row.issued_at for row, _said in found), default=None)
    if rows and not found:
        raise Refused("let_go", choices.LET_GO)
    if last is None:
        raise Refused("nothing_to_print", choices.NOTHING_TO_PRINT)
    return pages([_printed(row, said) for row, said in found], at=last)


def slips(rows: Sequence[Mapping[str, str]], language: str) -> bytes:
    """Slips that open residents' pages, six on a sheet: ``name``, ``place``, ``code``, ``scanned``, ``door``, ``until`` of each. Nothing is kept.

    Raises Refused where they could not be set.
    """
    return pages([slips_of(original(SLIP), house(), rows, language)], at=clocks.now())


def said_on(kind: str, language: str, facts: Mapping[str, Any], *, number: str, issued_on: date, unit: str, token: str) -> dict[str, Any]:
    """All that stands on a paper: the facts, its number and day, the name of the office, and what follows from its signature."""
    with translation.override(language):
        day = formats.day(issued_on)
    return content_of(
        kind, language, facts, number=number, issued_on=day, unit=unit, code=check_code(token), verify_address=verify_address(),
        scanned=verify_address(token),
    )  # fmt: skip


def content(row: Paper) -> dict[str, Any]:
    """What stands on a paper."""
    return json.loads(seal().open(PURPOSE, row.content))


def _printed(row: Paper, said: dict[str, Any]) -> Printed:
    with translation.override(row.language):
        word = pgettext("paper", "withdrawn") if row.withdrawn_at else ""
    return print_of(row.wording.source, row.wording.house, said, withdrawn=word)
