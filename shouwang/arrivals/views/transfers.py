"""Pages of point-to-point transfer: the list, one journey, each of its steps, violations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.arrivals import forms, reads, writes
from shouwang.arrivals.choices import TRANSFER_OPEN, TransferState, WhatNext
from shouwang.arrivals.forms import transfers as pages
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.views.actions import as_file
from shouwang.arrivals.writes import transfers as use
from shouwang.ledger import lists
from shouwang.ledger.lists import Chosen
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused, allowed
from shouwang.lib.verdicts import REFUSED, Verdict
from shouwang.papers import writes as papers
from shouwang.places import reads as places
from shouwang.quarantine.rules.undoing import check_within

SEE, ORGANISE = Permission.VIEW_ARRIVALS, Permission.ORGANISE_TRANSFER
MOST_VIOLATIONS = 200
Saved = Callable[[UUID, Any], list[Any]]


@door(SEE)
def transfers(request: HttpRequest) -> HttpResponse:
    """Every transfer of the post's area; many can be approved, and their slips printed."""
    actor = actor_of(request)
    shown = lists.read(request, pages.TRANSFERS)
    said = shown.chosen
    filters = reads.TransferFilters(
        state=said.get("state") or "", open=said.get("open") or "", flagged=bool(said.get("flagged")), area=shown.area
    )
    return lists.answer(
        request, shown, reads.find_transfers(filters, by=actor), does=DOES, template="arrivals/transfers.html",
        prepare=lambda rows: reads.transfer_rows(rows, by=actor), may_organise=actor.can(ORGANISE),
        waiting=reads.without_transfer(by=actor).count(), violations=reads.violations(by=actor).count(),
    )  # fmt: skip


