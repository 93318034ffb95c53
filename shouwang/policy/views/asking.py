"""What every page of the rules asks first: who acts, which pack is meant, which packs can be chosen."""

from django.http import Http404, HttpRequest

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.policy import reads, references
from shouwang.policy.references import Referred


def referred(request: HttpRequest, ref: str) -> Referred:
    """The pack that the address names, or nothing there."""
    found = references.find(ref, by=actor_of(request), session=request.session)
    if found is None:
        raise Http404
    return found


def choosable(request: HttpRequest) -> list[Referred]:
    """Every pack this post can look at: in force, proposed, the own file, on the shelf."""
    actor = actor_of(request)
    held = [references.of_held(row) for row in reads.held_in(actor.area)]
    drafted = references.find(references.DRAFT, by=actor, session=request.session)
    proposed = [references.find(f"proposal.{one.pk}", by=actor, session={}) for one in reads.open_proposals(by=actor)]
    return [one for one in (*held, *proposed, drafted, *references.on_shelf()) if one is not None]


def may(request: HttpRequest) -> dict[str, bool]:
    """What the post may do with rules, for showing buttons."""
    actor = actor_of(request)
    return {"propose": actor.can(Permission.MANAGE_POLICY), "confirm": actor.can(Permission.CONFIRM_POLICY)}
