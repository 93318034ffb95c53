"""Pages anybody may open: the code's entry, a return declared without a link, the blank form."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import resident
from shouwang.accounts.doors import connection_of
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks, paths
from shouwang.lib.codes import read_code
from shouwang.lib.refusals import Refused
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.residents import forms, writes
from shouwang.residents.choices import Attempt
from shouwang.residents.views.doors import forget_link, keep_link, open_page, say

LEVELS_TO_CHOOSE = {"county": "township", "township": "village"}
MANY = 429


@open_page
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """The address a QR code holds: opens the link, and leads on to a page whose address says nothing."""
    return _entered(request, code)


@open_page
@require_POST
def typed_code(request: HttpRequest) -> HttpResponse:
    """The same by a code typed from paper."""
    return _entered(request, request.POST.get("code", "")[:80])


def _entered(request: HttpRequest, typed: str) -> HttpResponse:
    """A connection that tried too many wrong codes has to wait; nothing is looked up for it meanwhile."""
    address = connection_of(request)
    pace = writes.pace(address, Attempt.WRONG_CODE)
    if pace.slowed:
        return slowed(writes.count_try(address, Attempt.WRONG_CODE))
    code = read_code(typed)
    opened = writes.open_link(writes.index_of(code)) if code else None
    if opened is None:
        writes.count_try(address, Attempt.WRONG_CODE)
        return _wrong()
    left = opened.link.expires_at - clocks.now()
    response = keep_link(redirect("resident:home"), writes.index_of(code), max(left, timedelta(minutes=5)).total_seconds())
    response["Referrer-Policy"] = "no-referrer"
    return response


def _wrong() -> HttpResponse:
    """Leads to the door, where it is said in words: the wrong code, which may be nearly a right one, stands in no address."""
    return redirect(f"{reverse('resident:home')}?wrong=1")


def slowed(pace: writes.Pace) -> HttpResponse:
    """A bare page, without forms and frame: a hostile client is cheap to refuse."""
    text = _("There were too many tries from this connection. Please wait %(minutes)s minutes, or call your village office.")
    words = {"title": _("Please wait"), "text": text % {"minutes": pace.wait // 60 + 1}}
    response = HttpResponse(render_to_string("residents/words.html", words), status=MANY)
    response["Retry-After"] = str(pace.wait)
    return response


@open_page
@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Close the page on a phone that others use too."""
    return forget_link(redirect("resident:home"))


@open_page
def declare(request: HttpRequest) -> HttpResponse:
    """Where somebody without a link comes home to: the townships, then the villages."""
    found = places.path_of(request.GET.get("at", "")) if request.GET.get("at") else ""
    if request.GET.get("at") and not found:
        raise Http404
    if not found:
        return _choose(request, _("Which township or street?"), _below(places.counties_in_use(), "township"))
    level = paths.level(found)
    if level in LEVELS_TO_CHOOSE:
        return _choose(request, places.full_name(found), _below([found], LEVELS_TO_CHOOSE[level]))
    return redirect("resident:declare_here", code=places.code_of(paths.cut(found, "village")))


def _below(above: list[str], level: str) -> list[tuple[str, str]]:
    """Places to choose from: where each leads, and its name."""
    areas = [area for path in above for area in places.areas_below(path, level)]
    codes = places.codes_of([area.path for area in areas])
    return [(f"{reverse('resident:declare')}?at={codes[area.path]}", area.name) for area in areas if codes.get(area.path)]


def _choose(request: HttpRequest, title: str, offered: list[tuple[str, str]]) -> HttpResponse:
    return render(request, "residents/choose.html", {"title": title, "offered": offered})


@open_page
def declare_here(request: HttpRequest, code: str) -> HttpResponse:
    """Declare a return to a village, without a link. The answer is the same whoever it is about."""
    village = places.path_of(code) or ""
    if not village or paths.level(village) != "village":
        raise Http404
    form = forms.PublicReturnForm(request.POST or None)
    if request.method == "POST":
        if (pace := writes.pace(connection_of(request), Attempt.DECLARATION)).slowed:
            return slowed(pace)
        if form.is_valid() and (number := _declared(request, form, village)):
            return redirect("resident:thanks", number=number)
    return render(request, "residents/declare.html", {"form": form, "place": places.full_name(village)})


def _declared(request: HttpRequest, form: Any, village: str) -> str:
    """The number of the declaration; empty where it says too little, which the form then tells."""
    try:
        with acting_as(resident(village, "public page")) as by:
            made = writes.declare_publicly(form.told(village), by=by)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return ""
    writes.count_try(connection_of(request), Attempt.DECLARATION)
    return made.hex[-8:].upper()


@open_page
def thanks(request: HttpRequest, number: str) -> HttpResponse:
    """What somebody is told after a declaration: its number, and what happens now."""
    rules, today = policy.rulebook(), clocks.today()
    hours = max((rules.residents_for(county, today).answer_hours for county in places.counties_in_use()), default=rules.residents_for("", today).answer_hours)
    text = _("Your declaration has the number %(number)s. The village office looks at it within %(hours)s hours and calls you. Until then please stay at home.")
    return say(request, _("Thank you"), text % {"number": number[:8], "hours": hours}, done=True)


@open_page
def lost(_request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001
    """An address that leads nowhere."""
    raise Http404


@open_page
def blank_form(request: HttpRequest) -> HttpResponse:
    """The paper form with the same fields, to print and to fill in by hand."""
    return render(request, "residents/blank_form.html", {"form": forms.PaperForm(places=[])})
