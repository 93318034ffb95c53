"""A person's registration told in time: entered, corrected, merged."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.ledger.choices import About
from shouwang.ledger.stories import Told
from shouwang.people import reads
from shouwang.people.choices import Field
from shouwang.ui.outlines import Event


def told(person_id: UUID, by: Actor) -> Told:
    """The part of a person's story that is about the register."""
    found = reads.registration(person_id, by=by)
    events = [Event(found.registered_at, _("Registered"), icon="user-plus", kind=About.REGISTER)] if found.registered_at else []
    events += [_corrected(one) for one in found.corrections]
    return Told([*events, *(_merged(one) for one in found.merges)])


def _corrected(one: Any) -> Event:
    fields = [str(Field(name).label) for name in one.detail.get("columns", ()) if name in Field.values]
    return Event(one.at, _("Corrected"), " · ".join(part for part in (", ".join(fields), one.reason) if part), "edit", by=one.actor, kind=About.REGISTER)


def _merged(one: Any) -> Event:
    url = reverse("people:suspicion", args=[one.id])
    return Event(one.at, _("Merged with %(name)s") % {"name": one.full_name}, one.reason, "users", url=url, kind=About.REGISTER)
