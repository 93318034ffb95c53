"""Who is checked where: at home, or at an isolation site, perhaps of another township.

Who runs a site sees of guests from elsewhere what the site needs, while they are there; where they live nobody goes to check them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection
from django.db.models import Q

from shouwang.accounts import scope
from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks, paths
from shouwang.people import reads as people
from shouwang.people.reads import PersonCard
from shouwang.places import reads as places
from shouwang.quarantine.models import Booking, Observation, Stay
from shouwang.quarantine.reads.states import below


@contextmanager
def hosting(by: Actor) -> Iterator[None]:
    """Within it a post that runs sites also reads the person, the observation and the checks of its guests, and records checks of them.

    Guests are those who stay at a site of the own area, and those for whom a bed waits there. Once they have left nothing is seen.
    """
    if not by.can(Permission.MANAGE_SITES):
        yield
        return
    with scope.hosting(_ids_of_guests(by)):
        yield


def _ids_of_guests(by: Actor) -> set[UUID]:
    here = Q(below(by.area))
    stays = Stay.objects.filter(here, out_at__isnull=True).values_list("person_id", "observation_id")
    waiting = Q(closed_at__isnull=True) & (Q(lapses_at__isnull=True) | Q(lapses_at__gt=clocks.now()))
    beds = Booking.objects.filter(here, waiting).values_list("person_id", "observation_id")
    return {key for row in (*stays, *beds) for key in row if key}


@dataclass(frozen=True)
class Elsewhere:
    """Whose home and site lie on two sides of an area's border, by observation, and since when they are at the site."""

    away: Mapping[UUID, datetime]  # at home in the area, at a site outside it
    guests: Mapping[UUID, datetime]  # at a site in the area, at home outside it


def elsewhere(area: str) -> Elsewhere:
    """Who of an area stays outside it, and who of elsewhere stays in it; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT observation, since, is_guest FROM quarantine_elsewhere(%s, %s)", paths.bounds(area))
        rows = cursor.fetchall()
    return Elsewhere(*({key: since for key, since, is_guest in rows if is_guest is wanted} for wanted in (False, True)))


def checked_in(area: str, *, closing: str = "", first: date | None = None) -> Q:
    """The rows about people who are to be checked in an area: those at home there, unless they stay at a site outside; and guests of its sites.

    ``closing`` is the field that says until when a check was due, ``first`` the earliest day of the rows: what was due before somebody
    came to a site was due at home. Without it everybody is where they are now. Asked for within ``hosting``: others' guests are not there.
    """
    found, where = elsewhere(area), below(area)
    if found.away:
        where &= ~_at_sites(found.away, closing, first)
    return where | _at_sites(found.guests, closing, first) if found.guests else where


def _at_sites(stays: Mapping[UUID, datetime], closing: str, first: date | None) -> Q:
    """The rows of these people from when they came to their site. Whoever came before the first day is named by the id alone."""
    begun = clocks.at(first, time()) if first and closing else None
    where = Q(observation_id__in=[key for key, since in stays.items() if begun is None or since <= begun])
    for key, since in stays.items():
        if begun is not None and since > begun:
            where |= Q(observation_id=key, **{f"{closing}__gte": since})
    return where


def to_check(key: UUID, *, by: Actor) -> Observation | None:
    """An observation of the own area, or of a guest. Asked for within ``hosting``."""
    found = Observation.objects.filter(pk=key).first()
    return found if found is not None and (by.covers(found.area) or key in elsewhere(by.area).guests) else None


def named_here(person_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, PersonCard]:
    """People of the own area by id, and guests with their masked name. Asked for within ``hosting``."""
    wanted = set(person_ids)
    known = people.persons(wanted, by=by)
    return known | people.guests(wanted - set(known))


def rooms_of(keys: Sequence[UUID]) -> dict[UUID, str]:
    """In which site and room people stay, by observation, as far as the post may see it; two queries."""
    stays = list(Stay.objects.filter(observation_id__in=list(keys), out_at__isnull=True).select_related("room"))
    names = {one.code: one.name for one in places.sites().filter(pk__in={stay.site for stay in stays})} if stays else {}
    return {
        stay.observation_id: f"{names.get(stay.site, stay.site)} {stay.room.number if stay.room else ''}".strip()
        for stay in stays if stay.observation_id
    }  # fmt: skip
