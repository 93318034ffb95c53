"""Ordered measures whose team lacks somebody. The teams themselves are ``duty``'s."""

from datetime import datetime

from django.db.models import Q, QuerySet

from shouwang.duty import reads as duty
from shouwang.quarantine.models import Observation


def lacks_a_role(moment: datetime) -> Q:
    """The condition on ordered measures in force at a moment of whose team some role is filled by nobody."""
    standing = Q(ended_at__isnull=True) | Q(ended_at__gt=moment)
    return standing & Q(ordered_at__lte=moment, pk__in=duty.incomplete_teams(moment).values("observed_id"))


def observations_without_full_team(moment: datetime) -> QuerySet[Observation]:
    """These measures themselves."""
    return Observation.objects.filter(lacks_a_role(moment))
