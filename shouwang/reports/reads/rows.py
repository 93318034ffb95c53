"""The rows behind a number, of whatever kind, as lines that a person can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouwang.accounts.actors import Actor
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.reports.choices import RECORDS

MOMENTS = ("happened_at", "from_at", "closes_at", "started_at", "asked_at", "opened_at", "created_at")
SPEAKING = ("kind", "step", "role")  # columns by which a row says itself what it is


@dataclass(frozen=True)
class Card:
    """One row: when, where, whom or what, and its own words."""

    when: datetime | date | None
    place: str
    person: str
    kind: Any
    text: str


def cards(rows: Sequence[Any], *, by: Actor) -> list[Card]:
    """One card a row; names of places and people are looked up once for all, people masked as everywhere."""
    names = places.names({_area(row) for row in rows} - {""})
    known = people.persons([row.person_id for row in rows if getattr(row, "person_id", None)], by=by)
    return [_card(row, names, known) for row in rows]


def _card(row: Any, names: dict[str, str], known: dict[Any, Any]) -> Card:
    person = known.get(getattr(row, "person_id", None))
    return Card(_when(row), names.get(_area(row), ""), str(person.masked_name) if person else "", _kind(row), _text(row))


def _kind(row: Any) -> Any:
    """What a row is: by its own kind (a checkpoint, a release, a grid worker), else by its table."""
    own = next((shown() for name in SPEAKING if getattr(row, name, "") and (shown := getattr(row, f"get_{name}_display", None))), "")
    return own or RECORDS[row._meta.label]


def _area(row: Any) -> str:
    return getattr(row, "area", "") or getattr(row, "path", "")


def _when(row: Any) -> datetime | date | None:
    return next((value for name in MOMENTS if (value := getattr(row, name, None))), None)


def _text(row: Any) -> str:
    return str(getattr(row, "name", "") or getattr(row, "code", "") or "")
