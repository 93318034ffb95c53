"""The round: every due check of a slot on one screen, saved home by home as it is typed, or all at once."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import REFUSED, Verdict
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import Symptom
from shouwang.quarantine.forms.inputs import RoundForm, readings_of
from shouwang.quarantine.forms.tables import slot_title
from shouwang.quarantine.rules.slots import check_of
from shouwang.quarantine.views.frames import hosted, places_below, tabs, tell
from shouwang.quarantine.writes import ConfirmedReading, NewReading

CHECK = Permission.RECORD_READINGS


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _asked(request: HttpRequest) -> tuple[date, str] | None:
    """The slot the address names, else the present one."""
    day, slot = request.GET.get("day", ""), request.GET.get("slot", "")
    if day and slot:
        return _day(day), slot
    return reads.present_slot(by=actor_of(request), now=clocks.now())


def _area(request: HttpRequest) -> str:
    area = request.GET.get("area", "")
    if area and not actor_of(request).covers(area):
        raise Http404
    return area


@door(CHECK)
@hosted
def my_round(request: HttpRequest) -> HttpResponse:
    """Everybody who is due in a slot, in the order of a walk."""
    asked, area = _asked(request), _area(request)
    if asked is None:
        return render(request, "quarantine/round.html", {"tabs": tabs(request), "round": None})
    found = reads.round_of(*asked, by=actor_of(request), area=area)
    shown = {
        "tabs": tabs(request), "round": found, "rows": [_row(visit) for visit in found.visits], "form": RoundForm(), "symptoms": Symptom.choices,
        "slot": slot_title(found.slot), "slots": _slots(request, found, area), "places": places_below(request), "area": area,
        "truncated": len(found.visits) > reads.MOST_HOMES,
    }  # fmt: skip
    return render(request, "quarantine/round.html", shown)


def _slots(request: HttpRequest, found: reads.Round, area: str) -> list[dict[str, Any]]:
    """The day's slots and the neighbouring days."""
    address = reverse("quarantine:round")
    tail = f"&area={area}" if area else ""
    days = [date.fromordinal(found.day.toordinal() + step) for step in (-1, 0)]
    return [
        {"day": day, "title": slot_title(slot), "url": f"{address}?day={day}&slot={slot}{tail}", "here": (day, slot) == (found.day, found.slot)}
        for day, slot in reads.slots_of_days(days, by=actor_of(request))
    ]


def _row(visit: reads.Visit, *, again: bool = False, verdict: Verdict | None = None, written: str = "") -> dict[str, Any]:
    """One home as the template draws it: with fields while it is not checked, or to be measured again."""
    refused = verdict is not None and verdict.outcome == REFUSED
    return {
        "visit": visit, "key": visit.observation.pk, "key_text": str(visit.observation.pk), "open": again or refused or not visit.is_done, "again": again, "new_id": uuid7(),
        "error": verdict.reason if verdict and refused else "", "written": written if refused else "",
        "warnings": [warned.sentence for warned in verdict.warnings] if verdict and not refused else [], "verdict": verdict,
    }  # fmt: skip


@door(CHECK)
@require_POST
@hosted
def save_round(request: HttpRequest, day: str, slot: str) -> HttpResponse:
    """Everything that was entered on the page, at once."""
    on, actor = _day(day), actor_of(request)
    found = reads.round_of(on, slot, by=actor, area=_area(request))
    entered = readings_of(request.POST, [visit.observation.pk for visit in found.visits], on, slot, actor.name, clocks.now())
    reported = {visit.observation.pk: visit.reported for visit in found.visits if visit.reported}
    verdicts = _save([row for _key, row in entered], reported, actor)
    if verdicts:
        tell(request, verdicts, _("The round is saved."))
    return redirect(f"{reverse('quarantine:round')}?day={day}&slot={slot}")


@door(CHECK)
@hosted
def check(request: HttpRequest, key: UUID, day: str, slot: str) -> HttpResponse:
    """One home of the round: GET shows it (``again`` with fields), POST saves it; answers with its row."""
    observation, on, actor = _checked(request, key), _day(day), actor_of(request)
    visit = reads.visit(observation, _check(observation, on, slot), by=actor)
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request, visit)
    if request.method != "POST":
        return _fragment(request, _row(visit, again="again" in request.GET))
    entered = readings_of(request.POST, [key], on, slot, actor.name, clocks.now())
    if not entered or not (request.POST.get(f"t-{key}") or request.POST.get(f"away-{key}") or "save" in request.POST):
        return HttpResponse(status=204)  # symptoms alone are kept on the page until the temperature is there
    verdict = _save([entered[0][1]], {key: visit.reported} if visit.reported else {}, actor)[0]
    written = request.POST.get(f"t-{key}", "")
    return _fragment(request, _row(reads.visit(observation, visit.check, by=actor), verdict=verdict, written=written))


def _checked(request: HttpRequest, key: UUID) -> Any:
    """The observation of an address: of the own area, or of a guest at an own site; else 404."""
    found = reads.to_check(key, by=actor_of(request))
    if found is None:
        raise Http404
    return found


def _save(entered: list[NewReading], reported: dict[UUID, Any], by: Any) -> list[Verdict]:
    """Record what was entered; what stands against a self-reported value takes its place."""
    own = [row for row in entered if row.observation_id not in reported]
    settled = [_instead(row, reported[row.observation_id]) for row in entered if row.observation_id and row.observation_id in reported]
    verdicts = writes.record_readings(own, by=by) if own else []
    return verdicts + (writes.confirm_readings(settled, by=by) if settled else [])


def _instead(row: NewReading, reported: Any) -> ConfirmedReading:
    return ConfirmedReading(
        reading_id=reported.pk, agrees=False, id=row.id, written=row.written, kind=row.kind, symptoms=row.symptoms,
        happened_at=row.happened_at, observer=row.observer, late_reason=row.late_reason,
    )


def _confirm(request: HttpRequest, visit: reads.Visit) -> HttpResponse:
    """What the person reported is right."""
    actor = actor_of(request)
    if visit.reported is None or str(visit.reported.pk) != request.POST["confirm"]:
        return _fragment(request, _row(visit))
    verdict = writes.confirm_readings([ConfirmedReading(reading_id=visit.reported.pk)], by=actor)[0]
    return _fragment(request, _row(reads.visit(visit.observation, visit.check, by=actor), verdict=verdict))


def _check(observation: Any, day: date, slot: str) -> Any:
    plan = reads.plan_of(observation)
    try:
        return check_of(plan, day, slot)
    except Refused as refusal:
        raise Http404 from refusal


def _fragment(request: HttpRequest, row: dict[str, Any]) -> HttpResponse:
    shown = {"row": row, "symptoms": Symptom.choices, "day": row["visit"].check.day, "slot": row["visit"].check.slot}
    return render(request, "quarantine/visit.html", shown)
