"""Rules come into force by two people: a file is read, one proposes, another confirms or declines."""

import tomllib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.policy import choices, forms, reads, references, surroundings, writes
from shouwang.policy.choices import ProposalState
from shouwang.policy.differences import differences
from shouwang.policy.forms.tables import state_badge
from shouwang.policy.models import Proposal
from shouwang.policy.pack_building import as_json
from shouwang.policy.pack_files import read_pack
from shouwang.policy.pack_tables import Fault, PackFaulty
from shouwang.policy.trials import check_examples
from shouwang.policy.views.asking import referred
from shouwang.ui import listings, trail
from shouwang.ui.outlines import Step

MANAGE, CONFIRM = Permission.MANAGE_POLICY, Permission.CONFIRM_POLICY
NAMED_FAULTS = 200


@door(MANAGE)
def upload(request: HttpRequest) -> HttpResponse:
    """Read a pack file. What is wrong is told line by line; what is right is shown in words, and kept nowhere but here."""
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        name = form.file_name
        try:
            content = tomllib.loads(form.cleaned_data["file"])
            check_examples(read_pack(content, file=name))
        except tomllib.TOMLDecodeError as why:
            faults = [Fault(name, "", choices.NOT_TOML, {"why": str(why)})]
        except PackFaulty as faulty:
            faults = list(faulty.faults)
        else:
            request.session[references.DRAFT_IN_SESSION] = {"file": name, "content": as_json(content)}
            messages.success(request, _("The file can be used. Look at it, try it, then propose it."))
            return redirect("policy:words", references.DRAFT)
    return render(
        request,
        "policy/upload.html",
        {"form": form, "faults": faults[:NAMED_FAULTS], "more": len(faults) - NAMED_FAULTS},
    )


@door(MANAGE)
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """Propose a pack for an area."""
    found, actor = referred(request, ref), actor_of(request)
    own = trail.names([actor.area]).get(actor.area, actor.area)
    form = forms.ProposeForm(request.POST or None, initial={"area": own, "valid_from": clocks.today()})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["area"]
        area = actor.area if words == own else trail.find(words, actor.area)
        if not area:
            form.add_error("area", _("No such place in the area of your post."))
        else:
            new = form.new(area, found.pack_content, found.pack.id)
            verdict = writes.propose_packs([new], by=actor)[0]
            if verdict.id:
                request.session.pop(references.DRAFT_IN_SESSION, None)
                return _proposed(request, verdict)
            form.add_error(None, verdict.reason or _("Exactly this is in force already."))
    return render(request, "policy/propose.html", {"form": form, "found": found})


@door(MANAGE)
def propose_unit(request: HttpRequest) -> HttpResponse:
    """Propose rules of one unit, stricter than the pack."""
    actor = actor_of(request)
    form = forms.OverlayForm(request.POST or None, initial={"valid_from": clocks.today()})
    if request.method == "POST" and form.is_valid():
        verdict = writes.propose_overlays([form.new(actor.area)], by=actor)[0]
        if verdict.id:
            return _proposed(request, verdict)
        form.add_error("rules" if verdict.code == "pack_faulty" else None, verdict.facts.get("lines") or verdict.reason)
    return render(request, "policy/propose_unit.html", {"form": form})


def _proposed(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    messages.success(request, _("Proposed. It takes effect only when a second person confirms."))
    return redirect("policy:proposal", verdict.id)


@door(None)
def proposals(request: HttpRequest) -> HttpResponse:
    """Everything that was proposed, decided or not."""
    actor, listing = actor_of(request), listings.read(request.GET)
    if not (actor.can(MANAGE) or actor.can(CONFIRM)):
        raise Http404
    page = listings.numbered(reads.proposals(by=actor), listing)
    areas = trail.names(one.area for one in page.rows)
    units = surroundings.unit_names(one.unit for one in page.rows)
    return render(
        request,
        "policy/proposals.html",
        {"table": forms.proposal_table(page.rows, areas, units, clocks.now()), "page": page},
    )


@door(None)
def proposal(request: HttpRequest, key: UUID) -> HttpResponse:
    """One proposal: what it changes, who proposed it, and the second person's buttons."""
    one = reads.proposal(key, by=actor_of(request))
    if one is None:
        raise Http404
    return _page(request, one, forms.DeclineForm())


@require_POST
@door(CONFIRM)
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second person's yes: in force at once."""
    return _decided(request, key, writes.Decision(key, True), _("Confirmed: these rules are in force now."))


@require_POST
@door(CONFIRM)
def decline(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second person's no, with the reason."""
    form = forms.DeclineForm(request.POST)
    one = reads.proposal(key, by=actor_of(request))
    if one is None:
        raise Http404
    if not form.is_valid():
        return _page(request, one, form)
    return _decided(
        request, key, writes.Decision(key, False, form.cleaned_data["remark"]), _("Declined. The proposer sees why.")
    )


@require_POST
@door(MANAGE)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """The proposer takes it back."""
    verdict = writes.withdraw_proposals([key], by=actor_of(request))[0]
    return _answered(request, key, verdict, _("Withdrawn."))


def _decided(request: HttpRequest, key: UUID, decision: writes.Decision, said: str) -> HttpResponse:
    return _answered(request, key, writes.decide_proposals([decision], by=actor_of(request))[0], said)


def _answered(request: HttpRequest, key: UUID, verdict: Verdict, said: str) -> HttpResponse:
    if verdict.code == "not_found":
        raise Http404
    if verdict.taken:
        messages.success(request, said)
    else:
        messages.error(request, verdict.reason)
    return redirect("policy:proposal", key)


def _page(request: HttpRequest, one: Proposal, form: forms.DeclineForm) -> HttpResponse:
    actor, now = actor_of(request), clocks.now()
    found = references.find(f"proposal.{one.pk}", by=actor, session={})
    before = _before(one, found)
    parts = differences(before.pack, found.pack) if found and before else []
    is_open = reads.shown_state(one, now) == ProposalState.PROPOSED
    shown: dict[str, Any] = {
        "one": one, "found": found, "before": before, "form": form, "badge": state_badge(one, now), "steps": _steps(one, is_open),
        "unit": surroundings.unit_names([one.unit]).get(one.unit, ""), "area": trail.names([one.area]).get(one.area, one.area),
        "tables": [(part.title, forms.difference_table(part, number)) for number, part in enumerate(parts, 1)],
        "may_decide": is_open and actor.can(CONFIRM) and one.proposed_by != actor.user_id,
        "is_own": is_open and one.proposed_by == actor.user_id, "may_look": actor.can(MANAGE),
    }  # fmt: skip
    return render(request, "policy/proposal.html", shown)


def _before(one: Proposal, found: references.Referred | None) -> references.Referred | None:
    """What the proposal is held against: the pack below a unit's rules, else the pack in force on its first day."""
    if found is not None and found.below is not None:
        return references.Referred("", found.below, _("in force now"))
    period = reads.rulebook().period_for(one.area, one.valid_from)
    return references.of_period(period) if period else None


def _steps(one: Proposal, is_open: bool) -> list[Step]:
    first = Step(pgettext("proposal", "Proposed"), "done", one.proposed_name, one.proposed_at)
    if is_open:
        return [first, Step(_("Second person"), "now")]
    if one.decided_at is None:
        return [first, Step(choices.EXPIRED_LABEL, "refused", at=one.expires_at)]
    state = "done" if one.state == ProposalState.CONFIRMED else "refused"
    return [first, Step(ProposalState(one.state).label, state, one.decided_name, one.decided_at, one.remark)]
