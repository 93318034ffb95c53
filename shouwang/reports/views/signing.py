"""Signing, giving back, and reminding those who have not signed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.lib.verdicts import Verdict
from shouwang.places import reads as places
from shouwang.reports import due, forms, reads, writes
from shouwang.reports.choices import Act, Level
from shouwang.reports.views.frames import SHEET, address, area_meant, day_meant
from shouwang.reports.views.sheets import area_sheet


@require_POST
@door(SHEET)
def say(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """Sign the sheet of an area at the level of the own post."""
    subject, on, form = Subject(area=area_meant(request, area)), day_meant(day), forms.SignForm(request.POST)
    level = due.level_of(actor_of(request)) if paths.level(area) in due.LEVEL_OF else Level.COUNTY
    if form.is_valid():
        verdict = writes.say([writes.Say(area, on, level, **form.cleaned_data)], by=actor_of(request))[0]
        if verdict.taken:
            _tell(request, verdict, _("You have signed this sheet."))
            return redirect("reports:sheet", area=area, day=day)
        form.add_error("remark" if verdict.code == "below_missing" else None, verdict.reason)
    return area_sheet(request, subject, on, sign=form)


@require_POST
@door(SHEET)
def give_back(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """Give a signed sheet back to the level it came from, with what is to be mended."""
    subject, on, form = Subject(area=area_meant(request, area)), day_meant(day), forms.ReturnForm(request.POST)
    if form.is_valid():
        word = writes.Say(area, on, _signed_level(area, on), act=Act.RETURN, remark=form.cleaned_data["return_remark"])
        verdict = writes.say([word], by=actor_of(request))[0]
        if verdict.taken:
            _tell(request, verdict, _("The sheet is returned. It stands on the page of those who signed it, with your remark."))
            return redirect("reports:sheet", area=area, day=day)
        form.add_error(None, verdict.reason)
    return area_sheet(request, subject, on, give_back=form)


def _signed_level(area: str, on: date) -> Level:
    """The highest level whose signature stands on the area's own sheet; where none does, the write says so."""
    own = [Level(level) for level, height in (("village", "village"), ("township", "township"), ("health_centre", "township"), ("county", "county")) if height == paths.level(area)]
    words = {level: reads.last_words(on, level, area).get(area) for level in own}
    return next((level for level in reversed(own) if (word := words[level]) and word.act == Act.SIGN), own[0] if own else Level.COUNTY)


def _tell(request: HttpRequest, verdict: Any, done: str) -> None:
    if verdict.outcome == "duplicate":
        messages.info(request, verdict.reason)
    else:
        messages.success(request, done)
    for warned in verdict.warnings:
        messages.warning(request, warned.sentence)


@door(SHEET)
def missing(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """Who has not signed, by name: villages, and the townships of a county; one or many can be reminded."""
    on, actor = day_meant(day), actor_of(request)
    found = reads.open_sheets(area_meant(request, area), on, clocks.now())
    may_remind = actor.can(Permission.REMIND) and on >= clocks.today() - due.GIVEN_BACK_FOR
    shown = lists.read(request, forms.unsigned_in(_townships(area, found), remind=may_remind))
    return lists.answer(
        request, shown, _narrowed(found, **shown.chosen), prepare=lambda rows: reads.unsigned(rows, on, by=actor), does={"remind": _remind(on)},
        template="reports/missing.html", title=places.full_name(area), day=on, area=area, waiting=len(found), may_remind=may_remind,
        back=address("sheet", Subject(area=area), on),
    )  # fmt: skip


def _townships(area: str, found: list[reads.OpenSheet]) -> list[tuple[str, str]]:
    """The townships that somebody is missing in, to choose from; none where the area is one or lies in one."""
    if paths.level(area) != "county":
        return []
    wanted = sorted({paths.cut(sheet.area, "township") for sheet in found})
    names = places.names(wanted)
    return [(path, names.get(path, path)) for path in wanted]


def _narrowed(found: list[reads.OpenSheet], *, level: str = "", state: str = "", township: str = "") -> list[reads.OpenSheet]:
    """The sheets that the filters leave."""
    return [
        sheet for sheet in found
        if level in ("", sheet.level) and state in ("", sheet.state) and (not township or paths.holds(township, sheet.area))
    ]  # fmt: skip


def _remind(on: date) -> Callable[[lists.Chosen], list[Verdict]]:
    return lambda chosen: writes.remind([row.area for row in chosen.rows], on, by=chosen.by)


@require_POST
@door(Permission.REMIND)
def remind(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """Remind everybody who has not signed, with one click."""
    on = day_meant(day)
    waiting = [sheet.area for sheet in reads.open_sheets(area_meant(request, area), on, clocks.now())]
    verdicts = writes.remind(waiting, on, by=actor_of(request))
    sent = sum(verdict.outcome == "accepted" for verdict in verdicts)
    if sent:
        messages.success(request, _("Reminded: %(count)s. It stands on their page and goes to their group.") % {"count": sent})
    for reason in sorted({verdict.reason for verdict in verdicts if verdict.reason}):
        messages.info(request, reason)
    return redirect("reports:missing", area=area, day=day)
