"""What waits for somebody: alerts, referrals, measures to start, releases, missed checks, checks to look at."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import door
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import RELEASE_DOCUMENTS
from shouwang.quarantine.forms.inputs import AnswerForm, ReasonForm
from shouwang.quarantine.forms.tables import (
    alerts_table,
    flags_table,
    people_table,
    referrals_table,
    reports_table,
    silent_table,
)
from shouwang.quarantine.views.frames import SEE, actor_of, allowed, selected, tabs, tell
from shouwang.quarantine.writes import ConfirmedReading, NewRelease, ReferralAnswer
from shouwang.ui import listings
from shouwang.ui.tables import Action, Empty

MOST = 200  # of a queue on one page; the oldest come first


@door(SEE)
def alerts(request: HttpRequest) -> HttpResponse:
    """Open alerts, the oldest first."""
    rows = reads.named(list(reads.open_alerts(by=actor_of(request))[:MOST]), by=actor_of(request))
    acts = [Action(_("Close"), reverse("quarantine:close_alerts"), "circle-check")] if allowed(request, Permission.REFER) else []
    return render(request, "quarantine/queue.html", {"tabs": tabs(request), "title": _("Alerts"), "table": alerts_table(rows, acts)})


@door(Permission.REFER)
@require_POST
def close_alerts(request: HttpRequest) -> HttpResponse:
    """Asks what was found, then closes the selected alerts."""
    return _with_reason(request, _("Close alerts"), "quarantine:alerts", lambda keys, reason: writes.close_alerts(keys, reason=reason, by=actor_of(request)))


@door(Permission.RECORD_READINGS)
def self_reports(request: HttpRequest) -> HttpResponse:
    """Checks that people reported themselves and the team has to confirm, the oldest first."""
    rows = reads.named(list(reads.self_reports(by=actor_of(request))[:MOST]), by=actor_of(request))
    table = reports_table(rows, [Action(_("Confirm"), reverse("quarantine:confirm_reports"), "check", tone="good")])
    return render(request, "quarantine/queue.html", {"tabs": tabs(request), "title": _("Self-reported checks"), "table": table})


@door(Permission.RECORD_READINGS)
@require_POST
def confirm_reports(request: HttpRequest) -> HttpResponse:
    """The selected self-reported checks are right."""
    keys = selected(request)
    if keys:
        rows = [ConfirmedReading(reading_id=key) for key in keys]
        tell(request, writes.confirm_readings(rows, by=actor_of(request)), _("The self-reported checks are confirmed."))
    return redirect("quarantine:self_reports")


@door(SEE)
def flags(request: HttpRequest) -> HttpResponse:
    """Checks that do not look credible."""
    rows = reads.named(list(reads.open_flags(by=actor_of(request))[:MOST]), by=actor_of(request))
    acts = []
    if allowed(request, Permission.DECIDE_MEASURE):
        acts = [
            Action(_("Credible"), reverse("quarantine:decide_flags", args=["credible"]), "check"),
            Action(_("Not credible"), reverse("quarantine:decide_flags", args=["not-credible"]), "x", tone="alert"),
        ]
    return render(request, "quarantine/queue.html", {"tabs": tabs(request), "title": _("Checks to look at"), "table": flags_table(rows, acts)})


@door(Permission.DECIDE_MEASURE)
@require_POST
def decide_flags(request: HttpRequest, verdict: str) -> HttpResponse:
    """Asks why, then says of the selected checks whether they are to be believed."""
    if verdict not in ("credible", "not-credible"):
        raise Http404
    credible = verdict == "credible"
    title = _("Credible") if credible else _("Not credible")
    return _with_reason(
        request, title, "quarantine:flags", lambda keys, reason: writes.decide_flags(keys, credible=credible, reason=reason, by=actor_of(request))
    )


def _with_reason(request: HttpRequest, title: str, back: str, act: Any) -> HttpResponse:
    """First asks for the reason, then acts on the selected rows."""
    keys, form = selected(request), ReasonForm(request.POST if "reason" in request.POST else None)
    if keys and form.is_valid():
        tell(request, act(keys, form.cleaned_data["reason"]), _("Done."))
        return redirect(back)
    if not keys:
        return redirect(back)
    return render(request, "quarantine/reason.html", {"title": title, "form": form, "keys": keys, "back": reverse(back)})


@door(SEE)
def referrals(request: HttpRequest) -> HttpResponse:
    """People sent to a clinic, the oldest first."""
    rows = reads.named(list(reads.open_referrals(by=actor_of(request))[:MOST]), by=actor_of(request))
    units = places.unit_names({one.row.to_unit for one in rows})
    table = referrals_table(rows, units, allowed(request, Permission.ANSWER_REFERRAL))
    return render(request, "quarantine/queue.html", {"tabs": tabs(request), "title": _("Referrals"), "table": table})


@door(Permission.ANSWER_REFERRAL)
def answer(request: HttpRequest, referral: UUID) -> HttpResponse:
    """What the clinic says of somebody."""
    found = reads.open_referrals(by=actor_of(request)).filter(pk=referral).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = ReferralAnswer(referral_id=referral, answer=form.cleaned_data["answer"], note=form.cleaned_data["note"], happened_at=form.moment())
        if tell(request, writes.answer_referrals([row], by=actor_of(request)), _("The answer is recorded.")):
            return redirect("quarantine:referrals")
    shown = {"title": _("Answer of the clinic"), "named": reads.named([found], by=actor_of(request))[0], "form": form, "back": reverse("quarantine:referrals")}
    return render(request, "quarantine/form.html", shown)


@door(SEE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Measures that somebody has to start, the oldest first."""
    return _people(request, reads.waiting_orders(by=actor_of(request)), _("Measures to start"), Empty(gettext_lazy("Nothing waits to be started"), icon="circle-check"))


