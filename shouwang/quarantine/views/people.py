"""People under observation: the list, the sheet, one observation with its story."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.exchange.writers import Frame
from shouwang.lib import clocks
from shouwang.papers.reads import about as papers_about
from shouwang.people.reads import persons as known_persons
from shouwang.places import reads as places
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import CheckState
from shouwang.quarantine.exchange import as_workbook
from shouwang.quarantine.forms.inputs import PaperForm, SheetFilter
from shouwang.quarantine.forms.lists import PEOPLE, SHEET
from shouwang.quarantine.forms.tables import (
    days_left,
    measure_title,
    sheet_table,
)
from shouwang.quarantine.forms.telling import checks_table, curve, events, reason_of
from shouwang.quarantine.reads.sheets import MOST_LINES
from shouwang.quarantine.views import acts
from shouwang.quarantine.views.frames import SEE, allowed, observation_of, tabs
from shouwang.ui import listings, trail

PER_SHEET = 30  # lines of the wide sheet on one page


def asked(request: HttpRequest) -> Any:
    """The observations that the filters of the address ask for."""
    return reads.filtered(by=actor_of(request), **SheetFilter(request.GET).asked())


@door(SEE)
def people(request: HttpRequest) -> HttpResponse:
    """Who is under observation in the own area."""
    actor = actor_of(request)
    shown = lists.read(request, PEOPLE)
    found = reads.filtered(by=actor, words=shown.words, area=shown.area, **shown.chosen)
    does = {"hand_out": acts.hand_out, "notices": acts.notices, "release": acts.release}
    return lists.answer(
        request, shown, found, prepare=partial(reads.lines, by=actor), does=does, undoes={"release": acts.undo_release}, template="quarantine/people.html", tabs=tabs(request),
    )


@door(SEE)
def sheet(request: HttpRequest) -> HttpResponse:
    """The wide temperature sheet, day by day."""
    filters, listing = SheetFilter(request.GET), listings.read(request.GET, size=PER_SHEET)
    found = asked(request).filter(started_at__isnull=False).order_by("area", "started_at", "pk")
    page = listings.numbered(found, listing)
    rows, days = reads.sheet_rows(page.rows, by=actor_of(request))
    table = sheet_table(rows, days)
    shown = {"tabs": tabs(request), "filters": filters, "table": table, "page": page, "within": _within(request, listing)}
    return render(request, "quarantine/sheet.html", shown)


def _within(request: HttpRequest, listing: listings.Listing) -> trail.Within:
    area, own = request.GET.get("area", ""), actor_of(request).area
    return trail.within(area if actor_of(request).covers(area) else own, own, lambda path: f"{request.path}{listing.address(area=path, page=None)}")


@door(SEE)
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, in the official order of columns, numbers masked; it asks what for, and the log keeps it."""
    actor, shown = actor_of(request), lists.read(request, SHEET)

    def layout(rows: list[Any], purpose: str) -> bytes:
        lines, days = reads.sheet_rows(rows[:MOST_LINES], by=actor)
        return as_workbook(lines, days, Frame(unit=places.full_name(actor.area), day=clocks.today(), prepared_by=actor.name, purpose=purpose))

    found = asked(request).filter(started_at__isnull=False)
    return lists.hand_over(request, shown, found, layout, back=reverse("quarantine:sheet"))


@door(SEE)
def observation(request: HttpRequest, key: UUID) -> HttpResponse:
    """One observation: how it stands and why, its checks, its story, what can be decided. The look is logged."""
    actor = actor_of(request)
    observation_of(request, key)
    story = reads.story(writes.open_observation(key, by=actor), by=actor)
    shown = {
        "story": story, "reason": reason_of(story.observation), "standing": story.standing, "one": story.observation, "measure": measure_title(story.standing.measure), "chart": curve(story),
        "events": events(story), "checks": checks_table(story), "left": days_left(story.observation.due_on), "stages": [(measure_title(one.measure), one) for one in story.stages],
        "missed": story.count(CheckState.MISSED), "late": story.count(CheckState.LATE), "document_form": PaperForm(), "papers": papers_about([key], by=actor).get(key, []), "may": _may(request, story),
    }  # fmt: skip
    return render(request, "quarantine/observation.html", shown)


def _may(request: HttpRequest, story: Any) -> dict[str, Any]:
    """What the post may do with it now."""
    one = story.observation
    waits, binds = one.ended_at is None and (one.ordered_at is None or bool(one.pending)), one.started_at is not None and one.ended_at is None
    assesses = allowed(request, Permission.ASSESS_HOME)
    return {
        "start": waits and allowed(request, Permission.ORDER_OBSERVATION), "refer": one.ended_at is None and allowed(request, Permission.REFER),
        "assess": one.ended_at is None and allowed(request, Permission.ASSESS_HOME), "decide": binds and allowed(request, Permission.DECIDE_MEASURE),
        "release": binds and allowed(request, Permission.RELEASE), "breach": binds and allowed(request, Permission.REPORT_BREACH),
        "document": allowed(request, Permission.ISSUE_DOCUMENTS), "answer": bool(story.open_referral) and allowed(request, Permission.ANSWER_REFERRAL),
        "sign_community": assesses and any(not one.community_signer for one in story.assessments),
        "sign_health": assesses and any(not one.health_signer for one in story.assessments),
        "undo": reads.may_be_undone(one, by=actor_of(request)), "close": allowed(request, Permission.REFER), "check": binds and allowed(request, Permission.RECORD_READINGS),
    }  # fmt: skip


@door(SEE)
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The observations of a person, as a part of the person's page."""
    if person_id not in known_persons([person_id], by=actor_of(request)):
        raise Http404
    found = reads.of_person(person_id, by=actor_of(request))
    rows = [(measure_title(one.measure), one, reverse("quarantine:observation", args=[one.observation.pk])) for one in found]
    return render(request, "quarantine/of_person.html", {"rows": rows})
