"""Which measures are over, and since when: for what is kept only as long as there is a purpose."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shouwang.quarantine.models import Observation


def endings(observation_ids: Iterable[UUID]) -> dict[UUID, datetime | None]:
    """When each of these observations ended; none for those that are open. Others are left out."""
    return dict(Observation.objects.filter(pk__in=set(observation_ids)).values_list("pk", "ended_at"))


def under_a_measure(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these persons for whom a measure is open: proposed, ordered or in force."""
    return set(Observation.objects.filter(person__in=set(person_ids), ended_at__isnull=True).values_list("person_id", flat=True))
