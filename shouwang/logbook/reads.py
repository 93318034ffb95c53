"""Doors to the log for one acting post: narrowed, page by page, each entry with what it touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission, Role
from shouwang.audit import reads as audit
from shouwang.lib import clocks, paths
from shouwang.logbook.choices import ACTIONS, Kind
from shouwang.people import reads as people
from shouwang.places import reads as places

MOST_EXPORTED = 10_000
NOBODY = UUID(int=0)
LOOK_ACTIONS = [action for action in ACTIONS if audit.is_look(action)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which entries: every filter that is set must hold. ``subject`` is an id; of a person it takes in those merged into them."""

    action: str = ""
    kind: str = ""
    role: str = ""
    area: str = ""
    user: int | None = None
    subject: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a reader sees it: words for the action, names for place, office and the person it was about (masked)."""

    event: Any
    words: Any
    role: Any
    place: str
    unit: str
    person: Any  # people's PersonCard, none where it was about no person in sight


def entries(filters: Filters, *, by: Actor) -> QuerySet[Any]:
    """The entries of the post's area that fit, newest first. Raises Refused not_permitted."""
    by.check(Permission.VIEW_AUDIT)
    found = audit.events()
    low, high = paths.bounds(filters.area or by.area)
    found = found.filter(area__gte=low, area__lt=high).order_by("-id")
    exact = {"action": filters.action, "role": filters.role, "user_id": filters.user}
    found = found.filter(**{name: value for name, value in exact.items() if value not in ("", None)})
    if filters.subject:
        found = found.filter(subject__in=_ids(filters.subject))
    if filters.kind:
        # By name: how often a name occurs the planner knows, a pattern it guesses, and reads a year's log for one page.
        looks = Q(action__in=LOOK_ACTIONS)
        found = found.filter(looks) if filters.kind == Kind.LOOK else found.exclude(looks)
    if filters.first_day:
        found = found.filter(at__gte=clocks.at(filters.first_day, time(0)))
    if filters.last_day:
        found = found.filter(at__lt=clocks.at(date.fromordinal(filters.last_day.toordinal() + 1), time(0)))
    return found


def shown(events: Iterable[Any], *, by: Actor) -> list[Entry]:
    """Entries with their words and names; the same number of queries for any number of them."""
    rows = list(events)
    names = places.full_names({row.area for row in rows if row.area})
    units = places.unit_names({row.unit for row in rows if row.unit})
    keys = {key for row in rows if (key := _uuid(row.subject))} if by.can(Permission.VIEW_PEOPLE) else set()
    persons = people.persons(keys, by=by)
    return [
        Entry(row, words(row.action), role(row.role), names.get(row.area, ""), units.get(row.unit) or row.unit, persons.get(_uuid(row.subject) or NOBODY))
        for row in rows
    ]  # fmt: skip


def looks(person_id: UUID, *, by: Actor, most: int = audit.MOST_LOOKS) -> Sequence[audit.Look]:
    """Who looked at a person of the post's area, newest first. Raises Refused not_permitted."""
    by.check(Permission.VIEW_AUDIT)
    return audit.looks(people.everyone(person_id), most=most)


def words(action: str) -> Any:
    """What an action is called."""
    return ACTIONS.get(action, action)


def role(name: str) -> Any:
    """What a duty is called; the machine itself has none."""
    return Role(name).label if name in Role.values else ""


def _ids(subject: str) -> list[str]:
    key = _uuid(subject)
    return [str(one) for one in people.everyone(key)] if key else [subject]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