@door(SEE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits to be fetched: the register, narrowed to them."""
    del request
    return redirect(f"{reverse('arrivals:index')}?open=transfer")


def _approve(chosen: Chosen) -> list[Verdict]:
    return use.approve_transfers([use.Approval(row.transfer.pk) for row in chosen.rows], by=chosen.by)


def _slips(chosen: Chosen) -> list[Verdict] | HttpResponse:
    verdicts = use.issue_slips([row.transfer.pk for row in chosen.rows], by=chosen.by)
    ids = [verdict.id for verdict in verdicts if verdict.taken and verdict.id]
    return as_file(papers.print_out(ids, by=chosen.by), "transfer-slips") if ids else verdicts


DOES = {"approve": _approve, "slips": _slips}


@door(SEE)
def transfer(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """One journey as a path of legs, with what can be done now."""
    actor, file = actor_of(request), _opened(request, transfer_id)
    return render(request, "arrivals/transfer.html", {
        "file": file, "transfer": file.transfer, "steps": pages.path(file), "legs": pages.legs_table(file),
        "persons": pages.persons_table(file, actor), "story": pages.story(file), "place": pages.place(file.transfer),
        "flags": [pages.flag_badge(flag) for flag in file.transfer.flags], "badge": pages.badge(file.transfer.state),
        "steps_now": _steps_now(file) if actor.can(ORGANISE) else [],
        "may_print": actor.can(Permission.RECORD_ARRIVALS),
    })  # fmt: skip


def _opened(request: HttpRequest, transfer_id: UUID) -> reads.TransferFile:
    try:
        return writes.open_transfer(transfer_id, by=actor_of(request))
    except Refused as refusal:
        raise Http404 from refusal


# step: what the button says, icon, the state it leads to, the form
STEPS: dict[str, tuple[Any, str, TransferState, type[django_forms.Form]]] = {
    "approve": (gettext_lazy("Approve"), "check", TransferState.APPROVED, django_forms.Form),
    "dispatch": (gettext_lazy("Send the vehicle"), "truck", TransferState.DISPATCHED, pages.DispatchForm),
    "pick-up": (gettext_lazy("Picked up"), "user-check", TransferState.PICKED_UP, pages.PickUpForm),
    "hand-over": (gettext_lazy("Hand over"), "switch-horizontal", TransferState.HANDED_OVER, pages.HandOverForm),
    "close": (gettext_lazy("Vehicle is disinfected"), "shield-check", TransferState.CLOSED, pages.CloseForm),
    "fail": (gettext_lazy("It failed"), "x", TransferState.FAILED, pages.FailForm),
    "undo": (gettext_lazy("Take the request back"), "arrow-back-up", TransferState.FAILED, forms.WithdrawForm),
}
ONWARD = ("onward", "plate", "vehicle", "driver", "escort", "protection")  # asked only where the way goes on
FORWARD = {
    TransferState.REQUESTED: "approve", TransferState.APPROVED: "dispatch", TransferState.DISPATCHED: "pick-up",
    TransferState.PICKED_UP: "hand-over", TransferState.HANDED_OVER: "close",
}  # fmt: skip


def _steps_now(file: reads.TransferFile) -> list[dict[str, Any]]:
    """The step that comes next, first, and the ways out."""
    state = TransferState(file.transfer.state)
    names = [FORWARD[state]] if state in FORWARD else []
    names += ["fail"] if state in TRANSFER_OPEN else []
    names += ["undo"] if _can_take_back(file) else []
    return [{"name": name, "label": STEPS[name][0], "icon": STEPS[name][1]} for name in names]


def _can_take_back(file: reads.TransferFile) -> bool:
    return rules.can_take_back(file.transfer.state, sent=bool(file.legs)) and allowed(check_within, file.transfer.created_at, clocks.now())


@door(ORGANISE)
def step(request: HttpRequest, transfer_id: UUID, step: str) -> HttpResponse:
    """One step of a transfer: asks what has to be known, then writes it down."""
    if step not in STEPS:
        raise Http404
    file = _opened(request, transfer_id)
    title, _icon, _after, _form = STEPS[step]
    form = _form_for(step, file, request)
    if request.method == "POST" and form.is_valid():
        verdict = _carry_out(step, transfer_id, form, request)
        if verdict.outcome != REFUSED:
            return _done(request, transfer_id, title, verdict)
        form.add_error(None, str(verdict.reason))
    names = [one.name_for(actor_of(request)) for one in file.persons]
    return render(request, "arrivals/transfer_step.html", {
        "file": file, "transfer": file.transfer, "form": form, "title": title, "names": [name for name in names if name],
        "possible": _is_possible(step, file), "tone": "alert" if step == "fail" else "", "onward": ONWARD if step == "hand-over" else (),
    })  # fmt: skip


def _is_possible(step: str, file: reads.TransferFile) -> bool:
    if step == "undo":
        return _can_take_back(file)
    return step == "fail" or rules.can_step(file.transfer.state, STEPS[step][2])


def _form_for(step: str, file: reads.TransferFile, request: HttpRequest) -> Any:
    actor, data = actor_of(request), request.POST if request.method == "POST" else None
    aboard = [
        (one.passenger.person_id, one.name_for(actor)) for one in file.persons if one.passenger.ended_at is None
    ]
    if step == "fail":
        return pages.FailForm(data, again=file.transfer.state != TransferState.REQUESTED)
    form = STEPS[step][3]
    if issubclass(form, pages.SidesForm):
        return form(data, persons=aboard, initial={"place": _place(step, file)})
    return form(data)


def _place(step: str, file: reads.TransferFile) -> str:
    return file.transfer.from_words if step == "pick-up" else file.destination


def _carry_out(step: str, key: UUID, form: Any, request: HttpRequest) -> Verdict:
    by, said = actor_of(request), form.cleaned_data
    if step == "approve":
        return use.approve_transfers([use.Approval(key)], by=by)[0]
    if step == "dispatch":
        pick_up_at, hand_over_at = forms.planned({"on": None, **said})
        row = use.Dispatch(transfer_id=key, crew=form.crew, pick_up_at=pick_up_at, hand_over_at=hand_over_at)
        return use.dispatch_transfers([row], by=by)[0]
    if step == "pick-up":
        absent = frozenset(UUID(one) for one in said["absent"])
        return use.record_pick_ups(
            [use.PickUp(transfer_id=key, absent=absent, absent_why=said["absent_why"], **form.sides)], by=by
        )[0]
    if step == "hand-over":
        onward = form.crew if said["onward"] else None
        return use.record_hand_overs([use.Given(transfer_id=key, onward=onward, **form.sides)], by=by)[0]
    if step == "close":
        at = forms.moment_of(said["on"], said["at"])
        return use.close_transfers([use.Closing(key, said["disinfected_by"], at)], by=by)[0]
    if step == "undo":
        return use.undo_requests([use.Undone(key, said["reason"])], by=by)[0]
    return use.fail_legs([use.FailedLeg(key, said["reason"], WhatNext(said["what_next"]))], by=by)[0]


def _done(request: HttpRequest, transfer_id: UUID, title: Any, verdict: Verdict) -> HttpResponse:
    if not reads.transfer_file(transfer_id, by=actor_of(request)):
        messages.success(request, _("The request is taken back: as if nobody had asked."))
        return redirect("arrivals:transfers")
    messages.success(request, f"{title}: " + _("written down."))
    for warned in verdict.warnings:
        messages.warning(request, str(warned.sentence))
    return redirect("arrivals:transfer", transfer_id)


@door(Permission.RECORD_ARRIVALS)
@require_POST
def slip(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """The slip of one transfer, to be signed at each hand-over."""
    by = actor_of(request)
    verdict = use.issue_slips([transfer_id], by=by)[0]
    if verdict.taken and verdict.id:
        return as_file(papers.print_out([verdict.id], by=by), "transfer-slip")
    if verdict.code == "not_found":
        raise Http404
    messages.error(request, str(verdict.reason))
    return redirect("arrivals:transfer", transfer_id)


@door(SEE)
def violations(request: HttpRequest) -> HttpResponse:
    """Pick-ups organised by a village or a relative: refused, and kept."""
    actor = actor_of(request)
    found = list(reads.violations(by=actor)[:MOST_VIOLATIONS])
    table = pages.violations_table(found, places.full_names({one.area for one in found}, actor.area))
    return render(request, "arrivals/violations.html", {"table": table})
