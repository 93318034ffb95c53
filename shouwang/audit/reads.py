"""Doors to the log. Row-level security keeps each reader to the events of the own area."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from shouwang.audit.models import AuditEvent

LOOKS = ("open_", "reveal", "export_")  # how the name of a use case begins that shows somebody's details
MOST_LOOKS = 200
PREFIXES = Q(*[("action__contains", f".{start}") for start in LOOKS], _connector=Q.OR)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw a person's details: when, in which duty, of which office (unit code and area), doing what, and why."""

    at: datetime
    role: str
    unit: str
    area: str
    action: str
    reason: str
    actor: str


def events(*, subject: str = "") -> QuerySet[AuditEvent]:
    """What was done, newest first; about one thing if ``subject`` is its id."""
    found = AuditEvent.objects.order_by("-at", "-id")
    return found.filter(subject=subject) if subject else found


def is_look(action: str) -> bool:
    """Whether an action shows somebody's details: opening, revealing, exporting."""
    return action.partition(".")[2].startswith(LOOKS)


def looks(subjects: Iterable[Any], *, most: int = MOST_LOOKS) -> list[Look]:
    """Who looked at somebody, newest first. ``subjects``: the person's id and the ids of whoever was merged into them.

    For the person concerned show role, office, time and reason, not ``actor``, the name of whoever looked.
    """
    asked = [str(subject) for subject in subjects]
    rows = AuditEvent.objects.filter(PREFIXES, subject__in=asked).order_by("-at", "-id")[:most]
    return [Look(row.at, row.role, row.unit, row.area, row.action, row.reason, row.actor) for row in rows]
