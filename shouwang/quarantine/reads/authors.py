"""Who made a measure what it is: whoever ordered or changed it may not answer an objection to it (DOMAIN 6.3)."""

from collections.abc import Iterable
from uuid import UUID

from shouwang.quarantine.choices import EventKind
from shouwang.quarantine.models import Event, Observation

DECISIONS = (
    EventKind.STARTED, EventKind.MOVED_TO_CENTRAL, EventKind.MEASURE_CHANGED, EventKind.REASSESSED, EventKind.RENEWED,
    EventKind.EXTENDED, EventKind.RECOMPUTED, EventKind.CAME_BACK, EventKind.BREACH,
)  # fmt: skip


def authors(observation_ids: Iterable[UUID]) -> dict[UUID, set[int]]:
    """The posts that proposed, ordered or changed measures, by observation."""
    keys = list(observation_ids)
    found: dict[UUID, set[int]] = {key: set() for key in keys}
    made = Observation.objects.filter(pk__in=keys, created_by__isnull=False).values_list("pk", "created_by")
    changed = Event.objects.filter(observation__in=keys, kind__in=DECISIONS, live=True, by_post__isnull=False)
    for key, post in [*made, *changed.values_list("observation_id", "by_post")]:
        if post is not None:
            found[key].add(post)
    return found
