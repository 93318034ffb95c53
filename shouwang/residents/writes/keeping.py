"""Papers whose time is over are let go, unless something still needs them: an open measure, one that ended lately, an objection."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.papers import reads as papers
from shouwang.papers import writes as printed
from shouwang.papers.rules.keeping import last_day_kept
from shouwang.quarantine import reads as quarantine
from shouwang.residents.models import Objection

AT_ONCE = 2000


def let_papers_go(*, by: Actor) -> int:
    """Let go what stands on papers of the actor's area that nothing needs any more; how many papers."""
    days = settings.PAPERS_KEPT_DAYS
    before, gone, held = last_day_kept(days, clocks.today()), 0, set[UUID]()
    while cards := [card for card in papers.issued_before(before, by=by, most=AT_ONCE + len(held)) if card.id not in held]:
        needed = _needed(cards, before)
        gone += printed.let_go([card.id for card in cards if card.id not in needed], days=days, by=by)
        held |= {card.id for card in cards}
    record_event(by=by, action="residents.let_papers_go", area=by.area, count=gone, detail={"before": before.isoformat()})
    return gone


def _needed(cards: Sequence[Any], before: date) -> set[UUID]:
    """The papers that something still holds."""
    persons, matters = {card.person_id for card in cards if card.person_id}, {card.about for card in cards if card.about}
    ended, open_persons, objecting = quarantine.endings(matters), quarantine.under_a_measure(persons), _objecting(persons, before)
    return {
        card.id for card in cards
        if card.person_id in open_persons or card.person_id in objecting or (card.about in ended and not _ended_before(ended[card.about], before))
    }  # fmt: skip


def _ended_before(ended: datetime | None, before: date) -> bool:
    return ended is not None and clocks.local(ended).date() < before


def _objecting(persons: set[UUID], before: date) -> set[UUID]:
    """Who objected and waits, or was answered so lately that the papers may be asked for again."""
    recent = Q(answered_at__isnull=True) | Q(answered_at__date__gte=before)
    return set(Objection.objects.filter(recent, person__in=persons).values_list("person_id", flat=True))
