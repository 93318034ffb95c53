"""Decisions about one observation: start, assess, refer, move, extend, end, breach, release, papers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.duty.choices import TEAM_ROLES
from shouwang.duty.writes import Member
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.places import reads as places
from shouwang.quarantine import choices, reads, writes
from shouwang.quarantine.choices import CENTRAL_ISOLATION, RELEASE_DOCUMENTS, ActKind
from shouwang.quarantine.forms import inputs
from shouwang.quarantine.forms.inputs import ReleaseForm
from shouwang.quarantine.rules.terms import Step
from shouwang.quarantine.views.frames import SEE, observation_of, tell
from shouwang.quarantine.writes import Decided, NewAssessment, NewOrder, NewReferral, NewRelease

UNDO_TITLES = {
    ActKind.ORDER: gettext_lazy("Take the order back"), ActKind.RELEASE: gettext_lazy("Take the release back"),
    ActKind.ASSESSMENT: gettext_lazy("Take the assessment back"),
}  # fmt: skip
UNDOING = {ActKind.ORDER: writes.undo_orders, ActKind.RELEASE: writes.undo_releases, ActKind.ASSESSMENT: writes.undo_assessments}
CLINICS = ("hospital", "health_centre")
Made = tuple[Promise, Permission, Callable[..., forms.Form], Callable[..., Any]]


def _sites(request: HttpRequest) -> list[tuple[str, str]]:
    """Where somebody can be ordered to: the open sites of the county, those with free rooms first; of the own area before others."""
    actor, found = actor_of(request), reads.open_in_county()
    found.sort(key=lambda one: (one.rooms_free < 1, not actor.covers(one.area)))
    return [(one.code, _("%(site)s (%(free)s rooms free)") % {"site": one.name, "free": max(one.rooms_free, 0)}) for one in found]


def _page(request: HttpRequest, observation: Any, title: str, form: forms.Form, question: Any = "") -> HttpResponse:
    named = reads.named([observation], by=actor_of(request))[0]
    shown = {"title": title, "named": named, "form": form, "question": question, "back": reverse("quarantine:observation", args=[observation.pk])}
    return render(request, "quarantine/form.html", shown)


DECISIONS: dict[str, Made] = {
    "move": (gettext_lazy("Move"), Permission.DECIDE_MEASURE, inputs.MoveForm, writes.change_measure),
    "extend": (gettext_lazy("Extend"), Permission.DECIDE_MEASURE, inputs.ExtendForm, writes.extend),
    "end": (gettext_lazy("End early"), Permission.DECIDE_MEASURE, inputs.EndForm, writes.end_early),
    "breach": (gettext_lazy("Report a breach"), Permission.REPORT_BREACH, inputs.BreachForm, writes.report_breaches),
    "renew": (gettext_lazy("Stays at home"), Permission.ASSESS_HOME, inputs.RenewForm, writes.renew),
    "objection": (gettext_lazy("Objection of the person"), Permission.ISSUE_DOCUMENTS, inputs.ReasonForm, writes.record_objections),
}

QUESTIONS = {  # what nobody can take back is asked about
    "end": gettext_lazy("End the measure on this person now? This cannot be taken back; only a new measure could be ordered."),
    "breach": gettext_lazy("Write down that this person left without leave? This cannot be taken back."),
}


@door(SEE)
def decide(request: HttpRequest, key: UUID, decision: str) -> HttpResponse:
    """A decision on a measure, with its reason."""
    if decision not in DECISIONS or not actor_of(request).can(DECISIONS[decision][1]):
        raise Http404
    observation, (title, _permission, form_class, write) = observation_of(request, key), DECISIONS[decision]
    more = {"sites": _sites(request)} if form_class is inputs.MoveForm else {}
    form = form_class(request.POST or None, **more)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name not in ("on", "at")}
        when = form.moment() if isinstance(form, inputs.WhenForm) else None
        if tell(request, write([Decided(observation_id=key, happened_at=when, **said)], by=actor_of(request)), _("The decision is recorded.")):
            return redirect("quarantine:observation", key)
    return _page(request, observation, str(title), form, QUESTIONS.get(decision, ""))


@door(Permission.ORDER_OBSERVATION)
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start a proposed measure: measure, dates, team."""
    observation = observation_of(request, key)
    steps = [Step.read(kept) for kept in observation.pending.get("steps", observation.steps)]
    roles = [(role, TEAM_ROLES.get(role, role)) for role in (steps[0].roles if steps else ())]
    measures = list(dict.fromkeys([*[step.measure for step in steps], CENTRAL_ISOLATION]))
    first = {"measure": measures[0], "last_exposure_on": observation.last_exposure_on}
    form = inputs.OrderForm(request.POST or None, initial=first, measures=measures, roles=roles, sites=_sites(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = NewOrder(
            observation_id=key, measure=said["measure"], site=said["site"], last_exposure_on=said["last_exposure_on"], happened_at=form.moment(),
            members={role: Member(name, phone) for role, (name, phone) in form.members.items()},
        )
        if tell(request, writes.start([row], by=actor_of(request)), _("The measure is in force.")):
            return redirect("quarantine:observation", key)
    return _page(request, observation, _("Start the measure"), form)


@door(Permission.ASSESS_HOME)
def assess(request: HttpRequest, key: UUID) -> HttpResponse:
    """Assess the home, for the first time or again."""
    observation, form = observation_of(request, key), inputs.AnswersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = NewAssessment(
            observation_id=key, answers=form.answers, community_signer=form.cleaned_data["community_signer"],
            health_signer=form.cleaned_data["health_signer"],
        )
        write = writes.reassess if observation.ordered_at else writes.assess
        if tell(request, write([row], by=actor_of(request)), _("The assessment is recorded.")):
            return redirect("quarantine:observation", key)
    return _page(request, observation, _("Assess the home"), form)


@door(Permission.ASSESS_HOME)
@require_POST
def sign(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign the assessments of an observation that lack a signature, for the community or as health worker."""
    story = reads.story(observation_of(request, key), by=actor_of(request))
    part = "health" if request.POST.get("part") == "health" else "community"
    lacking = [one.pk for one in story.assessments if not getattr(one, f"{part}_signer")]
    if lacking:
        tell(request, writes.sign_assessments(lacking, part=part, by=actor_of(request)), _("The assessment is signed."))
    return redirect("quarantine:observation", key)


@door(Permission.REFER)
def refer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send somebody to a fever clinic, by special vehicle."""
    observation, actor = observation_of(request, key), actor_of(request)
    clinics = [(unit.code, unit.name) for unit in places.units_below(paths.cut(actor.area, "county")) if unit.kind in CLINICS]
    form = inputs.ReferralForm(request.POST or None, clinics=clinics)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name not in ("on", "at")}
        if tell(request, writes.refer([NewReferral(observation_id=key, happened_at=form.moment(), **said)], by=actor), _("The referral is recorded.")):
            return redirect("quarantine:observation", key)
    return _page(request, observation, _("Send to a clinic"), form)


@door(Permission.RELEASE)
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Release one person, with notice and certificate in the language chosen; the reader's own, if nothing is chosen."""
    observation, form = observation_of(request, key), ReleaseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, observation, _("Release"), form)
    row = NewRelease(observation_id=key, documents=[str(one) for one in RELEASE_DOCUMENTS], language=form.cleaned_data["language"])
    tell(request, writes.release([row], by=actor_of(request)), _("Released."))
    return redirect("quarantine:observation", key)


@door(SEE)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the order or the release back that was done last, with the reason."""
    observation, by = observation_of(request, key), actor_of(request)
    kind = reads.may_be_undone(observation, by=by)
    if not kind:
        raise Refused("nothing_to_undo", choices.NOTHING_TO_UNDO)
    form = inputs.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        write = UNDOING[ActKind(kind)]
        if tell(request, write([writes.Undo(key, form.cleaned_data["reason"])], by=by), _("It is taken back: everything is as before.")):
            return redirect("quarantine:observation", key)
    return _page(request, observation, str(UNDO_TITLES[ActKind(kind)]), form)
