"""A person's returns told in time: when they came back, from where, which class followed and why, what other offices said."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.arrivals import reads
from shouwang.arrivals.choices import DeclaredBy, State
from shouwang.ledger.choices import About
from shouwang.ledger.stories import Told
from shouwang.ui import formats
from shouwang.ui.outlines import Event


def told(person_id: UUID, by: Actor) -> Told:
    """The part of a person's story that is about returns."""
    found = reads.returns_of(person_id, by=by)
    addresses = {one.root: reverse("arrivals:file", args=[one.pk]) for one in found.arrivals}
    events = [_registered(one, addresses[one.root]) for one in found.arrivals]
    events += [_classed(one, addresses[one.arrival]) for one in found.decisions]
    events += [_reported(one, addresses[one.arrival]) for one in found.reports]
    return Told(events)


def _registered(one: Any, url: str) -> Event:
    title = _("Return announced") if one.state == State.ANNOUNCED else _("Return registered")
    facts = (_("from %(place)s") % {"place": one.from_place}, formats.day(one.arrived_on), one.get_transport_display(), one.transport_no)
    by = one.recorded_by or (DeclaredBy(one.declared_by).label if one.declared_by else "")
    return Event(one.happened_at, title, _joined(facts), "transfer", by=by, url=url, kind=About.RETURN)


def _classed(one: Any, url: str) -> Event:
    title = _joined((reads.class_label(one), reads.measure_label(one)))
    return Event(one.entered_at, title, reads.why(one, one.why), "flag", "info", url=url, kind=About.RETURN)


def _reported(one: Any, url: str) -> Event:
    by = DeclaredBy(one.declared_by).label if one.declared_by else ""
    return Event(one.entered_at, _("Another office reported this return"), "", "file-import", by=by, url=url, kind=About.RETURN)


def _joined(parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
