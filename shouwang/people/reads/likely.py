"""Who somebody without a document may be: persons of the same name, telephone or household, with the reason, masked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import paths
from shouwang.lib.names import name_key
from shouwang.lib.phones import read_phone
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.people.choices import Likeness
from shouwang.people.models import NameVariant, Person
from shouwang.people.reads.cards import PersonCard, card, living

MOST_LIKELY = 8


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody who may be meant, and what speaks for it; the strongest reason first."""

    card: PersonCard
    why: tuple[Likeness, ...]


def likely_persons(full_name: str, phone: str, *, area: str, by: Actor, told: UUID | None = None) -> list[Likely]:
    """Who of the post's area may be meant by a name and a telephone told in an area, the likeliest first; at most ``MOST_LIKELY``.

    ``told``: the person whose link was used, who comes first with the household. The same number of queries for any result.
    """
    by.check(Permission.VIEW_PEOPLE)
    low, high = paths.bounds(by.area)
    here = living().filter(area__gte=low, area__lt=high)
    whose = here.filter(pk=told).first() if told else None
    found: dict[UUID, tuple[Person, list[Likeness]]] = {}
    for why, way in _ways(name_key(full_name), phone, area, whose):
        for row in here.filter(way).order_by("area", "pk")[:MOST_LIKELY]:
            found.setdefault(row.pk, (row, []))[1].append(why)
    return [Likely(card(row), tuple(why)) for row, why in list(found.values())[:MOST_LIKELY]]


def _ways(key: str, phone: str, area: str, whose: Person | None) -> Iterator[tuple[Likeness, Q]]:
    """What may speak for somebody, the strongest first."""
    index = _phone_index(phone)
    spelled = Q(pk__in=NameVariant.objects.filter(name_key=key).values("person"))
    if whose is not None:
        yield Likeness.LINK, Q(pk=whose.pk)
    if index and key:
        yield Likeness.NAME_AND_PHONE, Q(phone_index=index) & (Q(name_key=key) | spelled)
    if index:
        yield Likeness.PHONE, Q(phone_index=index)
    for why, level in ((Likeness.NAME_IN_VILLAGE, "village"), (Likeness.NAME_IN_TOWNSHIP, "township")) if key else ():
        low, high = paths.bounds(paths.cut(area, level))
        yield why, Q(area__gte=low, area__lt=high) & (Q(name_key=key) | spelled)
    if whose is not None and whose.household_id:
        yield Likeness.HOUSEHOLD, Q(household=whose.household_id)


def _phone_index(phone: Any) -> bytes | None:
    try:
        return seal().index("phone", read_phone(phone)) if phone else None
    except Refused:
        return None
