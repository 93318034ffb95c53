"""What is held about a person, in words, and who looked at it: by duty, office and time, without names (DOMAIN 6.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Role
from shouwang.arrivals import reads as arrivals
from shouwang.audit import reads as audit
from shouwang.places import reads as places
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine.choices import MEASURE_TITLES
from shouwang.residents.choices import DID_SOMETHING, LOOKED
from shouwang.residents.reads.mine import Mine

MOST_LOOKS, MOST_READINGS = 30, 20


@dataclass(frozen=True)
class Look:
    """Somebody looked at the file: when, in which duty, of which office, at what, and the reason where one was asked for."""

    at: datetime
    duty: Any
    place: str
    what: Any
    reason: str


@dataclass(frozen=True)
class Held:
    """What is held: titled facts by subject, readings, papers, and the looks."""

    person: list[tuple[Any, Any]]
    returns: list[list[tuple[Any, Any]]]
    measures: list[list[tuple[Any, Any]]]
    readings: Sequence[Any]
    papers: Sequence[Any]
    looks: list[Look]


def held(matter: Mine, *, by: Actor) -> Held:
    """Everything held about one person of a link. Numbers stay masked: others may look at the same phone."""
    person_id = matter.card.id
    return Held(
        person=_person(matter.card), returns=[_return(one) for one in arrivals.of_person(person_id, by=by)],
        measures=[_measure(one) for one in quarantine.of_person(person_id, by=by)],
        readings=list(quarantine.readings_of(person_id)[:MOST_READINGS]), papers=list(quarantine.papers_of(person_id)),
        looks=_looks([person_id]),
    )  # fmt: skip


def _said(*facts: tuple[Any, Any]) -> list[tuple[Any, Any]]:
    """Facts that are known; what is not held is not listed."""
    return [(title, value) for title, value in facts if value not in (None, "", [])]


def _person(card: Any) -> list[tuple[Any, Any]]:
    return _said(
        (_("Name"), card.full_name), (_("Date of birth"), card.birth_date), (_("Identity document"), card.document),
        (_("Telephone"), card.phone), (_("Address"), card.address), (_("Registered address"), card.registered_address),
        (_("Employer"), card.employer), (_("Where you are registered"), places.full_name(card.area)), (_("Groups"), ", ".join(card.groups)),
    )  # fmt: skip


def _return(one: Any) -> list[tuple[Any, Any]]:
    return _said(
        (_("Came from"), one.from_place), (_("Left there on"), one.left_on), (_("Arrived on"), one.arrived_on),
        (_("Train, flight or plate"), one.transport_no), (_("Companions"), one.companions), (_("Temperature"), one.temperature_c),
        (_("Class"), arrivals.class_label(one)), (_("Why"), arrivals.why(one)), (_("Remark"), one.remark),
    )  # fmt: skip


def _measure(one: Any) -> list[tuple[Any, Any]]:
    return _said(
        (_("Measure"), MEASURE_TITLES.get(one.measure, one.measure)), (_("From"), one.observation.from_date),
        (_("Last day"), one.due_on), (_("State"), one.label),
    )  # fmt: skip


def _looks(subjects: Sequence[UUID]) -> list[Look]:
    """Who looked, by duty, office and reason; no names of those who do their work."""
    rows = audit.looks(subjects, most=MOST_LOOKS)
    units, areas = places.unit_names({row.unit for row in rows if row.unit}), places.names({row.area for row in rows})
    return [Look(row.at, _duty(row.role), units.get(row.unit) or areas.get(row.area, ""), LOOKED.get(row.action, DID_SOMETHING), row.reason) for row in rows]


def _duty(role: str) -> Any:
    """The duty of a post in words."""
    return Role(role).label if role in Role.values else _("the system")
