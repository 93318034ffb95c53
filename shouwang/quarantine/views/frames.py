"""What the pages of observation share: who acts, the tabs, places to filter by."""

from collections.abc import Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import View, actor_of
from shouwang.lib import paths
from shouwang.lib.verdicts import REFUSED, Verdict
from shouwang.places import reads as places
from shouwang.quarantine import reads
from shouwang.ui.outlines import Tab

SEE = Permission.VIEW_OBSERVATION
BELOW = {"county": "township", "township": "village", "village": "grid"}


def observation_of(request: HttpRequest, key: UUID) -> Any:
    """The observation of an address; 404 outside the own area."""
    found = reads.observation(key, by=actor_of(request))
    if found is None:
        raise Http404
    return found


def hosted(view: View) -> View:
    """A page on which a post that runs sites sees its guests from other townships, too. Stands below ``door``."""

    @wraps(view)
    def seen(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        with reads.hosting(by=actor_of(request)):
            return view(request, *arguments, **named)

    return seen


def allowed(request: HttpRequest, permission: Permission) -> bool:
    """Whether the acting post may do something."""
    return actor_of(request).can(permission)


def tabs(request: HttpRequest) -> list[Tab]:
    """The pages of observation; those of work before those of oversight."""
    actor = actor_of(request)
    pages = [
        ("round", _("Round"), Permission.RECORD_READINGS), ("list", _("People"), SEE), ("alerts", _("Alerts"), SEE),
        ("referrals", _("Referrals"), SEE), ("waiting", _("To start"), SEE), ("releases", _("To release"), SEE), ("self_reports", _("Self-reported"), Permission.RECORD_READINGS), ("missed", _("Missed"), SEE),
        ("flags", _("To look at"), SEE), ("spot_checks", _("Spot checks"), Permission.SPOT_CHECK), ("sheet", _("Sheet"), SEE), ("sites", _("Isolation sites"), SEE),
    ]  # fmt: skip
    return [
        Tab(label, address, request.path == address)
        for name, label, permission in pages
        if actor.can(permission) and (address := reverse(f"quarantine:{name}"))
    ]


def places_below(request: HttpRequest) -> list[tuple[str, str]]:
    """The areas one level below the post's, to filter by."""
    area = actor_of(request).area
    level = BELOW.get(paths.level(area), "")
    return [(one.path, one.name) for one in places.areas_below(area, level)] if level else []


def tell(request: HttpRequest, verdicts: Sequence[Verdict], done: str) -> bool:
    """Say what became of an act; whether all of it was done."""
    refused = [verdict for verdict in verdicts if verdict.outcome == REFUSED]
    for reason in dict.fromkeys(verdict.reason for verdict in refused):
        messages.error(request, reason)
    for sentence in dict.fromkeys(str(warned.sentence) for verdict in verdicts for warned in verdict.warnings if warned.sentence):
        messages.warning(request, sentence)
    if len(refused) < len(verdicts):
        messages.success(request, done)
    return not refused


def say_wrong(request: HttpRequest, form: forms.Form) -> None:
    """Say what is wrong with a form that has no place of its own on a page, field by field."""
    for name, found in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for sentence in found:
            messages.error(request, f"{label}: {sentence}" if label else str(sentence))


def selected(request: HttpRequest) -> list[UUID]:
    """The rows that were ticked in a list."""
    found = []
    for text in request.POST.getlist("selected"):
        try:
            found.append(UUID(text))
        except ValueError as error:
            raise Http404 from error
    return found
