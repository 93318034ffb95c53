"""The resident's side of a person's story: objections and requests with what became of them, links given and taken back."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.ledger.choices import About
from shouwang.ledger.stories import Told
from shouwang.residents import reads
from shouwang.ui import formats
from shouwang.ui.outlines import Event


def told(person_id: UUID, by: Actor) -> Told:
    """What a person asked for, objected to and was given; each part for whoever may see it. Four queries for any number."""
    objections = [event for one in reads.objections_of(person_id, by=by) for event in _objection(one)]
    requests = [event for one in reads.help_of(person_id, by=by) for event in _request(one)]
    return Told([*objections, *requests, *(event for one in reads.links_of(person_id, by=by) for event in _link(one))])


def _objection(one: Any) -> Iterator[Event]:
    url = reverse("residents:objection", args=[one.pk])
    if one.observation_id is None:  # an objection to a measure stands in the story of the measure
        yield Event(one.lodged_at, one.get_kind_display(), f"{one.number} · {one.words}", "message", "warn", url=url, kind=About.OBJECTION)
    if not one.answered_at:
        title = _("%(number)s is to be answered by %(moment)s") % {"number": one.number, "moment": formats.moment(one.due_at)}
        yield Event(one.lodged_at, title, icon="message", tone="warn", url=url, kind=About.OBJECTION)
    else:
        title = _("Answer to %(number)s: %(outcome)s") % {"number": one.number, "outcome": one.get_outcome_display()}
        yield Event(one.answered_at, title, one.answer, "message", by=one.answered_by, url=url, kind=About.OBJECTION)


def _request(one: Any) -> Iterator[Event]:
    title = _("Asked for help: %(what)s") % {"what": one.get_kind_display()}
    yield Event(one.asked_at, title, one.words, "help", "warn" if one.urgent else "neutral", kind=About.OBJECTION)
    if one.accepted_at:
        yield Event(one.accepted_at, _("Somebody is on it"), one.get_kind_display(), "help", by=one.handled_by, kind=About.OBJECTION)
    if one.closed_at:
        text = " · ".join(str(part) for part in (one.get_kind_display(), one.answer) if part)
        yield Event(one.closed_at, one.get_state_display(), text, "circle-check", by=one.handled_by, kind=About.OBJECTION)


def _link(one: Any) -> Iterator[Event]:
    whose = _("for the household") if one.household_id else ""
    until = _("opens until %(day)s") % {"day": formats.day(one.expires_at)}
    yield Event(one.created_at, _("Link given"), " · ".join(part for part in (whose, until) if part), "link", by=one.given_by, kind=About.PAPER)
    if one.revoked_at:
        yield Event(one.revoked_at, _("Link taken back"), one.revoked_why, "ban", kind=About.PAPER)
