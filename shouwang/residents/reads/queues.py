"""What the office works off: links given, requests for help, objections, declarations. All inside the post's area."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.reads.lists import below
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine import reads as quarantine
from shouwang.residents.choices import LinkState
from shouwang.residents.models import Declaration, HelpRequest, Link, Objection
from shouwang.residents.rules import link_state

MOST_AT_ONCE = 200  # links printed in one go


@dataclass(frozen=True)
class Row:
    """Something of a queue with the person it is about and the place."""

    card: Any
    place: str


@dataclass(frozen=True)
class LinkRow(Row):
    """A link, and whether it opens anything."""

    link: Link
    home: Any = None

    @property
    def pk(self) -> UUID:
        """The link's id."""
        return self.link.pk

    @property
    def state(self) -> LinkState:
        """As far as the list can tell; that somebody left shows when the link is opened."""
        return link_state(revoked_at=self.link.revoked_at, expires_at=self.link.expires_at, left=False, now=clocks.now())


@dataclass(frozen=True)
class HelpRow(Row):
    """A request for help."""

    request: HelpRequest

    @property
    def pk(self) -> UUID:
        """The request's id."""
        return self.request.pk

    @property
    def is_late(self) -> bool:
        """Whether nobody helped in time."""
        return self.request.closed_at is None and self.request.due_at < clocks.now()


@dataclass(frozen=True)
class ObjectionRow(Row):
    """An objection."""

    objection: Objection

    @property
    def pk(self) -> UUID:
        """The objection's id."""
        return self.objection.pk

    @property
    def is_late(self) -> bool:
        """Whether nobody answered in time."""
        return self.objection.answered_at is None and self.objection.due_at < clocks.now()


@dataclass(frozen=True)
class DeclarationRow(Row):
    """A declared return."""

    declaration: Declaration

    @property
    def pk(self) -> UUID:
        """The declaration's id."""
        return self.declaration.pk

    @property
    def is_late(self) -> bool:
        """Whether nobody looked in time."""
        return self.declaration.settled_at is None and self.declaration.due_at < clocks.now()


def links(*, by: Actor, area: str = "") -> QuerySet[Link]:
    """The links given in an area of the post, the newest first."""
    found = Link.objects.filter(below(by.area)) if by.can(Permission.GIVE_LINKS) else Link.objects.none()
    return (found.filter(below(area)) if area else found).order_by("-created_at", "-pk")


def links_of(person_id: UUID, *, by: Actor) -> list[Link]:
    """The links of a person and of the person's household, the newest first."""
    card = people.person(person_id, by=by)
    if card is None:
        return []
    whose = Q(person_id=person_id) | Q(household_id=card.household_id) if card.household_id else Q(person_id=person_id)
    return list(links(by=by).filter(whose))


def links_of_household(household_id: UUID, *, by: Actor) -> list[Link]:
    """The links of a household as a whole, the newest first."""
    return list(links(by=by).filter(household_id=household_id))


def named_links(rows: Sequence[Link], *, by: Actor) -> list[LinkRow]:
    """Links with whom they are for."""
    cards = people.persons([row.person_id for row in rows if row.person_id], by=by)
    homes = people.households_of([row.household_id for row in rows if row.household_id], by=by)
    names = places.short_names({row.area for row in rows}, by.area)
    return [
        LinkRow(cards.get(row.person_id) if row.person_id else None, names.get(row.area, ""), row, homes.get(row.household_id) if row.household_id else None)
        for row in rows
    ]


def help_requests(*, by: Actor, closed: bool = False) -> QuerySet[HelpRequest]:
    """The requests of the post's area: those to work off, the most pressing first, or those that are closed."""
    if not by.can(Permission.HELP_RESIDENTS):
        return HelpRequest.objects.none()
    found = HelpRequest.objects.filter(below(by.area), closed_at__isnull=not closed)
    return found.order_by("-closed_at", "-pk") if closed else found.order_by("due_at", "pk")


def open_help(moment: Any) -> QuerySet[HelpRequest]:
    """The requests that were open at a moment: asked for by then, and not closed before it."""
    return HelpRequest.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=moment), asked_at__lte=moment)


