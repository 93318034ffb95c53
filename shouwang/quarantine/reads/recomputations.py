"""Lists of measures that somebody proposes to put under the rules in force, and who of them would still change."""

from uuid import UUID

from django.db.models import QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.quarantine.choices.conversions import RecomputationState
from shouwang.quarantine.models import Recomputation
from shouwang.quarantine.reads.conversions import Conversion, conversions
from shouwang.quarantine.reads.states import below


def recomputations(*, by: Actor) -> QuerySet[Recomputation]:
    """The lists that wait for another person in the post's area, the oldest first."""
    if not by.can(Permission.DECIDE_MEASURE):
        return Recomputation.objects.none()
    return Recomputation.objects.filter(below(by.area), state=RecomputationState.PROPOSED).order_by("proposed_at", "pk")


def recomputation(key: UUID, *, by: Actor) -> Recomputation | None:
    """One list of the post's area, decided or not, or none."""
    return Recomputation.objects.filter(below(by.area), pk=key).first() if by.can(Permission.DECIDE_MEASURE) else None


def proposed_conversions(proposal: Recomputation, *, by: Actor) -> list[Conversion]:
    """Who of a list would change today, and what."""
    wanted = set(proposal.observations)
    return [one for one in conversions(proposal.area, by=by) if str(one.pk) in wanted]


def waiting_observations(*, by: Actor) -> set[str]:
    """The measures that stand on a list that waits."""
    return {key for keys in recomputations(by=by).values_list("observations", flat=True) for key in keys}


def proposed_by(proposal: Recomputation, *, by: Actor) -> bool:
    """Whether somebody proposed a list themselves, in whatever post."""
    return by.name[:80] == proposal.proposed_name or (by.user_id is not None and by.user_id == proposal.proposed_by)
