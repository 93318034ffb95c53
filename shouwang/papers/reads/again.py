"""Papers whose content was let go, made once more from the facts of a record: same number, day and signature. Nothing of it is kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shouwang.accounts.actors import Actor
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.papers import choices
from shouwang.papers.exchange import pages, print_of
from shouwang.papers.models import Paper
from shouwang.papers.reads.cards import PaperCard, card
from shouwang.papers.reads.printing import said_on
from shouwang.papers.reads.standing import VALID, Shown, standing_of_number
from shouwang.papers.rules import check_same_claim, read_claim
from shouwang.places import reads as places


def valid_among(numbers: Iterable[str]) -> list[Shown]:
    """How papers stand that were handed out under these numbers: those that verify, as everybody may know of them."""
    found = (standing_of_number(number) for number in dict.fromkeys(numbers) if number)
    return [one for one in found if one.state == VALID]


def let_go_paper(number: str, *, by: Actor) -> PaperCard | None:
    """A paper of the actor's area of which only number, dates and signature are left and that counts, or none."""
    found = _rows(by).filter(number=number).first()
    return card(found) if found else None


def again(number: str, facts: Mapping[str, Any], *, name: str, from_day: date | None, last_day: date | None, by: Actor) -> bytes:
    """The paper once more as PDF, from what the record says now. Raises Refused nothing_to_print, or record_changed where the
    record says something else than what was signed.
    """
    row = _rows(by).select_related("wording").filter(number=number).first()
    if row is None:
        raise Refused("nothing_to_print", choices.NOTHING_TO_PRINT)
    check_same_claim(read_claim(row.token)[0], name=name, from_day=from_day, last_day=last_day)
    office = places.unit_names([row.unit]).get(row.unit) or places.full_names({row.area}).get(row.area, "")
    said = said_on(row.kind, row.language, facts, number=row.number, issued_on=row.issued_on, unit=office, token=row.token)
    return pages([print_of(row.wording.source, row.wording.house, said)], at=row.issued_at)


def _rows(by: Actor) -> Any:
    low, high = paths.bounds(by.area)
    return Paper.objects.filter(area__gte=low, area__lt=high, let_go_on__isnull=False, withdrawn_at__isnull=True)
