"""Pages of the public brief: for the office that writes and approves it, and for everybody."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door, public_door
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.reports import forms, reads, writes
from shouwang.reports.views.frames import SHEET
from shouwang.ui import listings


@door(SHEET)
def briefs(request: HttpRequest) -> HttpResponse:
    """The briefs of the own area: drafts, and what is published."""
    page = listings.numbered(reads.briefs(by=actor_of(request)), listings.read(request.GET))
    names = places.names(brief.area for brief in page.rows)
    context = {"table": forms.briefs_table(page, names), "may_write": actor_of(request).can(Permission.WRITE_BRIEF)}
    return render(request, "reports/briefs.html", context)


@door(Permission.WRITE_BRIEF)
def new_brief(request: HttpRequest) -> HttpResponse:
    """Write a brief; a correction names the published one it puts right."""
    actor = actor_of(request)
    area = actor.area if paths.level(actor.area) in reads.BRIEF_LEVELS else ""
    wrong = _wrong(request, area)
    initial = {"report_on": wrong.report_on if wrong else clocks.today() - timedelta(days=1), "services": wrong.services if wrong else reads.last_services(area), "note": wrong.note if wrong else ""}
    form = forms.BriefForm(request.POST or None, initial=initial, corrects=wrong is not None)
    if request.method == "POST" and form.is_valid():
        [verdict] = writes.write_briefs([writes.NewBrief(area, corrects=wrong.pk if wrong else None, **form.cleaned_data)], by=actor)
        if verdict.taken:
            return redirect("reports:brief", brief=verdict.id)
        form.add_error(None, verdict.reason)
    return render(request, "reports/new_brief.html", {"form": form, "wrong": wrong, "title": places.full_name(area)})


def _wrong(request: HttpRequest, area: str) -> Any:
    """The published brief that is to be corrected, if the address names one of the own area."""
    try:
        found = reads.published_brief(UUID(request.GET.get("corrects", "")))
    except ValueError:
        return None
    return found if found and found.area == area else None


@door(SHEET)
def brief(request: HttpRequest, brief: UUID) -> HttpResponse:
    """One brief as everybody will read it, with its approvals."""
    actor, found = actor_of(request), reads.brief(brief, by=actor_of(request))
    if found is None:
        raise Http404
    is_open = found.state in ("draft", "checked")
    context = _as_read(found) | {
        "brief": found, "steps": forms.brief_steps(found), "may_approve": is_open and actor.can(Permission.APPROVE_BRIEF) and actor.user_id != found.first_by,
        "may_put_aside": is_open and actor.can(Permission.WRITE_BRIEF), "may_correct": found.state == "published" and actor.can(Permission.WRITE_BRIEF),
        "area_name": places.full_name(found.area),
    }  # fmt: skip
    return render(request, "reports/brief.html", context)


@require_POST
@door(Permission.APPROVE_BRIEF)
def approve(request: HttpRequest, brief: UUID) -> HttpResponse:
    """Approve a brief; the second approval publishes it."""
    return _decided(request, brief, writes.approve_briefs([brief], by=actor_of(request))[0], _("Approved."))


@require_POST
@door(Permission.WRITE_BRIEF)
def put_aside(request: HttpRequest, brief: UUID) -> HttpResponse:
    """Do not publish a draft."""
    return _decided(request, brief, writes.put_aside_briefs([brief], by=actor_of(request))[0], _("The draft is put aside."))


def _decided(request: HttpRequest, brief: UUID, verdict: Any, done: str) -> HttpResponse:
    if verdict.code == "not_found":
        raise Http404
    if verdict.taken:
        messages.success(request, done)
    else:
        messages.error(request, verdict.reason)
    return redirect("reports:brief", brief=brief)


def _as_read(found: Any) -> dict[str, Any]:
    """A brief in the reader's language: its sentences, table and trend."""
    content = found.content.get(get_language() or "", found.content["zh-hans"])
    days = [date.fromisoformat(day) for day in found.content["trend"]["days"]]
    return {"content": content, "table": forms.public_table(content), "charts": forms.trend_charts(days, found.content["trend"]["lines"])}


@never_cache
@require_safe
@public_door(why="published for everybody: two people approved it, and it names nobody")
def public_list(request: HttpRequest) -> HttpResponse:
    """What is published, for everybody; no sign-in."""
    page = listings.numbered(reads.published(), listings.read(request.GET, size=30))
    return render(request, "reports/public_list.html", {"table": forms.published_table(page)})


@never_cache
@require_safe
@public_door(why="published for everybody: two people approved it, and it names nobody")
def public_brief(request: HttpRequest, brief: UUID) -> HttpResponse:
    """One published brief, for everybody; says so where it was corrected, and what it corrects."""
    found = reads.published_brief(brief)
    if found is None:
        return render(request, "404.html", status=404)  # not raised, so that nothing keeps the answer
    corrected = reads.published_brief(found.corrects) if found.corrects else None
    context = _as_read(found) | {"brief": found, "corrected_by": reads.correction_of(brief), "corrects": corrected}
    return render(request, "reports/public_brief.html", context)
