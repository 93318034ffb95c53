"""Papers as lists show them: what, for whom, when; not what is printed on them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from shouwang.accounts.actors import Actor
from shouwang.lib import paths
from shouwang.papers.choices import Language, PaperKind
from shouwang.papers.models import Paper
from shouwang.papers.rules.keeping import ALWAYS_KEPT

STATES: dict[str, dict[str, bool]] = {"valid": {"withdrawn_at__isnull": True}, "withdrawn": {"withdrawn_at__isnull": False}, "held": {"held_at__isnull": False}}


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One paper that was issued."""

    id: UUID
    number: str
    kind: str
    language: str
    area: str
    unit: str
    person_id: UUID | None
    about: UUID | None
    issued_on: date
    issued_at: datetime
    valid_from: date | None
    valid_to: date | None
    token: str
    withdrawn_at: datetime | None
    withdrawn_why: str
    withdrawn_by: str
    let_go_on: date | None = None
    held_at: datetime | None = None
    held_by: str = ""
    held_why: str = ""

    @property
    def pk(self) -> UUID:
        """Its key, as lists ask for it."""
        return self.id

    @property
    def title(self) -> Any:
        """What it is, in the reader's language."""
        return PaperKind(self.kind).label

    @property
    def language_title(self) -> Any:
        """The language it is printed in, in the reader's language."""
        return Language(self.language).label

    @property
    def is_withdrawn(self) -> bool:
        """Whether it does not count any more."""
        return self.withdrawn_at is not None

    @property
    def is_held(self) -> bool:
        """Whether it is kept whatever its time."""
        return self.held_at is not None


def of_person(person_id: UUID, *, by: Actor) -> list[PaperCard]:
    """The papers of a person that the actor may see, the newest first; withdrawn ones too."""
    return of_persons([person_id], by=by).get(person_id, [])


def of_persons(person_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, list[PaperCard]]:
    """The papers of many persons, the newest first; one query."""
    found: dict[UUID, list[PaperCard]] = defaultdict(list)
    for row in _seen(by).filter(person__in=list(person_ids)).order_by("-issued_at", "-number"):
        if row.person_id:
            found[row.person_id].append(card(row))
    return dict(found)


def about(keys: Iterable[UUID], *, by: Actor) -> dict[UUID, list[PaperCard]]:
    """The papers about many observations (transfers, sheets), the newest first; one query."""
    found: dict[UUID, list[PaperCard]] = defaultdict(list)
    for row in _seen(by).filter(about__in=list(keys)).order_by("-issued_at", "-number"):
        if row.about:
            found[row.about].append(card(row))
    return dict(found)


def paper(key: UUID, *, by: Actor) -> PaperCard | None:
    """One paper, or none outside the actor's area."""
    return next(iter(papers([key], by=by)), None)


def papers(keys: Iterable[UUID], *, by: Actor) -> Sequence[PaperCard]:
    """Papers in the order asked for; what lies outside the actor's area is left out."""
    wanted = list(dict.fromkeys(keys))
    found = {row.pk: row for row in _seen(by).filter(pk__in=wanted)}
    return [card(found[key]) for key in wanted if key in found]


def issued(
    area: str, *, by: Actor, kind: str = "", day: date | None = None, language: str = "", state: str = "", words: str = ""
) -> QuerySet[Any]:
    """The papers of an area as rows, for a list: of a kind, a day, a language, valid, withdrawn or kept (``STATES``), with words in their number."""
    low, high = paths.bounds(area)
    found = _seen(by).filter(area__gte=low, area__lt=high)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(issued_on=day) if day else found
    found = found.filter(language=language) if language else found
    found = found.filter(**STATES[state]) if state else found
    return found.filter(number__contains=words.upper()) if words else found


def issued_before(day: date, *, by: Actor, most: int) -> Sequence[PaperCard]:
    """Papers of the actor's area issued before a day whose content is still there and that nobody asked to be kept, the oldest first; at most so many."""
    rows = _seen(by).filter(issued_on__lt=day, let_go_on__isnull=True, held_at__isnull=True).exclude(kind__in=ALWAYS_KEPT)
    return [card(row) for row in rows.order_by("issued_on", "pk")[:most]]


def _seen(by: Actor) -> QuerySet[Paper]:
    low, high = paths.bounds(by.area)
    return Paper.objects.filter(area__gte=low, area__lt=high).defer("content")


def card(row: Paper) -> PaperCard:
    """The card of a row."""
    return PaperCard(
        id=row.pk, number=row.number, kind=row.kind, language=row.language, area=row.area, unit=row.unit, person_id=row.person_id,
        about=row.about, issued_on=row.issued_on, issued_at=row.issued_at, valid_from=row.valid_from, valid_to=row.valid_to, token=row.token,
        withdrawn_at=row.withdrawn_at, withdrawn_why=row.withdrawn_why, withdrawn_by=row.withdrawn_by, let_go_on=row.let_go_on,
        held_at=row.held_at, held_by=row.held_by, held_why=row.held_why,
    )  # fmt: skip
