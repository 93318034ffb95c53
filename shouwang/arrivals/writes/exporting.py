"""The register leaves the house: every export is logged and counted, full numbers only for a purpose (DOMAIN 6.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.rules import returns as rules
from shouwang.audit.writes import record_event
from shouwang.people.choices import SealedFact
from shouwang.people.writes import reveal_many


@dataclass(frozen=True, slots=True)
class Full:
    """Document and telephone of one person, as people write them."""

    document: str
    phone: str

    def __repr__(self) -> str:
        """Stays out of logs."""
        return "Full(…)"


@transaction.atomic
def export_arrivals(person_ids: Sequence[UUID], *, full: bool, purpose: str, by: Actor) -> dict[UUID, Full]:
    """Log an export; with ``full`` answer these persons' numbers. Raises Refused not_permitted, reason_missing."""
    by.check(Permission.VIEW_ARRIVALS)
    found: dict[UUID, Full] = {}
    if full:
        by.check(Permission.REVEAL)
        rules.check_reason(purpose)
        documents = reveal_many(person_ids, SealedFact.DOCUMENT, reason=purpose, by=by)
        phones = reveal_many(person_ids, SealedFact.PHONE, reason=purpose, by=by)
        found = {person_id: Full(documents[person_id], phones.get(person_id, "")) for person_id in documents}
    record_event(
        by=by,
        action="arrivals.export_arrivals",
        area=by.area,
        count=len(person_ids),
        reason=purpose,
        detail={"full": full},
    )
    return found
