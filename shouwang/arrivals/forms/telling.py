"""A person's returns told in time: when they came back, from where, which class followed and why, what other offices said."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.arrivals import reads
from shouwang.arrivals.choices import DeclaredBy, State
from shouwang.ledger.choices import About
from shouwang.ledger.stories import Told
from shouwang.places import reads as places
from shouwang.ui import formats
from shouwang.ui.outlines import Event


def told(person_id: UUID, by: Actor) -> Told:
    """The part of a person's story that is about returns."""
    found = reads.returns_of(person_id, by=by)
    addresses = {one.root: reverse("arrivals:file", args=[one.pk]) for one in found.arrivals}
    events = [_registered(one, addresses[one.root]) for one in found.arrivals]
    events += [_classed(one, addresses[one.arrival]) for one in found.decisions]
    events += [_reported(one, addresses[one.arrival]) for one in found.reports]
    names = places.names({path for one in found.given for path in (one.area, one.from_area)})
    events += [_given(one, names, addresses[one.arrival]) for one in found.given]
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


def _given(one: Any, names: Mapping[str, str], url: str) -> Event:
    """Given to a village or grid; or that was taken back, with the reason. A move further on does not change what was said then."""
    title = _("Taken back: it lies where it lay before") if one.supersedes else _("Given to a village or grid")
    return Event(one.entered_at, title, _joined((_("from %(place)s") % {"place": names[one.from_area]} if one.from_area in names else "", one.why)), "map-pin", url=url, kind=About.RETURN)


def _joined(parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
