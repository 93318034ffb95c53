"""Guests of the own sites who live in other townships: who runs a site sees of them what the site needs, while they are there."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db.models import Q

from shouwang.accounts import scope
from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
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


def guests_elsewhere(*, by: Actor) -> list[UUID]:
    """The observations of guests whose home lies outside the own area. Asked for within ``hosting``."""
    if not by.can(Permission.MANAGE_SITES):
        return []
    stays = Stay.objects.filter(below(by.area), out_at__isnull=True, observation_id__isnull=False).values("observation_id")
    return list(Observation.objects.filter(~below(by.area), pk__in=stays).values_list("pk", flat=True))


def checked_by(by: Actor) -> Q:
    """The rows about people whom a post has to check: those of its area, and guests from elsewhere. Asked for within ``hosting``."""
    elsewhere = guests_elsewhere(by=by)
    return below(by.area) | Q(observation_id__in=elsewhere) if elsewhere else below(by.area)


def to_check(key: UUID, *, by: Actor) -> Observation | None:
    """An observation of the own area, or of a guest. Asked for within ``hosting``."""
    found = Observation.objects.filter(pk=key).first()
    return found if found is not None and (by.covers(found.area) or key in guests_elsewhere(by=by)) else None


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
