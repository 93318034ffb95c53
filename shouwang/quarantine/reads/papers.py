"""What stands on the papers of an observation: the facts of the measure in the paper's language, for many people at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.duty import reads as duty
from shouwang.duty.choices import TEAM_ROLES
from shouwang.lib import clocks
from shouwang.papers.choices import PaperKind
from shouwang.papers.rules import KINDS
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.quarantine.choices import MEASURE_TITLES, SLOT_TITLES, EventKind
from shouwang.quarantine.models import Event, Observation
from shouwang.quarantine.rules.slots import slots_of
from shouwang.quarantine.rules.terms import Terms
from shouwang.ui import formats

MOST_DAYS = 28  # on one check sheet
DECIDING = (EventKind.STARTED, EventKind.EXTENDED, EventKind.MEASURE_CHANGED, EventKind.MOVED_TO_CENTRAL, EventKind.RENEWED, EventKind.RECOMPUTED)


class Facts:
    """The facts of some observations, read in a constant number of queries."""

    def __init__(self, observations: Sequence[Observation], *, by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        keys = [one.pk for one in observations]
        self.cards = people.persons([one.person_id for one in observations], by=by)
        self.contacts = duty.contacts(keys)
        self.units = places.unit_names([one.unit for one in observations])
        self.areas = places.full_names({one.area for one in observations})
        events = Event.objects.filter(observation__in=keys, kind__in=DECIDING, live=True).order_by("happened_at", "received")
        told = list(events.values_list("observation_id", "kind", "author", "reason"))
        self.authors = {key: author for key, _kind, author, _reason in told if author}
        self.extended = {key: reason for key, kind, _author, reason in told if kind == EventKind.EXTENDED}  # why, the last time
        self.packs = policy.rulebook()

    def of(self, one: Observation, kind: str, language: str) -> dict[str, Any]:
        """The facts that a paper of this kind has a place for."""
        with translation.override(language):
            known = self._known(one) | ({"reason": self.extended.get(one.pk, "")} if kind == PaperKind.EXTENSION_NOTICE else {})
        return {name: known[name] for name in KINDS[kind].facts if known.get(name)}

    def _known(self, one: Observation) -> dict[str, Any]:
        card, unit = self.cards.get(one.person_id), self.units.get(one.unit) or self.areas.get(one.area, "")
        team = [{"role": str(TEAM_ROLES.get(role, role)), "name": name, "phone": phone} for role, name, phone in self._team(one.pk)]
        call = next((f"{name} {phone}" for _role, name, phone in self._team(one.pk) if phone), unit)
        ended = one.ended_at or self.at
        return {
            "person_name": card.full_name if card else "", "document": (card.document or card.no_document_reason or "–") if card else "",
            "phone": card.phone if card else "", "address": one.address or (card.address if card else "") or self.areas.get(one.area, ""),
            "measure": str(MEASURE_TITLES.get(one.measure, one.measure)), "reason": one.sentence or one.basis or one.class_id,
            "rule": " ".join(str(part) for part in (one.rule.get("pack"), one.rule.get("version")) if part), "legal_basis": self._basis(one),
            "from_day": formats.day(first_day(one)), "last_day": formats.day(one.due_on) if one.due_on else "",
            "released_on": formats.day(ended), "released_at": formats.moment(ended), "author": self.authors.get(one.pk) or self.by.name or unit,
            "objection_to": one.objection_to or unit, "contact": call, "team": team, **self._checks(one),
        }  # fmt: skip

    def _team(self, key: UUID) -> list[tuple[str, str, str]]:
        return [(one.role, one.name, one.phone) for one in self.contacts.get(key, ())]

    def _basis(self, one: Observation) -> str:
        """The legal basis of the measure; where the order names none, the laws that the policy pack stands on."""
        if not one.legal_basis:
            return "、".join(self.packs.rules_for([one.unit], one.area, first_day(one)).basis)
        language = translation.get_language() or "en"
        return self.packs.legal_basis(one.legal_basis, measure=one.measure, area=one.area, day=first_day(one), language=language)

    def _checks(self, one: Observation) -> dict[str, Any]:
        terms: Mapping[str, Any] = one.terms or {}
        plan = Terms.read(terms).plan if terms else ""
        slots = [f"{SLOT_TITLES.get(slot.id, slot.id)} {slot.starts:%H:%M}–{slot.ends:%H:%M}" for slot in slots_of(plan)]
        last = one.due_on or first_day(one) + timedelta(days=MOST_DAYS - 1)
        length = min((last - first_day(one)).days + 1, MOST_DAYS)
        days = [formats.short_day(first_day(one) + timedelta(days=ahead)) for ahead in range(length)]
        return {"slots": slots or [_("Morning"), _("Afternoon")], "days": days, "fever": formats.temperature(terms.get("fever_c")) if terms else ""}


def first_day(one: Observation) -> date:
    """The day a measure began, or will."""
    return clocks.local(one.started_at).date() if one.started_at else one.from_date
