"""What waits for somebody: alerts, referrals, measures to start, releases, missed checks, checks to look at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.prompts.choices import Kind
from shouwang.quarantine import reads, writes
from shouwang.quarantine.forms import lists as declared
from shouwang.quarantine.forms.conversions import PERIODS, by_village
from shouwang.quarantine.forms.inputs import AnswerForm, ReasonForm
from shouwang.quarantine.views import acts
from shouwang.quarantine.views.frames import SEE, hosted, selected, tabs, tell
from shouwang.quarantine.writes import ReferralAnswer
from shouwang.ui import tables
from shouwang.ui.lists import List

MOST_BLOCKED = 200  # of those something stands against; the others of the list come first
Does = Mapping[str, Callable[..., Any]]


def _answer(request: HttpRequest, wanted: List, rows: Callable[[str], Any], prepare: Callable[..., Any], does: Does, **more: Any) -> HttpResponse:
    """A declared list; ``rows`` finds its rows in an area (empty: the whole of the post's)."""
    shown = lists.read(request, wanted)
    return lists.answer(
        request, shown, rows(shown.area), prepare=prepare, does=does, template="quarantine/queue.html", tabs=tabs(request), **more
    )


def _here(found: Any, area: str) -> Any:
    return found.filter(reads.below(area)) if area else found


def _named(request: HttpRequest, wanted: List, found: Any, does: Does, **more: Any) -> HttpResponse:
    prepare = partial(reads.named, by=actor_of(request))
    return _answer(request, wanted, lambda area: _here(found, area), prepare, does, **more)


def _people(request: HttpRequest, wanted: List, found: Any, does: Does | None = None, **more: Any) -> HttpResponse:
    prepare = partial(reads.lines, by=actor_of(request))
    return _answer(request, wanted, lambda area: _here(found, area), prepare, does or {}, **more)


@door(SEE)
def alerts(request: HttpRequest) -> HttpResponse:
    """Open alerts, the oldest first."""
    return _named(request, declared.ALERTS, reads.open_alerts(by=actor_of(request)), {"close": acts.close_alerts}, undoes={"close": acts.undo_close})


@door(Permission.REFER)
@require_POST
def close_alerts(request: HttpRequest) -> HttpResponse:
    """From an observation's page: asks what was found, then closes the alert."""
    keys, form = selected(request), ReasonForm(request.POST if "reason" in request.POST else None)
    if keys and not form.is_valid():
        shown = {"title": _("Close alerts"), "form": form, "keys": keys, "back": reverse("quarantine:alerts")}
        return render(request, "quarantine/reason.html", shown)
    if keys:
        tell(request, writes.close_alerts(keys, reason=form.cleaned_data["reason"], by=actor_of(request)), _("Done."))
    return redirect("quarantine:alerts")


@door(Permission.RECORD_READINGS)
@hosted
def self_reports(request: HttpRequest) -> HttpResponse:
    """Checks that people reported themselves and the team has to confirm, the oldest first."""
    return _named(request, declared.REPORTED, reads.self_reports(by=actor_of(request)), {"confirm": acts.confirm_reports})


@door(SEE)
def flags(request: HttpRequest) -> HttpResponse:
    """Checks that do not look credible."""
    does = {"credible": acts.decide_flags(credible=True), "not_credible": acts.decide_flags(credible=False)}
    return _named(request, declared.FLAGS, reads.open_flags(by=actor_of(request)), does, undoes=dict.fromkeys(does, acts.undo_flags))


@door(Permission.DECIDE_MEASURE)
def periods(request: HttpRequest) -> HttpResponse:
    """Whose last day the rules in force give otherwise, before anybody decides; by village, and one by one."""
    actor, shown = actor_of(request), lists.read(request, PERIODS)
    found = reads.conversions(shown.area, by=actor)
    villages = places.names({paths.cut(one.area, "village") for one in found})
    return lists.answer(
        request, shown, found, prepare=partial(reads.named_conversions, by=actor), does={"recompute": acts.recompute},
        template="quarantine/periods.html", tabs=tabs(request), villages=by_village(found, villages) if found else None,
        lists=list(reads.recomputations(by=actor)),
    )  # fmt: skip


@door(SEE)
def referrals(request: HttpRequest) -> HttpResponse:
    """People sent to a clinic, the oldest first."""
    actor = actor_of(request)

    def prepare(rows: Sequence[Any]) -> list[reads.Named]:
        units = places.unit_names({one.to_unit for one in rows})
        return [replace(one, unit=units.get(one.row.to_unit, "")) for one in reads.named(list(rows), by=actor)]

    does = {"answer": acts.answer_referrals, "remind": acts.remind(Kind.REFERRALS_UNANSWERED, "quarantine:referrals")}
    shown = lists.read(request, declared.REFERRALS)
    found = {"any": reads.unanswered_referrals(by=actor), "late": reads.late_referrals(by=actor, now=clocks.now())}
    rows = _here(found.get(shown.chosen["waiting"], reads.open_referrals(by=actor)), shown.area)
    return lists.answer(request, shown, rows, prepare=prepare, does=does, template="quarantine/queue.html", tabs=tabs(request))


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
    return _people(request, declared.WAITING, reads.waiting_orders(by=actor_of(request)), {"start": acts.start, "notices": acts.notices, "hand_out": acts.hand_out}, undoes={"start": acts.undo_start})


@door(SEE)
def unassessed(request: HttpRequest) -> HttpResponse:
    """Measures at home whose home nobody has found suitable."""
    return _people(request, declared.UNASSESSED, reads.unassessed(by=actor_of(request)))


@door(SEE)
def unsigned(request: HttpRequest) -> HttpResponse:
    """Measures with an assessment that lacks a signature."""
    does = {"sign_community": acts.sign("community"), "sign_health": acts.sign("health")}
    return _people(request, declared.UNSIGNED, reads.unsigned(by=actor_of(request)), does)


@door(SEE)
def teams(request: HttpRequest) -> HttpResponse:
    """Measures whose team lacks somebody."""
    does = {"assign": acts.assign, "remind": acts.remind(Kind.TEAMS_INCOMPLETE, "quarantine:teams")}
    return _people(request, declared.TEAMS, reads.without_full_team(by=actor_of(request)), does)


@door(SEE)
def releases(request: HttpRequest) -> HttpResponse:
    """Whose last day is reached: those with whom all is in order can be released together; the others say what is in the way."""
    actor = actor_of(request)
    blocked = reads.lines(list(reads.blocked_releases(by=actor)[:MOST_BLOCKED]), by=actor)
    columns = [replace(column, sortable=False) for column in declared.RELEASES.columns if column.shown]
    table = tables.of(columns, blocked, name="blocked", caption=_("Last day reached, but something is in the way"))
    # Whom something came to stand against since the list was drawn is refused by name, not left out in silence.
    rows = reads.last_day_reached(by=actor) if request.method == "POST" else reads.release_proposals(by=actor)
    return _people(request, declared.RELEASES, rows, {"release": acts.release}, undoes={"release": acts.undo_release}, blocked=table if blocked else None)


@door(SEE)
@hosted
def missed(request: HttpRequest) -> HttpResponse:
    """Who was not checked in the last two days; from two missed checks on the township is told."""
    actor = actor_of(request)
    does = {"remind": acts.remind(Kind.CHECKS_LATE, "quarantine:round")}
    return _answer(request, declared.MISSED, lambda area: reads.silent(by=actor, now=clocks.now(), area=area), partial(reads.named, by=actor), does)
