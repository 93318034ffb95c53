"""The rows behind a number, of whatever kind, as lines that a person can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.figures import Computed, Figure, Stock
from shouwang.ledger.subjects import Day, Subject
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.reports.choices import RECORDS

MOMENTS = ("happened_at", "from_at", "closes_at", "started_at", "asked_at", "opened_at", "created_at")
PAGES = {"people.Household": ("people:household", Permission.VIEW_PEOPLE), "people.Person": ("people:person", Permission.VIEW_PEOPLE)}
DOOR = ("compound", "building", "unit_no", "door")
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
    person_url: str = ""
    before: int | None = None  # what it added when the sheet was signed or frozen, and adds now: where rows weigh
    now: int | None = None


def cards(rows: Sequence[Any], *, by: Actor, pairs: Mapping[str, tuple[int | None, int]] | None = None) -> list[Card]:
    """One card a row; names of places and people are looked up once for all, people masked as everywhere. ``pairs``: what rows added then (if that is asked) and add now."""
    names = places.full_names({_area(row) for row in rows} - {""}, under=by.area)
    known = people.persons([row.person_id for row in rows if getattr(row, "person_id", None)], by=by)
    found = [_card(row, names, known, by) for row in rows]
    return found if pairs is None else [_weighed(card, pairs.get(str(row.pk))) for card, row in zip(found, rows, strict=True)]


def _weighed(card: Card, pair: tuple[int | None, int] | None) -> Card:
    return replace(card, before=pair[0], now=pair[1]) if pair else card


def _card(row: Any, names: dict[str, str], known: dict[Any, Any], by: Actor) -> Card:
    person = known.get(getattr(row, "person_id", None))
    name, page = (str(person.masked_name), _page("people.Person", person.id, by)) if person else ("", "")
    return Card(_when(row), names.get(_area(row), ""), name, _kind(row), _text(row, by), _page(row._meta.label, row.pk, by), page)


def _kind(row: Any) -> Any:
    """What a row is: by its own kind (a checkpoint, a release, a grid worker), else by its table."""
    own = next((shown() for name in SPEAKING if getattr(row, name, "") and (shown := getattr(row, f"get_{name}_display", None))), "")
    return own or RECORDS[row._meta.label]


def _area(row: Any) -> str:
    return getattr(row, "area", "") or getattr(row, "path", "")


def _when(row: Any) -> datetime | date | None:
    return next((value for name in MOMENTS if (value := getattr(row, name, None))), None)


def _page(label: str, key: Any, by: Actor) -> str:
    """The page of a thing, where it has one and the reader may open it."""
    name, permission = PAGES.get(label, ("", None))
    return reverse(name, args=[key]) if name and permission and by.can(permission) else ""


def _text(row: Any, by: Actor) -> str:
    """A row's own words; of a household its door, for who may see households."""
    door = [getattr(row, part, "") for part in DOOR] if by.can(Permission.VIEW_PEOPLE) else []
    return " ".join(filter(None, door)) or str(getattr(row, "name", "") or getattr(row, "code", "") or "")


def weights(figure: Figure, rows: Sequence[Any], subject: Subject, day: Day) -> dict[str, tuple[int | None, int]] | None:
    """What each of these rows adds to the number, by key; None where each adds one."""
    if not isinstance(figure, Stock | Computed) or not figure.weighs:
        return None
    known = figure.weights(subject, day) if isinstance(figure, Computed) else {}
    return {str(row.pk): (None, int(known.get(row.pk, getattr(row, getattr(figure, "amount", "") or "adds", 0)) or 0)) for row in rows}
