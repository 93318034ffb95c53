"""Prints papers: what stands on them is read, so it is written down who did."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.papers import choices
from shouwang.papers.choices import SEE, SEEING
from shouwang.papers.reads.cards import papers
from shouwang.papers.reads.printing import pdf


@transaction.atomic
def print_out(paper_ids: Iterable[UUID], *, by: Actor, walking: bool = False) -> bytes:
    """Papers as one PDF, as ``reads.pdf`` makes it, of those kinds that the post may see. Raises Refused."""
    found = [card for card in papers(paper_ids, by=by) if by.can(SEEING.get(card.kind, SEE))]
    if not found:
        raise Refused("nothing_to_print", choices.NOTHING_TO_PRINT)
    printed = pdf([card.id for card in found], by=by, walking=walking)
    one = str(found[0].id) if len(found) == 1 else ""
    record_event(by=by, action="papers.print_out", area=by.area, count=len(found), subject=one)
    return printed
