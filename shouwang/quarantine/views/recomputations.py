"""One list of measures to be put under the rules in force: who proposed it, whom it changes and how; another person confirms it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.places import reads as places
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices.conversions import RecomputationState
from shouwang.quarantine.forms.conversions import by_village, people_of
from shouwang.quarantine.forms.inputs import ReasonForm
from shouwang.quarantine.views.frames import tell

MOST_SHOWN = 300


@door(Permission.DECIDE_MEASURE)
def recomputation(request: HttpRequest, recomputation_id: UUID) -> HttpResponse:
    """The list with its numbers, village by village and one by one; confirmed by another than who proposed it, or set aside with the reason."""
    form = ReasonForm(request.POST if request.POST.get("act") == "aside" else None)
    try:
        if request.method == "POST" and request.POST.get("act") == "confirm":
            tell(request, writes.confirm_recomputation(recomputation_id, by=actor_of(request)), _("The measures are under the rules in force."))
            return redirect("quarantine:periods")
        if form.is_bound and form.is_valid():
            writes.set_recomputation_aside(recomputation_id, remark=form.cleaned_data["reason"], by=actor_of(request))
            return redirect("quarantine:recomputation", recomputation_id)
    except Refused as refusal:
        if refusal.code == "not_found":
            raise Http404 from refusal
        messages.error(request, str(refusal))
        return redirect("quarantine:recomputation", recomputation_id)
    return _page(request, recomputation_id, form)


def _page(request: HttpRequest, key: UUID, form: ReasonForm) -> HttpResponse:
    actor = actor_of(request)
    found = reads.recomputation(key, by=actor)
    if found is None:
        raise Http404
    waits = found.state == RecomputationState.PROPOSED
    changing = reads.proposed_conversions(found, by=actor) if waits else []
    names = places.names({paths.cut(one.area, "village") for one in changing})
    shown = {
        "found": found, "form": form, "waits": waits, "own": reads.proposed_by(found, by=actor), "count": len(changing), "most": MOST_SHOWN,
        "villages": by_village(changing, names) if changing else None,
        "people": people_of(reads.named_conversions(changing[:MOST_SHOWN], by=actor)) if changing else None,
    }  # fmt: skip
    return render(request, "quarantine/recomputation.html", shown)
