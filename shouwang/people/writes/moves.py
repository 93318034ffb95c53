"""People live somewhere else now: their area follows, so that the office there sees them."""

from collections.abc import Mapping
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.sealed import seal
from shouwang.people.models import NameVariant, Person, Suspicion
from shouwang.people.rules.identities import undocumented
from shouwang.people.rules.suspicions import common_area
from shouwang.places import reads as places

PART = 500


@transaction.atomic
def move_persons(areas: Mapping[UUID, str], *, by: Actor) -> int:
    """Put persons into other areas of the post (paths of villages or grids); how many moved.

    The caller has checked its own permission. Who lies outside the post's area, or goes there, is left where they are.
    """
    wanted = {person_id: area for person_id, area in areas.items() if by.covers(area)}
    moved = [
        one
        for one in Person.objects.select_for_update().filter(pk__in=list(wanted)).order_by("pk")
        if one.area != wanted[one.pk]
    ]
    if not moved:
        return 0
    units = places.managing_units({wanted[one.pk] for one in moved})
    identities = _identities(moved, wanted)
    for person in moved:
        person.identity_index = identities.get(person.pk, person.identity_index)
        person.area, person.unit, person.updated_at = wanted[person.pk], units[wanted[person.pk]], clocks.now()
    Person.objects.bulk_update(moved, ["area", "unit", "identity_index", "updated_at"], batch_size=PART)
    _names_follow(moved)
    _suspicions_follow(moved)
    record_event(by=by, action="people.move_persons", area=by.area, count=len(moved))
    return len(moved)


def _identities(moved: list[Person], wanted: Mapping[UUID, str]) -> dict[UUID, bytes]:
    """Without a document the village is part of what makes a person one; where another such person is, the two stay apart."""
    found: dict[bytes, UUID] = {}
    for person in moved:
        village = paths.cut(wanted[person.pk], "village")
        if not person.document_kind and village != paths.cut(person.area, "village"):
            found.setdefault(_identity_in(person, village), person.pk)
    taken = set(Person.objects.filter(identity_index__in=list(found)).values_list("identity_index", flat=True))
    return {person_id: index for index, person_id in found.items() if index not in taken}


def _identity_in(person: Person, village: str) -> bytes:
    keyed = seal()
    phone = keyed.open("phone", person.phone) if person.phone else ""
    return keyed.index(*undocumented(person.name_key, person.birth_date, phone, person.address, village))


def _names_follow(moved: list[Person]) -> None:
    for part in batched(moved, PART):
        areas = {person.pk: person.area for person in part}
        variants = list(NameVariant.objects.filter(person__in=list(areas)))
        for variant in variants:
            variant.area = areas[variant.person_id]
        NameVariant.objects.bulk_update(variants, ["area"], batch_size=PART)


def _suspicions_follow(moved: list[Person]) -> None:
    """A suspicion lies where both persons can be seen."""
    ids = [person.pk for person in moved]
    found = list(Suspicion.objects.select_related("one", "other").filter(Q(one__in=ids) | Q(other__in=ids)))
    for suspicion in found:
        suspicion.area = common_area(suspicion.one.area, suspicion.other.area)
    Suspicion.objects.bulk_update(found, ["area"], batch_size=PART)
