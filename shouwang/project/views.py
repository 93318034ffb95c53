"""My day: everything the acting post has to do now, from every feature."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shouwang.accounts.actors import Actor
from shouwang.accounts.doors import door
from shouwang.ledger.duties import Duty
from shouwang.lib import clocks
from shouwang.project import policies
from shouwang.project.rooms import rooms


def duties_of(actor: Actor) -> list[Duty]:
    """What is due for this post, the pressing first; nothing that is already done."""
    now = clocks.now()
    declared = [policies, *rooms(settings.FEATURES, "due")]
    found = [duty for module in declared for duty in module.due(actor, now)]
    return sorted((duty for duty in found if duty.count), key=lambda duty: (not duty.late, duty.order))


@door(None)
def my_day(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(request, "project/my_day.html", {"duties": duties_of(actor), "now": clocks.local(clocks.now())})
