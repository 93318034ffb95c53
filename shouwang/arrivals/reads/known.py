"""What is registered already, for comparing and for writing."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.arrivals.choices import State
from shouwang.arrivals.models import Arrival
from shouwang.lib.among import among


def registrations_of(person_ids: Iterable[UUID]) -> QuerySet[Arrival]:
    """The standing registrations of persons, then the contradicting ones that wait for a decision."""
    counted = Q(live=True) | Q(state=State.CONFLICT)
    return Arrival.objects.filter(counted, among("person_id", person_ids)).order_by("-live", "received")


def registered_before(ids: Iterable[UUID]) -> dict[UUID, Arrival]:
    """Of these ids of records those that were sent before: sending a record twice changes nothing."""
    return Arrival.objects.only("id", "root", "arrived_on").in_bulk(list(ids))


def standing(ids: Iterable[UUID]) -> dict[UUID, Arrival]:
    """The records that stand for returns, locked, by the id asked for, which may be that of any of its records."""
    asked = set(ids)
    roots = dict(Arrival.objects.filter(pk__in=asked).values_list("pk", "root"))
    found = (
        Arrival.objects.filter(root__in=set(roots.values()), live=True).order_by("root").select_for_update(no_key=True)
    )
    by_root = {arrival.root: arrival for arrival in found}
    return {one: by_root[root] for one, root in roots.items() if root in by_root}


def contradicting(ids: Iterable[UUID]) -> dict[UUID, Arrival]:
    """Contradicting registrations by id, decided ones too, locked."""
    found = (
        Arrival.objects.filter(pk__in=set(ids), conflict_with__isnull=False)
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    return {arrival.pk: arrival for arrival in found}
