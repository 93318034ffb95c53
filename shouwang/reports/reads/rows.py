"""The rows behind a number, of whatever kind, as lines that a person can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.reports.choices import RECORDS

MOMENTS = ("happened_at", "from_at", "closes_at", "started_at", "asked_at", "opened_at", "created_at")
PAGES = {"people.Household": ("people:household", Permission.VIEW_PEOPLE)}  # rows that nothing but their page tells apart
SPEAKING = ("kind", "step", "role")  # columns by which a row says itself what it is


@dataclass(frozen=True)
class Card:
    """One row: when, where, whom or what, and its own words."""

    when: datetime | date | None
    place: str
    person: str
    kind: Any
    text: str
    url: str = ""
    before: int | None = None  # what it added when the sheet was signed or frozen, and adds now: where rows weigh
    now: int | None = None


def cards(rows: Sequence[Any], *, by: Actor, pairs: Mapping[str, tuple[int, int]] | None = None) -> list[Card]:
    """One card a row; names of places and people are looked up once for all, people masked as everywhere. ``pairs``: what rows added then and add now."""
    names = places.names({_area(row) for row in rows} - {""})
    known = people.persons([row.person_id for row in rows if getattr(row, "person_id", None)], by=by)
    found = [_card(row, names, known, by) for row in rows]
    return found if pairs is None else [_weighed(card, pairs.get(str(row.pk))) for card, row in zip(found, rows, strict=True)]


def _weighed(card: Card, pair: tuple[int, int] | None) -> Card:
    return replace(card, before=pair[0], now=pair[1]) if pair else card


def _card(row: Any, names: dict[str, str], known: dict[Any, Any], by: Actor) -> Card:
    person = known.get(getattr(row, "person_id", None))
    return Card(_when(row), names.get(_area(row), ""), str(person.masked_name) if person else "", _kind(row), _text(row), _url(row, by))


def _kind(row: Any) -> Any:
    """What a row is: by its own kind (a checkpoint, a release, a grid worker), else by its table."""
    own = next((shown() for name in SPEAKING if getattr(row, name, "") and (shown := getattr(row, f"get_{name}_display", None))), "")
    return own or RECORDS[row._meta.label]


def _area(row: Any) -> str:
    return getattr(row, "area", "") or getattr(row, "path", "")


def _when(row: Any) -> datetime | date | None:
    return next((value for name in MOMENTS if (value := getattr(row, name, None))), None)


def _url(row: Any, by: Actor) -> str:
    """The page of a row, where it has one and the reader may open it."""
    name, permission = PAGES.get(row._meta.label, ("", None))
    return reverse(name, args=[row.pk]) if name and permission and by.can(permission) else ""


def _text(row: Any) -> str:
    return str(getattr(row, "name", "") or getattr(row, "code", "") or "")
