"""What was proposed and how it stands."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks, paths
from shouwang.policy.choices import EXPIRED, ProposalState
from shouwang.policy.models import Proposal


def proposals(*, by: Actor) -> QuerySet[Proposal]:
    """All proposals of the post's area, the newest first; none for posts that neither propose nor confirm."""
    if not (by.can(Permission.MANAGE_POLICY) or by.can(Permission.CONFIRM_POLICY)):
        return Proposal.objects.none()
    low, high = paths.bounds(by.area)
    return Proposal.objects.filter(area__gte=low, area__lt=high).order_by("-proposed_at", "-id")


def proposal(key: UUID, *, by: Actor) -> Proposal | None:
    """One proposal of the post's area, or none."""
    return proposals(by=by).filter(pk=key).first()


def open_proposals(*, by: Actor) -> QuerySet[Proposal]:
    """The proposals that still can be confirmed."""
    return proposals(by=by).filter(state=ProposalState.PROPOSED, expires_at__gt=clocks.now())


def to_confirm(*, by: Actor) -> QuerySet[Proposal]:
    """What waits for this person: proposed by somebody else, not expired."""
    if not by.can(Permission.CONFIRM_POLICY):
        return Proposal.objects.none()
    return open_proposals(by=by).filter(Q(proposed_by__isnull=True) | ~Q(proposed_by=by.user_id))


def shown_state(one: Proposal, moment: datetime) -> str:
    """The state as people read it: a proposal whose time is over has expired."""
    return EXPIRED if one.state == ProposalState.PROPOSED and one.expires_at <= moment else one.state
