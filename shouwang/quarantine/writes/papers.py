"""Prints the papers of observations: one by one, or for many people at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, duplicate, refused
from shouwang.papers import reads as printed
from shouwang.papers.choices import PaperKind
from shouwang.papers.writes import NewPaper, issue
from shouwang.quarantine import choices
from shouwang.quarantine.choices import State
from shouwang.quarantine.models import Observation
from shouwang.quarantine.reads.papers import Facts, first_day
from shouwang.quarantine.reads.states import below
from shouwang.quarantine.writes.work import Work, log

ON_RELEASE = (PaperKind.RELEASE_NOTICE, PaperKind.COMPLETION_CERTIFICATE)
COMPLETED = (State.RELEASED, State.ENDED_BY_ITSELF)


@dataclass(frozen=True)
class NewPrint:
    """A paper of an observation, in a language."""

    observation_id: UUID
    kind: str
    language: str = "zh-hans"


@transaction.atomic
def print_papers(batch: Sequence[NewPrint], *, by: Actor) -> list[Verdict]:
    """Issue papers of observations; the ids of the verdicts are those of the papers. Facts: ``number``.

    A paper that is there already and says the same dates is a duplicate: it is there to be printed again.
    """
    by.check(Permission.ISSUE_DOCUMENTS)
    work = Work(by)
    found = {one.pk: one for one in Observation.objects.filter(below(by.area), pk__in={row.observation_id for row in batch})}
    desk = PrintDesk(list(found.values()), by=by, at=work.now)
    asked: list[NewPaper | Verdict] = [_tried(desk, found.get(row.observation_id), row, work.now) for row in batch]
    issued = iter(issue([one for one in asked if isinstance(one, NewPaper)], by=by))
    verdicts = [next(issued) if isinstance(one, NewPaper) else one for one in asked]
    log(work, "print_papers", verdicts)
    return verdicts


def _tried(desk: "PrintDesk", one: Observation | None, row: NewPrint, at: datetime) -> NewPaper | Verdict:
    try:
        if one is None:
            raise Refused("not_found", choices.NOT_FOUND)
        check_printable(one, row.kind)
        known = desk.known(one, row.kind, row.language)
        return duplicate(known.id, "paper_issued_already", number=known.number) if known else desk.paper(one, row.kind, row.language, at)
    except Refused as refusal:
        return refused(refusal)


def check_printable(one: Observation, kind: str) -> None:
    """Papers of a release need a release. Raises Refused certificate_too_early."""
    early = kind in ON_RELEASE and one.ended_at is None
    if early or (kind == PaperKind.COMPLETION_CERTIFICATE and one.state not in COMPLETED):
        raise Refused("certificate_too_early", choices.CERTIFICATE_TOO_EARLY)


class PrintDesk:
    """What is known of some observations for their papers, and the papers they have, read once."""

    def __init__(self, observations: Sequence[Observation], *, by: Actor, at: datetime) -> None:
        self.facts = Facts(observations, by=by, at=at)
        self.issued = printed.about([one.pk for one in observations], by=by)

    def known(self, one: Observation, kind: str, language: str) -> printed.PaperCard | None:
        """The paper that says this already, with the same days."""
        return next((
            card for card in self.issued.get(one.pk, ())
            if (card.kind, card.language, card.is_withdrawn) == (kind, language, False) and (card.valid_from, card.valid_to) == _days(one, kind)
        ), None)  # fmt: skip

    def paper(self, one: Observation, kind: str, language: str, at: datetime) -> NewPaper:
        """The paper to be issued. Raises Refused not_extended for the notice of an extension that nobody decided."""
        if kind == PaperKind.EXTENSION_NOTICE and one.pk not in self.facts.extended:
            raise Refused("not_extended", choices.NOT_EXTENDED)
        first, last = _days(one, kind)
        card = self.facts.cards.get(one.person_id)
        return NewPaper(
            kind=kind, area=one.area, unit=one.unit, person_id=one.person_id, about=one.pk, language=language, issued_at=at,
            name=card.full_name if card else "", valid_from=first, valid_to=last, facts=self.facts.of(one, kind, language),
        )  # fmt: skip


def _days(one: Observation, kind: str) -> tuple[date, date | None]:
    ended = clocks.local(one.ended_at).date() if kind in ON_RELEASE and one.ended_at else one.due_on
    return first_day(one), ended
