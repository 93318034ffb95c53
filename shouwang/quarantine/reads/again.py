"""Certificates that were let go, made again from the record for whoever observed the measure to its end."""

from collections.abc import Collection
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.papers import reads as printed
from shouwang.papers.choices import NOTHING_TO_PRINT, PaperKind
from shouwang.quarantine.models import Document
from shouwang.quarantine.reads.papers import Facts, first_day

CERTIFICATE = PaperKind.COMPLETION_CERTIFICATE


def certificates_let_go(person_id: UUID, *, held: Collection[str]) -> list[printed.Shown]:
    """The certificates that somebody was handed and that still verify, the newest first, without those ``held`` (by number) as they were printed."""
    rows = Document.objects.filter(person_id=person_id, kind=CERTIFICATE, live=True, observation__ended_at__isnull=False)
    return printed.valid_among(number for number in rows.order_by("-happened_at", "-pk").values_list("number", flat=True) if number not in held)


def certificate_again(number: str, *, by: Actor) -> bytes:
    """Such a certificate once more as PDF, with the same number, day and signature.

    Raises Refused nothing_to_print (no such certificate of the actor's area was let go), record_changed.
    """
    card = printed.let_go_paper(number, by=by)
    handed = Document.objects.filter(number=number, kind=CERTIFICATE, live=True).select_related("observation").first()
    one = handed.observation if handed else None
    if card is None or one is None or one.ended_at is None:
        raise Refused("nothing_to_print", NOTHING_TO_PRINT)
    facts = Facts([one], by=by, at=card.issued_at)
    known = facts.cards.get(one.person_id)
    return printed.again(
        number, facts.of(one, CERTIFICATE, card.language), name=known.full_name if known else "", from_day=first_day(one),
        last_day=clocks.local(one.ended_at).date(), by=by,
    )  # fmt: skip
