"""One person's file (一人一档): everything that is held about a person, handed out for a purpose that is logged (PIPL Art. 45)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.enforcement import references, scope_of
from shouwang.audit import reads as audit
from shouwang.audit.writes import record_event
from shouwang.ledger import stories
from shouwang.ledger.stories import Story
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.people import reads
from shouwang.people.choices import NOT_FOUND, REASON_MISSING, RECIPIENT_MISSING, SealedFact
from shouwang.people.models import Household, Person
from shouwang.people.reads import PersonCard
from shouwang.people.writes.looks import opened

SEALED = "sealed"  # what stands in place of a sealed value that was not asked for


@dataclass(frozen=True)
class PersonFile:
    """Everything about one person: how they are shown, their story, and every row that names them, by table and column."""

    card: PersonCard
    document: str
    phone: str
    story: Story
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    looks: Sequence[audit.Look]
    recipient: str
    purpose: str
    by: str
    at: datetime

    @property
    def count(self) -> int:
        """How many rows the file holds."""
        return sum(len(found) for found in self.rows.values())


@transaction.atomic
def export_person(person_id: UUID, *, recipient: str, purpose: str, in_full: bool = False, form: str = "", by: Actor) -> PersonFile:
    """Everything held about a person of the post's area, counted and logged with recipient and purpose.

    ``in_full`` opens identity number and telephone. ``form`` (print, archive) is written into the log.
    Raises Refused: REASON_MISSING, RECIPIENT_MISSING, not_found.
    """
    by.check(Permission.REVEAL)
    if not purpose.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    if not recipient.strip():
        raise Refused("RECIPIENT_MISSING", RECIPIENT_MISSING)
    card = reads.person(person_id, by=by)
    person = Person.objects.filter(pk=card.id).first() if card else None
    if card is None or person is None:
        raise Refused("not_found", NOT_FOUND)
    document, phone = (opened(person, fact) for fact in SealedFact) if in_full else (card.document, card.phone)
    found = PersonFile(
        card=card, document=document, phone=phone, story=stories.story_of(card.id, by=by, oldest_first=True), rows=_rows(person),
        looks=audit.looks(reads.everyone(card.id)), recipient=recipient, purpose=purpose, by=by.name, at=clocks.now(),
    )  # fmt: skip
    record_event(
        by=by, action="people.export_person", area=card.area, subject=card.id, count=found.count, reason=purpose,
        detail={"recipient": recipient, "in_full": in_full, "form": form},
    )  # fmt: skip
    return found


def _rows(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that names the person, as far as the post sees it; sealed values stay sealed."""
    found = {Person._meta.label: [_plain(person)]}
    if person.household_id:
        found[Household._meta.label] = [_plain(row) for row in Household.objects.filter(pk=person.household_id)]
    for model, column in references(Person):
        if hasattr(scope_of(model), "by"):
            rows = [_plain(row) for row in model._default_manager.filter(**{column: person.pk}).order_by("pk")]
            found.setdefault(model._meta.label, []).extend(rows)
    return {label: rows for label, rows in found.items() if rows}


def _plain(row: models.Model) -> dict[str, Any]:
    """A row by its columns; what is sealed is named and not shown, indexes are left out."""
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name not in _sealed(row):
            values[field.attname] = value
        elif value is not None and not sealed_index(row, field.name):
            values[field.attname] = SEALED
    return values


def _sealed(row: models.Model | type[models.Model]) -> tuple[str, ...]:
    return getattr(getattr(row, "Privacy", None), "sealed", ())


def sealed_index(row: models.Model | type[models.Model], name: str) -> bool:
    """Whether a column only serves to find a sealed value; it is handed out to nobody."""
    return name in _sealed(row) and name.endswith("_index")
