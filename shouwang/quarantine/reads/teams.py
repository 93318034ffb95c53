"""Ordered measures whose team lacks somebody. The teams themselves are ``duty``'s."""

from datetime import datetime

from django.db.models import Q, QuerySet

from shouwang.duty import reads as duty
from shouwang.quarantine.models import Observation


def observations_without_full_team(moment: datetime) -> QuerySet[Observation]:
    """Ordered measures in force at a moment of whose team some role is filled by nobody."""
    standing = Q(ended_at__isnull=True) | Q(ended_at__gt=moment)
    lacking = duty.incomplete_teams(moment).values("observed_id")
    return Observation.objects.filter(standing, ordered_at__lte=moment, pk__in=lacking)