@door(SEE)
def unassessed(request: HttpRequest) -> HttpResponse:
    """Measures at home whose home nobody has found suitable."""
    return _people(request, reads.unassessed(by=actor_of(request)), _("Homes to assess"), Empty(gettext_lazy("Every home has been assessed"), icon="home-check"))


@door(SEE)
def unsigned(request: HttpRequest) -> HttpResponse:
    """Measures with an assessment that lacks a signature; it is signed on the observation's page."""
    return _people(request, reads.unsigned(by=actor_of(request)), _("Assessments to sign"), Empty(gettext_lazy("Every assessment is signed"), icon="circle-check"))


@door(SEE)
def teams(request: HttpRequest) -> HttpResponse:
    """Measures whose team lacks somebody."""
    return _people(request, reads.without_full_team(by=actor_of(request)), _("Teams not complete"), Empty(gettext_lazy("Every team is complete"), icon="users"))


def _people(request: HttpRequest, found: Any, title: str, empty: Empty, actions: Any = (), **more: Any) -> HttpResponse:
    listing = listings.read(request.GET)
    page = listings.numbered(found, listing)
    table = people_table(replace(page, rows=reads.lines(page.rows, by=actor_of(request))), listing, actions=actions, empty=empty)
    return render(request, "quarantine/queue.html", {"tabs": tabs(request), "title": title, "table": table, **more})


@door(SEE)
def releases(request: HttpRequest) -> HttpResponse:
    """Whose last day is reached: those with whom all is in order can be released together; the others say what is in the way."""
    actor = actor_of(request)
    acts = []
    if allowed(request, Permission.RELEASE):
        question = _("Release the selected people, with release notice and certificate?")
        acts = [Action(_("Release"), reverse("quarantine:release"), "lock-open", question)]
    blocked = reads.lines(list(reads.blocked_releases(by=actor)[:MOST]), by=actor)
    return _people(
        request, reads.release_proposals(by=actor), _("Releases"), Empty(gettext_lazy("Nobody's last day is reached"), icon="calendar-check"), acts,
        blocked=people_table(listings.Page(blocked), listings.Listing(), name="blocked") if blocked else None,
    )


@door(Permission.RELEASE)
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Release the selected people and hand out notice and certificate."""
    rows = [NewRelease(observation_id=key, documents=[str(one) for one in RELEASE_DOCUMENTS]) for key in selected(request)]
    if rows:
        tell(request, writes.release(rows, by=actor_of(request)), _("Released."))
    return redirect("quarantine:releases")


@door(SEE)
def missed(request: HttpRequest) -> HttpResponse:
    """Who was not checked in the last two days; from two missed checks on the township is told."""
    actor = actor_of(request)
    found = reads.silent(by=actor, now=clocks.now())[:MOST]
    cards, names = people.persons([one.person_id for one in found], by=actor), places.names({one.area for one in found})
    return render(request, "quarantine/queue.html", {"tabs": tabs(request), "title": _("Missed checks"), "table": silent_table(found, cards, names)})