def objections(*, by: Actor, answered: bool = False) -> QuerySet[Objection]:
    """The objections of the post's area: those to answer, the most pressing first, or those that are answered."""
    if not by.can(Permission.ANSWER_OBJECTIONS):
        return Objection.objects.none()
    found = Objection.objects.filter(below(by.area), answered_at__isnull=not answered)
    return found.order_by("-answered_at", "-pk") if answered else found.order_by("due_at", "pk")


def objection(objection_id: UUID, *, by: Actor) -> ObjectionRow | None:
    """One objection of the post's area, or none."""
    if not by.can(Permission.ANSWER_OBJECTIONS):
        return None
    found = Objection.objects.filter(below(by.area), pk=objection_id).first()
    return next(iter(named_objections([found], by=by)), None) if found else None


def declarations(*, by: Actor, settled: bool = False, unnamed: bool | None = None) -> QuerySet[Declaration]:
    """The declarations of the post's area: those that wait, or those that are settled.

    ``unnamed``: only those that name no document, so that somebody has to say who it is; or, with False, only the others.
    """
    if not by.can(Permission.RECORD_ARRIVALS):
        return Declaration.objects.none()
    found = Declaration.objects.filter(below(by.area), settled_at__isnull=not settled)
    found = found if unnamed is None else found.filter(unnamed=unnamed)
    return found.order_by("-settled_at", "-pk") if settled else found.order_by("due_at", "pk")


def waiting_declarations(*, by: Actor) -> dict[bool, int]:
    """How many declarations wait, by whether somebody has to say first who it is; one query."""
    found = declarations(by=by).order_by().values("unnamed").annotate(count=Count("pk"))
    return {True: 0, False: 0} | {row["unnamed"]: row["count"] for row in found}


def named_help(rows: Sequence[HelpRequest], *, by: Actor) -> list[HelpRow]:
    """Requests with whose they are."""
    cards, names = _around(rows, by)
    return [HelpRow(cards.get(row.person_id), names.get(row.area, ""), row) for row in rows]


def named_objections(rows: Sequence[Objection], *, by: Actor) -> list[ObjectionRow]:
    """Objections with whose they are."""
    cards, names = _around(rows, by)
    return [ObjectionRow(cards.get(row.person_id), names.get(row.area, ""), row) for row in rows]


def named_declarations(rows: Sequence[Declaration], *, by: Actor) -> list[DeclarationRow]:
    """Declarations with whose they are, where a link said it."""
    cards, names = _around(rows, by)
    return [DeclarationRow(cards.get(row.person_id) if row.person_id else None, names.get(row.area, ""), row) for row in rows]


def _around(rows: Sequence[Any], by: Actor) -> tuple[dict[UUID, Any], dict[str, str]]:
    cards = people.persons([row.person_id for row in rows if row.person_id], by=by)
    return cards, places.short_names({row.area for row in rows}, by.area)


def batch_targets(area: str, *, by: Actor) -> list[UUID]:
    """Everybody under observation in an area who has no link that lives, up to one batch."""
    observed = quarantine.observations(by=by).filter(below(area), ended_at__isnull=True).order_by("area", "created_at")
    holding = Link.objects.filter(person__isnull=False, revoked_at__isnull=True, expires_at__gt=clocks.now()).values("person")
    found = observed.exclude(person__in=holding).values_list("person_id", flat=True)
    return list(dict.fromkeys(found[:MOST_AT_ONCE]))


def homes_without_link(area: str, *, by: Actor) -> tuple[list[UUID], int]:
    """Households of an area in which somebody is listed and that hold no link that lives: up to one batch, and how many more there are."""
    holding = Link.objects.filter(household__isnull=False, revoked_at__isnull=True, expires_at__gt=clocks.now()).values("household")
    found = people.households(area, by=by).filter(listed__gt=0).exclude(pk__in=holding)
    batch = list(found.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return batch, (found.count() - len(batch) if len(batch) == MOST_AT_ONCE else 0)
